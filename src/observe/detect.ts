import { readFileSync } from 'node:fs';
import type { Finding, Rule, RuleScope } from './finding.ts';
import { duplicateQuery } from './rules/duplicate-query.ts';
import { nPlusOne } from './rules/n-plus-one.ts';
import { queryLoop } from './rules/query-loop.ts';
import { slowQuery } from './rules/slow-query.ts';
import type { Trace } from './trace.ts';

/** The rules that are applied unless told otherwise, in the order they explain queries. */
export const defaultRules: readonly Rule[] = [nPlusOne, queryLoop, duplicateQuery, slowQuery];

export interface DetectOptions {
  /** Folder that files are named relative to. Default: the working directory. */
  readonly projectRoot?: string;
  /** Default `defaultRules`. */
  readonly rules?: readonly Rule[];
}

/**
 * What could be faster in a request, the largest saving first; an empty list when nothing was
 * found. Reads stacks and source files, so it runs when somebody looks, not in the request.
 */
export function detectFindings(trace: Trace, options: DetectOptions = {}): readonly Finding[] {
  const explained = new Set<number>();
  const scope: RuleScope = {
    projectRoot: options.projectRoot ?? process.cwd(),
    explained,
    readSource: sourceReader(),
  };
  const findings: Finding[] = [];
  for (const rule of options.rules ?? defaultRules) {
    for (const finding of rule.detect(trace, scope)) {
      findings.push(finding);
      for (const position of finding.queries) explained.add(position);
    }
  }
  return findings.sort((a, b) => b.savedMs - a.savedMs);
}

function sourceReader(): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, readText(path));
    return texts.get(path);
  };
}

/** Sources may be gone or bundled away; findings then come without them. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}
