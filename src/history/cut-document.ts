import type { HistoryDocument } from './document.ts';

/** Characters of JSON that a request may take; what a hundred ordinary ones do. */
const MAX_LENGTH = 2_000_000;

/** Entries of each list left in one that takes more, tried in this order. */
const CUTS = [500, 100, 20, 0] as const;

const LISTS = [
  'queries',
  'relationLoads',
  'resultSets',
  'templates',
  'cacheCalls',
  'spans',
  'logs',
  'signals',
] as const;

/**
 * The document as JSON, its lists cut where it would be too large: what is left out is counted
 * under `dropped`, as what the recorder leaves out is.
 */
export function cutDocument(document: HistoryDocument): {
  readonly body: string;
  readonly kept: HistoryDocument;
} {
  let kept = document;
  let body = JSON.stringify(kept);
  for (const size of CUTS) {
    if (body.length <= MAX_LENGTH) break;
    kept = withShortLists(document, size);
    body = JSON.stringify(kept);
  }
  if (body.length > MAX_LENGTH) {
    kept = withoutExtras(kept);
    body = JSON.stringify(kept);
  }
  return { body, kept };
}

function withShortLists(document: HistoryDocument, size: number): HistoryDocument {
  const cut: Record<string, unknown> = {};
  const dropped: Record<string, number> = { ...document.dropped };
  for (const list of LISTS) {
    const excess = document[list].length - size;
    if (excess <= 0) continue;
    cut[list] = document[list].slice(0, size);
    dropped[list] = (dropped[list] ?? 0) + excess;
  }
  const findings = document.findings.map((finding) => ({
    ...finding,
    queries: finding.queries.filter((position) => position < size),
  }));
  return { ...document, ...cut, findings, dropped } as unknown as HistoryDocument;
}

/** Only what a list shows: whatever else makes it so large is not worth its place. */
function withoutExtras(document: HistoryDocument): HistoryDocument {
  const { id, method, route, routeName, startedAt, totalMs, status, contentType } = document;
  const { contentLength, totals, dropped, plans, account } = document;
  return {
    id,
    method,
    url: document.url.slice(0, 20_000),
    route,
    routeName,
    startedAt,
    totalMs,
    status,
    contentType,
    contentLength,
    error: null,
    totals,
    dropped,
    plans,
    queries: [],
    relationLoads: [],
    resultSets: [],
    templates: [],
    cacheCalls: [],
    spans: [],
    logs: [],
    signals: [],
    account,
    findings: [],
  };
}
