import { type DetectOptions, sortedFindings } from './detect.ts';
import type { Finding } from './finding.ts';
import { defaultRules } from './rules/index.ts';
import type { SortedFindings, SuppressedFinding } from './suppression/apply.ts';
import type { Trace } from './trace.ts';

/**
 * Of the requests, so many have a finding about time that comes from the code: a busy machine stretches
 * one or two of five. Where requests run at a time, the first of them waits for nobody.
 */
const TIMED_SHARE = 0.75;

/**
 * The findings that more than half of some requests for the same thing have (three quarters, where times
 * are judged), each with the median of its figures. A busy machine, or a cache that is empty at
 * first, is so told from what the code does.
 */
export function recurringFindings(
  traces: readonly Trace[],
  options: Omit<DetectOptions, 'recent'> = {},
): SortedFindings {
  const sorted = traces.map((trace) => sortedFindings(trace, { ...options, recent: traces }));
  const rules = options.rules ?? defaultRules;
  const timed = new Set(rules.filter(({ isTimed }) => isTimed).map(({ code }) => code));
  return {
    findings: recurring(
      sorted.map(({ findings }) => findings),
      timed,
    ),
    suppressed: recurring<SuppressedFinding>(
      sorted.map(({ suppressed }) => suppressed),
      timed,
    ),
  };
}

function recurring<Found extends Finding>(
  lists: readonly (readonly Found[])[],
  timed: ReadonlySet<string>,
): readonly Found[] {
  const groups = Map.groupBy(lists.flatMap(firstOfEach), ({ fingerprint }) => fingerprint);
  return [...groups.values()]
    .filter(({ length, 0: first }) =>
      timed.has(first!.code) ? length >= lists.length * TIMED_SHARE : length * 2 > lists.length,
    )
    .map(medianOf)
    .sort((a, b) => b.savedMs - a.savedMs);
}

/** One request may have the same finding twice, for two rows of one line. */
function firstOfEach<Found extends Finding>(findings: readonly Found[]): readonly Found[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

function medianOf<Found extends Finding>(group: readonly Found[]): Found {
  const bySaving = group.toSorted((a, b) => a.savedMs - b.savedMs);
  return bySaving[Math.floor(bySaving.length / 2)]!;
}
