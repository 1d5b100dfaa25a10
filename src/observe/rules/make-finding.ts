import {
  type Finding,
  type FindingPlace,
  findingFingerprint,
  type Remedy,
  type Rule,
  shareOf,
} from '../finding.ts';
import type { Trace } from '../trace.ts';

/** What a rule says; the rest of a finding follows from it. */
export interface FindingFacts {
  readonly title: string;
  readonly summary: string;
  /** `Movie`, `movies/list.html`: part of the fingerprint. */
  readonly subject?: string | undefined;
  readonly place: FindingPlace | undefined;
  readonly access?: FindingPlace | undefined;
  /** Positions in the trace's list of queries. Default none. */
  readonly queries?: readonly number[];
  readonly costMs: number;
  readonly savedMs: number;
  /** Default false. */
  readonly isUpperBound?: boolean;
  /** Default `warning`. */
  readonly level?: Finding['level'];
  readonly remedies: readonly Remedy[];
}

export function makeFinding(rule: Pick<Rule, 'code'>, facts: FindingFacts, trace: Trace): Finding {
  const { title, summary, subject, place, access, queries = [], costMs, remedies } = facts;
  const savedMs = Math.max(0, facts.savedMs);
  return {
    code: rule.code,
    fingerprint: findingFingerprint(rule.code, subject, place ?? access),
    level: facts.level ?? 'warning',
    title,
    summary,
    relation: undefined,
    querySet: place,
    access,
    queryCount: queries.length,
    costMs,
    savedMs,
    isUpperBound: facts.isUpperBound ?? false,
    share: shareOf(savedMs, trace),
    queries,
    remedies,
  };
}

/** A remedy in words, where no source can be written. */
export function advice(title: string, explanation: string): Remedy {
  return { title, explanation, code: undefined, inserted: undefined };
}

/** A remedy that shows what to write. */
export function rewrite(title: string, explanation: string, code: string | undefined): Remedy {
  return { title, explanation, code, inserted: undefined };
}

/** `12 ms`, `0.8 ms`: as precise as a summary needs it. */
export function milliseconds(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
}

/** `23 %` of the request; undefined while it runs. */
export function percentOf(ms: number, trace: Trace): string | undefined {
  const share = shareOf(ms, trace);
  return share === undefined ? undefined : `${Math.round(share * 100)} %`;
}
