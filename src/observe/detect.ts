import type { Finding, Rule, RuleScope } from './finding.ts';
import { defaultRules } from './rules/index.ts';
import { sourceReader } from './source/source-reader.ts';
import { applySuppressions, type SortedFindings } from './suppression/apply.ts';
import type { Suppression } from './suppression/suppression.ts';
import type { Trace } from './trace.ts';

export interface DetectOptions {
  /** Folder that files are named relative to. Default: the working directory. */
  readonly projectRoot?: string;
  /** Default `defaultRules`. */
  readonly rules?: readonly Rule[];
  /** The requests that were recorded lately, for rules that compare. Default this one alone. */
  readonly recent?: readonly Trace[];
  /** Findings of what a trace alone does not tell, to be sorted in; as `adviseIndexes()` gives them. */
  readonly advice?: readonly Finding[];
  /** Findings that are left as they are, beside those that comments in the source name. */
  readonly suppressions?: readonly Suppression[];
}

/**
 * What could be faster in a request, the largest saving first; an empty list when nothing was
 * found. Reads stacks and source files, so it runs when somebody looks, not in the request.
 */
export function detectFindings(trace: Trace, options: DetectOptions = {}): readonly Finding[] {
  return sortedFindings(trace, options).findings;
}

/** As `detectFindings`, with those that are suppressed beside them. */
export function sortedFindings(trace: Trace, options: DetectOptions = {}): SortedFindings {
  const explained = new Set<number>();
  const scope: RuleScope = {
    projectRoot: options.projectRoot ?? process.cwd(),
    recent: options.recent ?? [trace],
    explained,
    readSource: sourceReader(),
  };
  const findings: Finding[] = [...(options.advice ?? [])];
  for (const rule of options.rules ?? defaultRules) {
    for (const finding of rule.detect(trace, scope)) {
      findings.push(finding);
      for (const position of finding.queries) explained.add(position);
    }
  }
  findings.sort((a, b) => b.savedMs - a.savedMs);
  const today = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
  return applySuppressions(findings, options.suppressions ?? [], scope, today);
}
