import { plainJson } from '../core/index.ts';
import type { HistoryDocument } from './document.ts';
import { completeDocument } from './document.ts';
import { historyError } from './errors.ts';
import { type HistoryQuery, MAX_LIMIT } from './search-query.ts';
import { storedRequest } from './store/batch.ts';
import type { HistoryFile } from './store/history-file.ts';

/** What an export reads from: a file, or the history of a running process. */
export interface HistorySource {
  search(query: HistoryQuery): ExportedPage | Promise<ExportedPage>;
  document(id: string): HistoryDocument | undefined | Promise<HistoryDocument | undefined>;
}

export interface ExportedPage {
  readonly entries: readonly { readonly id: string }[];
  readonly nextCursor: string | undefined;
}

/** The requests that a search finds as lines of JSON, a document each. */
export async function* exportLines(
  source: HistorySource,
  query: HistoryQuery,
): AsyncGenerator<string, void, undefined> {
  for await (const document of documentsOf(source, query)) yield `${plainJson(document)}\n`;
}

/**
 * The requests that a search finds, read page by page, so that neither the memory nor the file's log
 * grows with their number.
 */
export async function* documentsOf(
  source: HistorySource,
  query: HistoryQuery,
): AsyncGenerator<HistoryDocument, void, undefined> {
  let cursor = query.cursor;
  do {
    const page = await source.search({ ...query, limit: MAX_LIMIT, ...(cursor && { cursor }) });
    for (const { id } of page.entries) {
      const document = await source.document(id);
      // It may have made room for another one meanwhile.
      if (document !== undefined) yield document;
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** Requests written in one transaction. */
const IMPORTED_AT_ONCE = 100;

/** Characters of a line. */
const MAX_LINE = 64_000_000;

/**
 * Reads what `exportLines` has written into a file. Requests that it has already are left alone.
 *
 * @returns how many were new.
 * @throws history.import.invalid for the first line that is no request; those before it are kept
 */
export async function importLines(
  file: HistoryFile,
  lines: AsyncIterable<string>,
): Promise<number> {
  let added = 0;
  let number = 0;
  let documents: HistoryDocument[] = [];
  const write = () => {
    const requests = documents.map((document) =>
      storedRequest(document, { reasons: [], stratum: null }),
    );
    documents = [];
    if (requests.length > 0) added += file.write({ requests, losses: [], strata: [] }).added;
  };
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      documents.push(parseLine(line, number));
      if (documents.length === IMPORTED_AT_ONCE) write();
    }
  } finally {
    write();
  }
  return added;
}

function parseLine(line: string, number: number): HistoryDocument {
  const value = line.length > MAX_LINE ? undefined : parseJson(line);
  const problem = problemOf(value);
  if (problem === undefined) return completeDocument(value as object);
  throw historyError('history.import.invalid', `Line ${number} is no request: ${problem}.`, {
    hint: 'Import what uptempo history export or the page has written.',
    details: { line: number },
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whether everything is there that is searched, compared or listed. */
function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no JSON object';
  for (const name of ['id', 'method', 'url', 'startedAt']) {
    if (typeof value[name] !== 'string') return `its "${name}" is no text`;
  }
  if (!/^[\w-]{1,64}$/.test(value.id as string)) return 'its "id" is none';
  if (Number.isNaN(Date.parse(value.startedAt as string))) return 'its "startedAt" is no date';
  for (const name of ['route', 'contentType']) {
    if (typeof (value[name] ?? '') !== 'string') return `its "${name}" is no text`;
  }
  if (typeof (value.status ?? 0) !== 'number') return 'its "status" is no number';
  if (typeof value.totalMs !== 'number') return 'its "totalMs" is no number';
  for (const name of ['totals', 'account', 'dropped', 'plans']) {
    if (!isObject(value[name])) return `its "${name}" is no object`;
  }
  const { queryCount, queryMs } = value.totals as Record<string, unknown>;
  if (typeof queryCount !== 'number' || typeof queryMs !== 'number') return 'it counts no queries';
  return listProblem(value);
}

function listProblem(value: Record<string, unknown>): string | undefined {
  const texts = [
    ['queries', ['sql', 'fingerprint']],
    ['findings', ['code', 'fingerprint', 'title']],
  ] as const;
  for (const [list, names] of texts) {
    const items = value[list];
    if (!Array.isArray(items)) return `its "${list}" is no list`;
    const isWhole = (item: unknown) =>
      isObject(item) && names.every((name) => typeof item[name] === 'string');
    if (!items.every(isWhole)) return `an item of its "${list}" is incomplete`;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
