import { expect, test } from 'vitest';
import type { TimeAccount } from '../../src/events/index.ts';
import { type LoopFigures, NO_TIMES, verdictOf } from '../../src/metrics/index.ts';

/** Of 1,000 ms in all; what is not named is other I/O. */
function times(parts: Partial<TimeAccount>): TimeAccount {
  const named = Object.values(parts).reduce((sum, ms) => sum + ms, 0);
  return { ...NO_TIMES, wallMs: 1_000, otherIoMs: 1_000 - named, ...parts };
}

const CALM: LoopFigures = { utilization: 0.4, delayMedianMs: 0.3, delayMaxMs: 8, gcShare: 0.01 };
const SATURATED: LoopFigures = { ...CALM, utilization: 0.97, delayMaxMs: 250 };

test.each<[string, Partial<TimeAccount>, LoopFigures | undefined, string]>([
  ['mostly JavaScript', { cpuMs: 700, databaseMs: 200 }, undefined, 'cpu-bound'],
  ['waiting for others’ JavaScript', { cpuMs: 100, loopWaitMs: 500 }, undefined, 'cpu-bound'],
  ['templates count as JavaScript', { templateMs: 550 }, undefined, 'cpu-bound'],
  [
    'waiting for a cache and another server',
    { cacheMs: 300, httpMs: 300, cpuMs: 400 },
    undefined,
    'io-bound',
  ],
  ['garbage collection counts as JavaScript', { cpuMs: 300, gcMs: 250 }, undefined, 'cpu-bound'],
  ['mostly statements', { databaseMs: 600, cpuMs: 300 }, undefined, 'database-bound'],
  [
    'two fifths, far ahead of the next',
    { databaseMs: 450, cpuMs: 290 },
    undefined,
    'database-bound',
  ],
  ['two fifths, the next close behind', { databaseMs: 420, cpuMs: 380 }, undefined, 'mixed'],
  ['a third each', { databaseMs: 330, cpuMs: 330 }, undefined, 'mixed'],
  ['waiting for other servers', { cpuMs: 100, databaseMs: 100 }, undefined, 'io-bound'],
  [
    'a quarter waits for a connection',
    { poolWaitMs: 250, databaseMs: 650 },
    undefined,
    'pool-starved',
  ],
  ['waits more than it runs', { poolWaitMs: 120, databaseMs: 100 }, undefined, 'pool-starved'],
  ['waits a little', { poolWaitMs: 90, databaseMs: 80, cpuMs: 700 }, undefined, 'cpu-bound'],
  ['waits less than it runs', { poolWaitMs: 200, databaseMs: 600 }, undefined, 'database-bound'],
  ['half of it unaccounted for', { unaccountedMs: 500 }, undefined, 'unknown'],
  ['I/O in a loop that is always busy', { cpuMs: 200 }, SATURATED, 'cpu-bound'],
  [
    'a database in the process keeps the loop busy',
    { databaseMs: 700 },
    SATURATED,
    'database-bound',
  ],
  ['I/O in a calm loop', { cpuMs: 200 }, CALM, 'io-bound'],
])('%s', (_what, parts, loop, expected) => {
  expect(verdictOf(times(parts), 100, loop).kind).toBe(expected);
});

test('the figures it rests on are given, the largest first', () => {
  const verdict = verdictOf(times({ databaseMs: 620, cpuMs: 300 }), 100);
  expect(verdict.reason).toBe('62 % of the time goes to statements in the database.');
  expect(verdict.figures.slice(0, 3)).toEqual([
    { part: 'databaseMs', ms: 620, share: 0.62 },
    { part: 'cpuMs', ms: 300, share: 0.3 },
    { part: 'otherIoMs', ms: 80, share: 0.08 },
  ]);
  expect(verdict.figures.reduce((sum, { ms }) => sum + ms, 0)).toBe(1_000);
});

test('what the event loop tells is part of the reason', () => {
  const verdict = verdictOf(times({ cpuMs: 600 }), 100, {
    utilization: 0.8,
    delayMedianMs: 12,
    delayMaxMs: 140,
    gcShare: 0.2,
  });
  expect(verdict.reason).toContain('up to 140 ms late');
  expect(verdict.reason).toContain('garbage collection takes 20 %');
});

test('a few requests make a thin verdict, none an unknown one', () => {
  expect(verdictOf(times({ cpuMs: 900 }), 19).isThin).toBe(true);
  expect(verdictOf(times({ cpuMs: 900 }), 20).isThin).toBe(false);
  expect(verdictOf(NO_TIMES, 0).kind).toBe('unknown');
});
