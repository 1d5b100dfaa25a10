import { expect, test } from 'vitest';
import { render } from './renderer.ts';

/** A value, the filters it goes through and what is printed. */
export type FilterCase = readonly [value: unknown, filters: string, output: string];

/** One test per case. Autoescape is off, so that the output reads as the filter made it. */
export function filterCases(cases: readonly FilterCase[]): void {
  test.each(cases)('%j|%s', (value, filters, output) => {
    expect(render(`{{ value|${filters} }}`, { value }, { autoescape: false })).toBe(output);
  });
}

/** As `filterCases`, with autoescape on. */
export function escapedFilterCases(cases: readonly FilterCase[]): void {
  test.each(cases)('%j|%s, escaped', (value, filters, output) => {
    expect(render(`{{ value|${filters} }}`, { value })).toBe(output);
  });
}
