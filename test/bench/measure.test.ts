import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Workload } from '../../bench/harness/index.ts';
import { measureWorkload } from '../../bench/harness/measure.ts';

/** Counts the films of so many years, one by one. */
function count(years: number): number {
  let films = 0;
  for (let year = 0; year < years; year++) films += (year * 7919) % 13;
  return films;
}

const ROUNDS = { rounds: 5 };

describe('a workload', () => {
  test('has a row for each subject but the limit', async () => {
    const workload: Workload = {
      name: 'count',
      limit: 'a loop',
      subjects: { 'a loop': () => count(2000), same: () => count(2000), more: () => count(2000) },
    };
    const { rows, medianMs } = await measureWorkload(workload, ROUNDS);
    expect(rows.map(({ subject, limit, workload }) => [workload, subject, limit])).toEqual([
      ['count', 'same', 'a loop'],
      ['count', 'more', 'a loop'],
    ]);
    expect(Object.keys(medianMs)).toEqual(['a loop', 'same', 'more']);
  });

  test('sees which subject takes longer, and by about how much', async () => {
    const workload: Workload = {
      name: 'count',
      limit: 'short',
      subjects: { short: () => count(1000), long: () => count(20_000) },
      check() {},
    };
    const [row] = (await measureWorkload(workload, ROUNDS)).rows;
    expect(row!.ratio).toBeGreaterThan(5);
    expect(row!.spread[0]).toBeLessThanOrEqual(row!.ratio);
    expect(row!.spread[1]).toBeGreaterThanOrEqual(row!.ratio);
  });

  test('waits for subjects that answer later, promises or other thenables', async () => {
    let running = 0;
    let most = 0;
    const answer = async () => {
      most = Math.max(most, ++running);
      await setTimeout(2);
      running--;
      return 'Jaws';
    };
    const lazy = () => ({ then: (done: (title: string) => void) => answer().then(done) });
    await measureWorkload(
      { name: 'later', limit: 'promise', subjects: { promise: answer, thenable: lazy } },
      ROUNDS,
    );
    expect(most).toBe(1);
  });

  test('makes what is deferred only when it is opened', async () => {
    const made: string[] = [];
    const deferred = (name: string) => ({
      prepare: async () => {
        made.push(name);
        return () => 'Jaws';
      },
    });
    const subjects = { eager: () => 'Jaws', late: deferred('late') };
    expect(made).toEqual([]);
    await measureWorkload({ name: 'titles', limit: 'eager', subjects }, ROUNDS);
    expect(made).toEqual(['late']);
  });

  test('times nothing when a subject gives another result', async () => {
    const subjects = { right: () => [{ title: 'Jaws' }], wrong: () => [{ title: 'jaws' }] };
    await expect(
      measureWorkload({ name: 'titles', limit: 'right', subjects }, ROUNDS),
    ).rejects.toThrow('titles: "wrong" gives another result than "right".');
  });

  test('may judge the results itself', async () => {
    const judged: unknown[] = [];
    const subjects = { upper: () => 'JAWS', lower: () => 'jaws' };
    await measureWorkload(
      {
        name: 'titles',
        limit: 'upper',
        subjects,
        check: (result, expected, subject) => judged.push([subject, result, expected]),
      },
      ROUNDS,
    );
    expect(judged).toEqual([
      ['upper', 'JAWS', 'JAWS'],
      ['lower', 'jaws', 'JAWS'],
    ]);
  });

  test('names a limit that it has', async () => {
    await expect(
      measureWorkload({ name: 'titles', limit: 'raw', subjects: { uptempo: () => 1 } }, ROUNDS),
    ).rejects.toThrow('titles: the limit "raw" is none of its subjects.');
  });
});

test('what is opened for a workload is closed, after a failure too', async () => {
  const calls: string[] = [];
  const server = (name: string, body: string) => ({
    minSampleMs: 1,
    open: async () => void calls.push(`open ${name}`),
    once: async () => body,
    run: async () => 2,
    close: async () => void calls.push(`close ${name}`),
  });
  const subjects = { on: server('on', 'Jaws'), off: server('off', 'Alien') };
  await expect(measureWorkload({ name: 'page', limit: 'off', subjects }, ROUNDS)).rejects.toThrow(
    /another result/,
  );
  expect(calls).toEqual(['open on', 'open off', 'close on', 'close off']);
});
