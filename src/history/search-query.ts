import { parseShortDuration, suggest } from '../core/index.ts';
import { historyError } from './errors.ts';

/** What a search may ask for. All filters that are given must match. */
export interface HistoryQuery {
  /** Part of the path or query string, without regard to case. */
  readonly path?: string;
  /** The whole pattern of a route. */
  readonly route?: string;
  readonly method?: string;
  /** `404`, or a class of them: `5xx`. */
  readonly status?: string;
  readonly minMs?: number;
  readonly minQueries?: number;
  /** Code of a rule, or fingerprint of a finding; `any` for requests that have one. */
  readonly finding?: string;
  /** Part of a statement as fingerprints have it: literals and parameters are `?`. */
  readonly sql?: string;
  /** Not older, not newer, in milliseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  readonly sort?: SortOrder;
  readonly limit?: number;
  /** Where to go on: `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** The newest, slowest or most talkative first. */
export const SORT_ORDERS = ['time', 'ms', 'queries'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** Characters of a filter. */
const MAX_TEXT = 500;

type Filters = { -readonly [Name in keyof HistoryQuery]: HistoryQuery[Name] };

type Reader = (name: string, text: string, nowMs: number) => string | number;

const READERS: Readonly<Record<keyof HistoryQuery, Reader>> = {
  path: (_name, text) => text,
  route: (_name, text) => text,
  method: (_name, text) => text.toUpperCase(),
  status: readStatus,
  minMs: readAmount,
  minQueries: readAmount,
  finding: (_name, text) => text,
  sql: (_name, text) => text,
  since: readTime,
  until: readTime,
  sort: readSort,
  limit: readLimit,
  cursor: (_name, text) => text,
};

export const FILTERS = Object.keys(READERS) as readonly (keyof HistoryQuery)[];

/**
 * Reads a search from texts, such as the parameters of a URL or the options of a command; those
 * that are empty or undefined count as absent.
 *
 * @throws history.query.invalid
 */
export function readHistoryQuery(
  texts: Readonly<Record<string, unknown>>,
  nowMs: number = Date.now(),
): HistoryQuery {
  const filters: Record<string, string | number> = {};
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined || text === '') continue;
    if (!Object.hasOwn(READERS, name)) {
      const hint = suggest(name, FILTERS);
      throw historyError('history.query.invalid', `There is no filter "${name}".`, { hint });
    }
    if (typeof text !== 'string') throw invalid(name, 'is given once');
    if (text.length > MAX_TEXT) throw invalid(name, `has ${MAX_TEXT} characters at most`);
    filters[name] = READERS[name as keyof HistoryQuery](name, text.trim(), nowMs);
  }
  return filters as Filters;
}

function readStatus(name: string, text: string): string {
  if (/^[1-5](?:\d\d|xx)$/i.test(text)) return text.toLowerCase();
  throw invalid(name, 'is a status or a class of them: 404, 5xx');
}

function readAmount(name: string, text: string): number {
  const amount = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isNaN(amount)) return amount;
  throw invalid(name, 'is a number, 0 or more');
}

/** `2h` ago, or a date. */
function readTime(name: string, text: string, nowMs: number): number {
  const agoMs = parseShortDuration(text);
  if (agoMs !== undefined) return nowMs - agoMs;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw invalid(name, 'is a time ago or a date: 2h, 2026-11-28T14:00Z');
}

function readSort(name: string, text: string): SortOrder {
  const order = SORT_ORDERS.find((known) => known === text);
  if (order !== undefined) return order;
  throw invalid(name, `is one of ${SORT_ORDERS.join(', ')}`);
}

function readLimit(name: string, text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalid(name, `is a number from 1 to ${MAX_LIMIT}`);
}

function invalid(name: string, rule: string) {
  return historyError('history.query.invalid', `The filter "${name}" ${rule}.`);
}

/** Place in an order: the value sorted by, and the row's number for those that are equal. */
export interface Cursor {
  readonly value: number;
  readonly row: number;
}

export function writeCursor({ value, row }: Cursor): string {
  return `${value}_${row}`;
}

/** @throws history.query.invalid */
export function readCursor(text: string): Cursor {
  const parts = /^(?<value>-?\d{1,16}(?:\.\d{1,20})?(?:e-?\d{1,3})?)_(?<row>\d{1,15})$/.exec(text);
  if (parts === null) throw invalid('cursor', 'is what the page before has named');
  return { value: Number(parts.groups!.value), row: Number(parts.groups!.row) };
}
