import { type DetectOptions, sortedFindings } from './detect.ts';
import type { Finding } from './finding.ts';
import type { SortedFindings, SuppressedFinding } from './suppression/apply.ts';
import type { Trace } from './trace.ts';

/**
 * The findings that more than half of some requests for the same thing have, each with the median of its
 * figures. A busy machine, or a cache that is empty at first, is so told from what the code does.
 */
export function recurringFindings(
  traces: readonly Trace[],
  options: Omit<DetectOptions, 'recent'> = {},
): SortedFindings {
  const sorted = traces.map((trace) => sortedFindings(trace, { ...options, recent: traces }));
  return {
    findings: recurring(sorted.map(({ findings }) => findings)),
    suppressed: recurring<SuppressedFinding>(sorted.map(({ suppressed }) => suppressed)),
  };
}

function recurring<Found extends Finding>(lists: readonly (readonly Found[])[]): readonly Found[] {
  const groups = Map.groupBy(lists.flatMap(firstOfEach), ({ fingerprint }) => fingerprint);
  return [...groups.values()]
    .filter((group) => group.length * 2 > lists.length)
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
