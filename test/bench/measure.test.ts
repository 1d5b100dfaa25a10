import { hash } from 'node:crypto';
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
    const { rows, median } = await measureWorkload(workload, ROUNDS);
    expect(rows.map(({ subject, limit, workload }) => [workload, subject, limit])).toEqual([
      ['count', 'same', 'a loop'],
      ['count', 'more', 'a loop'],
    ]);
    expect(Object.keys(median)).toEqual(['a loop', 'same', 'more']);
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
    const films = (...titles: string[]) => titles.map((title) => ({ title }));
    const subjects = { right: () => films('Jaws', 'Alien'), wrong: () => films('Jaws', 'alien') };
    await expect(
      measureWorkload({ name: 'titles', limit: 'right', subjects }, ROUNDS),
    ).rejects.toThrow(
      'titles: "wrong" gives another result than "right": item 1, ' +
        '{"title":"alien"} instead of {"title":"Alien"}',
    );
  });

  test('says what was compared, unless it judges the results itself', async () => {
    const subjects = { loop: () => ['Jaws', 'Alien'], map: () => ['Jaws', 'Alien'] };
    const workload = { name: 'titles', limit: 'loop', subjects };
    const { checked } = await measureWorkload(workload, ROUNDS);
    expect(checked).toEqual({
      subjects: 2,
      items: 2,
      length: '["Jaws","Alien"]'.length,
      digest: hash('sha256', '["Jaws","Alien"]').slice(0, 12),
    });
    const judging = await measureWorkload({ ...workload, check() {} }, ROUNDS);
    expect(judging.checked).toBeUndefined();
  });

  test('compares results of different classes in the form that they share', async () => {
    const deferred = (work: () => unknown) => ({
      prepare: async () => ({ work, plain: (title: unknown) => String(title) }),
    });
    const subjects = {
      text: deferred(() => 'Jaws'),
      row: deferred(async () => ({ toString: () => 'Jaws' })),
    };
    const { checked } = await measureWorkload({ name: 'rows', limit: 'text', subjects }, ROUNDS);
    expect(checked).toMatchObject({ subjects: 2, length: '"Jaws"'.length });
  });

  test('does not time what comes before the work', async () => {
    const times = { before: 0, work: 0 };
    const late = {
      prepare: async () => ({
        async before() {
          times.before++;
          await setTimeout(30);
        },
        async work() {
          times.work++;
          await setTimeout(2);
          return 'Jaws';
        },
      }),
    };
    const prompt = async () => {
      await setTimeout(2);
      return 'Jaws';
    };
    const { median } = await measureWorkload(
      { name: 'insert', limit: 'prompt', subjects: { prompt, late } },
      ROUNDS,
    );
    expect(times.before).toBe(times.work);
    expect(median.late).toBeLessThan(20);
  });

  test('measures the memory that results keep', async () => {
    const titles = (count: number) => () =>
      Array.from({ length: count }, (_, index) => ({ title: `Film ${index}` }));
    const { median, rows } = await measureWorkload(
      {
        name: 'memory',
        limit: 'few',
        measure: 'memory',
        subjects: { few: titles(10_000), many: titles(40_000) },
        check() {},
      },
      ROUNDS,
    );
    expect(median.few).toBeGreaterThan(10_000 * 8);
    expect(rows[0]!.ratio).toBeGreaterThan(3);
    expect(rows[0]!.ratio).toBeLessThan(5);
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
