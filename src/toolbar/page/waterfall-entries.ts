import { counted, type LabelledSite, nested } from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** What a row of the waterfall stands for; also the name of its colour. */
export type EntryKind =
  | 'middleware'
  | 'view'
  | 'database'
  | 'rows'
  | 'render'
  | 'cache'
  | 'http'
  | 'relation'
  | 'signal'
  | 'custom';

/** How each kind is called. */
export const KIND_LABELS: Readonly<Record<EntryKind, string>> = {
  middleware: 'Middleware',
  view: 'View',
  database: 'Query',
  rows: 'Rows',
  render: 'Template',
  cache: 'Cache',
  http: 'Outgoing',
  relation: 'Relation',
  signal: 'Signal',
  custom: 'Measured',
};

/** One thing that a request did. */
export interface Entry {
  readonly kind: EntryKind;
  readonly label: string;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly site: LabelledSite | undefined;
  /** What else is to be said, by name. */
  readonly facts: Readonly<Record<string, string>>;
  readonly isProblem: boolean;
}

/** An entry and how many others it lies in. */
export interface NestedEntry extends Entry {
  readonly depth: number;
}

/** Everything the trace tells of, in the order it began, each inside what it lies in. */
export function waterfallEntries(trace: TraceDocument): NestedEntry[] {
  return nested([
    ...spanEntries(trace),
    ...queryEntries(trace),
    ...rowEntries(trace),
    ...templateEntries(trace),
    ...cacheEntries(trace),
    ...relationEntries(trace),
    ...signalEntries(trace),
  ]);
}

const SPAN_KINDS = {
  middleware: 'middleware',
  view: 'view',
  'http-client': 'http',
  custom: 'custom',
} as const;

function spanEntries({ spans }: TraceDocument): Entry[] {
  return spans.map(({ kind, name, offsetMs, durationMs, attributes, site, error }) => ({
    kind: SPAN_KINDS[kind],
    label: kind === 'middleware' ? `${name} · ${attributes.phase}` : name,
    offsetMs,
    durationMs,
    site: site ?? undefined,
    facts: {
      ...Object.fromEntries(
        Object.entries(attributes)
          .filter(([, value]) => value !== '')
          .map(([key, value]) => [key, String(value)]),
      ),
      ...(error === null ? {} : { error: error.message }),
    },
    isProblem: error !== null || Number(attributes.status ?? 0) >= 500,
  }));
}

/** Characters shown of a statement. */
const SQL_LENGTH = 300;

function queryEntries({ queries, findings }: TraceDocument): Entry[] {
  const problems = new Set(findings.flatMap((finding) => finding.queries));
  return queries.map((query, position) => ({
    kind: 'database',
    label: query.sql.slice(0, SQL_LENGTH).replace(/\s+/g, ' '),
    offsetMs: query.offsetMs,
    durationMs: query.waitMs + query.durationMs,
    site: query.frames[0],
    facts: {
      rows: String(query.rowCount),
      ...(query.waitMs >= 0.01 ? { waited: `${query.waitMs.toFixed(2)} ms` } : {}),
      ...(query.error === null ? {} : { error: query.error.message }),
    },
    isProblem: problems.has(position) || query.error !== null,
  }));
}

/** Making fewer rows than take this long is not worth a line of its own. */
const MIN_ROWS_MS = 0.1;

/** What a statement brought, made into rows of models. */
function rowEntries({ resultSets, queries }: TraceDocument): Entry[] {
  return resultSets
    .filter(({ durationMs }) => durationMs >= MIN_ROWS_MS)
    .map(({ rows: [own, ...joined], query, offsetMs, durationMs }) => ({
      kind: 'rows',
      label: own === undefined ? 'Rows' : counted(own.rowCount, `${own.model} row`),
      offsetMs,
      durationMs,
      site: query === null ? undefined : queries[query]?.frames[0],
      facts: joined.length === 0 ? {} : { with: joined.map(({ path }) => path).join(', ') },
      isProblem: false,
    }));
}

function templateEntries({ templates }: TraceDocument): Entry[] {
  return templates.map(({ template, offsetMs, durationMs, error }) => ({
    kind: 'render',
    label: template,
    offsetMs,
    durationMs,
    site: undefined,
    facts: error === null ? {} : { error: error.message },
    isProblem: error !== null,
  }));
}

function cacheEntries({ cacheCalls }: TraceDocument): Entry[] {
  return cacheCalls.map((call) => ({
    kind: 'cache',
    label: `${call.operation} ${call.keys[0] ?? ''}`.trim(),
    offsetMs: call.offsetMs,
    durationMs: call.durationMs,
    site: call.site ?? undefined,
    facts: { cache: call.cache, hits: String(call.hits), misses: String(call.misses) },
    isProblem: call.error !== null,
  }));
}

function relationEntries({ relationLoads }: TraceDocument): Entry[] {
  return relationLoads
    .filter(({ queried }) => queried)
    .map((load) => ({
      kind: 'relation',
      label: load.relation,
      offsetMs: load.offsetMs,
      durationMs: load.durationMs,
      site: load.access ?? undefined,
      facts: { 'loaded for': `${load.loadedFor} rows` },
      isProblem: false,
    }));
}

function signalEntries({ signals }: TraceDocument): Entry[] {
  return signals.map((call) => ({
    kind: 'signal',
    label: `${call.signal} of ${call.model} → ${call.receiver}`,
    offsetMs: call.offsetMs,
    durationMs: call.durationMs,
    site: undefined,
    facts: call.error === null ? {} : { error: call.error.message },
    isProblem: call.error !== null,
  }));
}
