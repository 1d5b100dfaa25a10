import type { HistoryDocument, HistoryEntry } from './document.ts';
import { entryOf } from './document.ts';

/** Two requests side by side. */
export interface Comparison {
  readonly a: ComparedRequest;
  readonly b: ComparedRequest;
  /** Parts of the time account, in milliseconds. */
  readonly account: readonly Figure[];
  /** Queries, templates, calls of caches, … */
  readonly counts: readonly Figure[];
  /** Statements by fingerprint; what has changed most comes first. */
  readonly statements: readonly ComparedStatement[];
  readonly findings: {
    /** In the first only: fixed, if the second is the newer one. */
    readonly gone: readonly ComparedFinding[];
    /** In the second only. */
    readonly added: readonly ComparedFinding[];
    readonly kept: readonly ComparedFinding[];
  };
}

export type ComparedRequest = HistoryEntry;

export interface Figure {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

export interface ComparedStatement {
  readonly sql: string;
  /** Null where the request does not have it. */
  readonly a: StatementRuns | null;
  readonly b: StatementRuns | null;
}

export interface StatementRuns {
  readonly runs: number;
  readonly ms: number;
  readonly rows: number;
}

export interface ComparedFinding {
  readonly code: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly savedMs: number;
}

/** What two requests have in common and where they differ. */
export function compareRequests(a: HistoryDocument, b: HistoryDocument): Comparison {
  return {
    a: entryOf(a),
    b: entryOf(b),
    account: figures(a.account, b.account),
    counts: figures(a.totals, b.totals),
    statements: compareStatements(a, b),
    findings: compareFindings(a, b),
  };
}

function figures(a: object, b: object): readonly Figure[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].map((name) => ({ name, a: numberOf(a, name), b: numberOf(b, name) }));
}

/** A document of an older version may lack a part. */
function numberOf(of: object, name: string): number {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'number' ? value : 0;
}

function compareStatements(a: HistoryDocument, b: HistoryDocument): readonly ComparedStatement[] {
  const inA = statementsOf(a);
  const inB = statementsOf(b);
  const all = new Set([...inA.keys(), ...inB.keys()]);
  return [...all]
    .map((sql) => ({ sql, a: inA.get(sql) ?? null, b: inB.get(sql) ?? null }))
    .sort((one, other) => changeOf(other) - changeOf(one));
}

function statementsOf({ queries }: HistoryDocument): ReadonlyMap<string, StatementRuns> {
  const statements = new Map<string, StatementRuns>();
  for (const { fingerprint, waitMs, durationMs, rowCount } of queries) {
    const before = statements.get(fingerprint) ?? { runs: 0, ms: 0, rows: 0 };
    statements.set(fingerprint, {
      runs: before.runs + 1,
      ms: before.ms + waitMs + durationMs,
      rows: before.rows + rowCount,
    });
  }
  return statements;
}

function changeOf({ a, b }: ComparedStatement): number {
  return Math.abs((a?.ms ?? 0) - (b?.ms ?? 0));
}

function compareFindings(a: HistoryDocument, b: HistoryDocument): Comparison['findings'] {
  const inA = new Set(a.findings.map(({ fingerprint }) => fingerprint));
  const inB = new Set(b.findings.map(({ fingerprint }) => fingerprint));
  return {
    gone: a.findings.filter(({ fingerprint }) => !inB.has(fingerprint)).map(toCompared),
    added: b.findings.filter(({ fingerprint }) => !inA.has(fingerprint)).map(toCompared),
    kept: b.findings.filter(({ fingerprint }) => inA.has(fingerprint)).map(toCompared),
  };
}

function toCompared(finding: HistoryDocument['findings'][number]): ComparedFinding {
  const { code, fingerprint, title, savedMs } = finding;
  return { code, fingerprint, title, savedMs };
}
