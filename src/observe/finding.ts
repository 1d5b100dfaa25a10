import type { Site } from './site.ts';
import type { Trace } from './trace.ts';

/** Something a request does that costs time it need not cost, and what to do about it. */
export interface Finding {
  /** Code of the rule, `n-plus-one`. */
  readonly code: string;
  /** The same for the same cause in every request and on every machine. */
  readonly fingerprint: string;
  /** `warning`: it costs this request time. `info`: worth knowing, and often right as it is. */
  readonly level: 'warning' | 'info';
  /** `N+1 on Movie.director`. */
  readonly title: string;
  /** What happened, in one or two sentences. */
  readonly summary: string;
  /** `Movie.director`, when the finding is about a relation. */
  readonly relation: string | undefined;
  /** The line that made the QuerySet, or that ran the query. */
  readonly querySet: FindingPlace | undefined;
  /** The line, or the template, that loaded rows one by one. */
  readonly access: FindingPlace | undefined;
  readonly queryCount: number;
  /** Milliseconds of the request during which these queries ran. */
  readonly costMs: number;
  /** Milliseconds the fix is expected to save; findings are ranked by it. */
  readonly savedMs: number;
  /** Whether `savedMs` is the most it can save rather than what to expect. */
  readonly isUpperBound: boolean;
  /** `savedMs` as a share of the request, 0 to 1; undefined while the request runs. */
  readonly share: number | undefined;
  /** Positions in the trace's list of queries. */
  readonly queries: readonly number[];
  /** The recommended remedy first. */
  readonly remedies: readonly Remedy[];
  /** Why a suppression that was meant for it does not hold: it has expired, or gives no reason. */
  readonly note?: string | undefined;
}

/** A place that a finding points at, with its line of source when that can be read. */
export interface FindingPlace {
  readonly site: Site;
  readonly source: string | undefined;
}

/** One way to fix a finding. */
export interface Remedy {
  readonly title: string;
  /** Why it helps and what it costs. */
  readonly explanation: string;
  /** What to write, or undefined when it can't be derived from the source. */
  readonly code: string | undefined;
  /** The part of `code` that is new, as offsets; undefined when something is only taken away. */
  readonly inserted: { readonly start: number; readonly end: number } | undefined;
  /**
   * How the line that accessed the relation reads afterwards; undefined where it stays as it is
   * or can't be derived from the source.
   */
  readonly accessCode?: string;
}

/**
 * A detection rule. Rules run in the order of their list; queries that an earlier rule has
 * explained are not reported again by a later one.
 */
export interface Rule {
  /** Stable; stands in docs/reference/findings.md. */
  readonly code: string;
  readonly title: string;
  /** Whether it judges times, which a busy machine stretches. Default false. */
  readonly isTimed?: boolean;
  detect(trace: Trace, scope: RuleScope): readonly Finding[];
}

/** What a rule may use beside the trace. */
export interface RuleScope {
  readonly projectRoot: string;
  /** The requests that were recorded lately, this one included, in any order. */
  readonly recent: readonly Trace[];
  /** Positions of the queries that earlier rules have explained. */
  readonly explained: ReadonlySet<number>;
  /** Text of a source file, or undefined when it can't be read. */
  readSource(path: string): string | undefined;
}

/** `savedMs` as a share of the request. */
export function shareOf(savedMs: number, trace: Trace): number | undefined {
  if (trace.totalMs === undefined || trace.totalMs <= 0) return undefined;
  return Math.min(1, savedMs / trace.totalMs);
}

/** A stable name for the cause: `n-plus-one:Movie.director:src/views.ts:12`. */
export function findingFingerprint(
  code: string,
  subject: string | undefined,
  place: FindingPlace | undefined,
): string {
  return [code, subject, placeName(place)].filter((part) => part !== undefined).join(':');
}

/** `src/views.ts:12`, or the template's name. */
export function placeName(place: FindingPlace | undefined): string | undefined {
  if (place === undefined) return undefined;
  const { site } = place;
  return site.kind === 'template' ? site.template : `${site.file}:${site.line}`;
}
