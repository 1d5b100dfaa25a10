import type { Finding } from '../observe/index.ts';
import type { HistoryEntry } from './document.ts';
import type { HistoryQuery, SortOrder } from './search-query.ts';

/** A request in memory; what only some filters need is asked for when they do. */
export interface Findable {
  readonly entry: HistoryEntry;
  findings(): readonly Pick<Finding, 'code' | 'fingerprint'>[];
  /** Fingerprints of its statements. */
  statements(): readonly string[];
}

/** Whether a request in memory is one that a search of the file would find. */
export function matchesQuery(request: Findable, query: HistoryQuery): boolean {
  return matchesEntry(request.entry, query) && matchesContent(request, query);
}

function matchesEntry(entry: HistoryEntry, query: HistoryQuery): boolean {
  const { path, route, method, status, minMs, minQueries, since, until } = query;
  const startedAt = Date.parse(entry.startedAt);
  return (
    (path === undefined || contains(entry.url, path)) &&
    (route === undefined || entry.route === route) &&
    (method === undefined || entry.method === method) &&
    (status === undefined || matchesStatus(entry.status, status)) &&
    (minMs === undefined || (entry.totalMs ?? -1) >= minMs) &&
    (minQueries === undefined || entry.queryCount >= minQueries) &&
    (since === undefined || startedAt >= since) &&
    (until === undefined || startedAt <= until)
  );
}

function matchesContent(request: Findable, { finding, sql }: HistoryQuery): boolean {
  return (
    (finding === undefined || request.findings().some(isNamed(finding))) &&
    (sql === undefined || request.statements().some((statement) => contains(statement, sql)))
  );
}

function isNamed(name: string) {
  return ({ code, fingerprint }: Pick<Finding, 'code' | 'fingerprint'>) =>
    name === 'any' || code === name || fingerprint === name;
}

function matchesStatus(status: number | null, wanted: string): boolean {
  if (status === null) return false;
  return wanted.endsWith('xx') ? String(status)[0] === wanted[0] : status === Number(wanted);
}

/** As SQLite's LIKE: ASCII letters without regard to case. */
function contains(text: string, part: string): boolean {
  return foldAscii(text).includes(foldAscii(part));
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** What an order sorts by; those that still run have no time yet and come last. */
export function sortValue(entry: HistoryEntry, sort: SortOrder): number {
  if (sort === 'ms') return entry.totalMs ?? -1;
  return sort === 'queries' ? entry.queryCount : Date.parse(entry.startedAt);
}
