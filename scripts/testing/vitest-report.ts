import type { StepResult } from './step.ts';

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Skipped tests named one by one in the summary; past that their number says enough. */
const MAX_NAMED = 20;

/**
 * Counts tests; a file that failed before its first test, or a run that failed although every
 * test passed (an unhandled rejection, say), is one failure more.
 */
export function countTests(report: VitestReport, code: number): StepResult {
  const skipped = report.testResults.flatMap(skippedTests);
  const brokenFiles = report.testResults.filter(isBroken).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: skipped.length,
    notes: noteSkipped(skipped),
  };
}

function isBroken({ status, assertionResults }: VitestReport['testResults'][number]): boolean {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
}

function skippedTests({
  assertionResults,
}: VitestReport['testResults'][number]): readonly string[] {
  return assertionResults
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
}

function noteSkipped(names: readonly string[]): readonly string[] {
  const named = names.slice(0, MAX_NAMED).map((name) => `skipped: ${name}`);
  const rest = names.length - named.length;
  return rest === 0 ? named : [...named, `skipped: ${rest} more`];
}
