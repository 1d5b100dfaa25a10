import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Workload } from './bench.ts';
import type { Subject } from './subject.ts';

/** What was found equal before anything was measured. */
export interface Checked {
  /** How many subjects gave the result, the limit included. */
  readonly subjects: number;
  /** Items of the result when it is a list. */
  readonly items: number | undefined;
  /** Characters of the result as JSON. */
  readonly length: number;
  /** The first digits of its SHA-256, so that two runs can be compared. */
  readonly digest: string;
}

export interface Named {
  readonly name: string;
  readonly subject: Subject;
}

/**
 * Runs each subject once and compares its result with the limit's.
 *
 * @throws Error when they differ.
 */
export async function checkResults(
  workload: Workload,
  subjects: readonly Named[],
  limit: Named,
): Promise<Checked | undefined> {
  const expected = await limit.subject.once();
  for (const { name, subject } of subjects) {
    const result = subject === limit.subject ? expected : await subject.once();
    if (workload.check !== undefined) workload.check(result, expected, name);
    else if (!isDeepStrictEqual(result, expected)) {
      throw new Error(
        `${workload.name}: "${name}" gives another result than "${limit.name}": ` +
          difference(result, expected),
      );
    }
  }
  return workload.check === undefined ? describe(expected, subjects.length) : undefined;
}

function describe(result: unknown, subjects: number): Checked {
  const json = JSON.stringify(result) ?? '';
  return {
    subjects,
    items: Array.isArray(result) ? result.length : undefined,
    length: json.length,
    digest: hash('sha256', json).slice(0, 12),
  };
}

/** The first item that differs, as far as a line goes. */
function difference(result: unknown, expected: unknown): string {
  if (!Array.isArray(result) || !Array.isArray(expected)) return comparison(result, expected);
  if (result.length !== expected.length) {
    return `${result.length} items instead of ${expected.length}.`;
  }
  const index = result.findIndex((item, at) => !isDeepStrictEqual(item, expected[at]));
  return `item ${index}, ${comparison(result[index], expected[index])}`;
}

function comparison(result: unknown, expected: unknown): string {
  const shorten = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, 300);
  return `${shorten(result)} instead of ${shorten(expected)}`;
}
