import { expect, test } from 'vitest';
import { recurringFindings, type Trace } from '../../src/observe/index.ts';
import { publishQuery } from './cinema-events.ts';
import { traceWith } from './rule-traces.ts';

/** Requests of which some ran a query twice, and which took the thread for so long. */
function requests(
  facts: readonly { readonly twice?: boolean; readonly cpuMs?: number }[],
): Trace[] {
  return facts.map(({ twice = false, cpuMs = 0 }) =>
    traceWith({ cpuMs }, {}, (context) => {
      for (let count = 0; count < (twice ? 2 : 1); count++)
        publishQuery(context, { durationMs: 3 });
    }),
  );
}

const codesOf = (traces: readonly Trace[]) =>
  recurringFindings(traces).findings.map(({ code }) => code);

const [plain, twice] = [{}, { twice: true }];

test('what more than half of the requests have recurs', () => {
  expect(codesOf(requests([twice, twice, twice, plain, plain]))).toEqual(['duplicate-query']);
  expect(codesOf(requests([twice, twice, plain, plain]))).toEqual([]);
  expect(codesOf([])).toEqual([]);
});

test('what is about time recurs when three quarters have it', () => {
  const busy = { cpuMs: 150 };
  expect(codesOf(requests([busy, busy, busy, plain]))).toEqual(['blocking-cpu']);
  expect(codesOf(requests([busy, busy, busy, plain, plain]))).toEqual([]);
});

test('the figures are the median’s', () => {
  const [finding] = recurringFindings(
    requests([{ cpuMs: 100 }, { cpuMs: 180 }, { cpuMs: 120 }]),
  ).findings;
  expect(finding?.savedMs).toBe(120);
});

test('what is suppressed recurs as that', () => {
  const suppressions = [{ rule: 'duplicate-query', reason: 'Known' }];
  const { findings, suppressed } = recurringFindings(requests([twice, twice, twice]), {
    suppressions,
  });
  expect(findings).toEqual([]);
  expect(suppressed).toMatchObject([{ code: 'duplicate-query', reason: 'Known' }]);
});
