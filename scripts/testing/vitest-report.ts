import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './root.ts';
import type { StepResult } from './step.ts';

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why a file failed before its first test; empty otherwise. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

type TestFile = VitestReport['testResults'][number];
type TestResult = TestFile['assertionResults'][number];

/** Tests named one by one in the summary; past that their number says enough. */
const MAX_NAMED = 20;

/**
 * Counts tests; a file that failed before its first test, or a run that failed although every
 * test passed (an unhandled rejection, say), is one failure more. What failed is named with the
 * first line of its reason, so that the end of a long output tells where to look.
 */
export function countTests(report: VitestReport, code: number): StepResult {
  const failures = report.testResults.flatMap(failuresOf);
  if (failures.length === 0 && code !== 0)
    failures.push(`no test, yet Vitest ended with code ${code}`);
  const retried = report.testResults.flatMap(retriedTests);
  const skipped = report.testResults.flatMap(skippedTests);
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: skipped.length,
    notes: [
      ...note('failed', failures),
      ...note('passed on a retry', retried),
      ...note('skipped', skipped),
    ],
  };
}

function failuresOf(file: TestFile): readonly string[] {
  const path = relative(root, file.name);
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) {
    return file.status === 'failed' ? [`${path}: ${firstLine(file.message)}`] : [];
  }
  return failed.map((result) => reasonOf(path, result));
}

/** Passed, although a try before failed: only tests that measure time are tried again. */
function retriedTests({ name, assertionResults }: TestFile): readonly string[] {
  return assertionResults
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages?.length)
    .map((result) => reasonOf(relative(root, name), result));
}

function reasonOf(path: string, { fullName, failureMessages }: TestResult): string {
  return `${path} > ${fullName}: ${firstLine(failureMessages?.[0] ?? 'no reason given')}`;
}

function firstLine(message: string): string {
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? '';
}

function skippedTests({ assertionResults }: TestFile): readonly string[] {
  return assertionResults
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
}

function note(label: string, names: readonly string[]): readonly string[] {
  const named = names.slice(0, MAX_NAMED).map((name) => `${label}: ${name}`);
  const rest = names.length - named.length;
  return rest === 0 ? named : [...named, `${label}: ${rest} more`];
}
