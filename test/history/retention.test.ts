import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, Retention, type RetentionLimits } from '../../src/history/index.ts';
import { randomNumbers } from '../support/seed.ts';

const NOON = Date.UTC(2026, 10, 28, 12);

/** What is kept when all is done: reasons by id. */
class Ledger {
  readonly kept = new Map<string, Set<string>>();
  readonly retention: Retention;

  constructor(limits: Partial<RetentionLimits>, seed = 1) {
    this.retention = new Retention({ ...DEFAULT_LIMITS, ...limits }, randomNumbers(seed), 'w');
  }

  offer(id: string, facts: { totalMs?: number; route?: string; hasFailed?: boolean; at?: number }) {
    const { totalMs = 1, route = '/movies', hasFailed = false, at = NOON } = facts;
    const candidate = { id, method: 'GET', route, totalMs, hasFailed };
    const { reasons, losses } = this.retention.offer(candidate, at);
    for (const loss of losses) this.#lose(loss.id, loss.reason);
    if (reasons.length > 0) this.kept.set(id, new Set(reasons));
  }

  #lose(id: string, reason: string): void {
    const reasons = this.kept.get(id);
    if (reasons?.delete(reason) !== true) throw new Error(`${id} has not been kept as ${reason}.`);
    if (reasons.size === 0) this.kept.delete(id);
  }

  with(reason: string): string[] {
    return [...this.kept].filter(([, reasons]) => reasons.has(reason)).map(([id]) => id);
  }
}

describe('a window', () => {
  test('with no more requests than the sample holds keeps all of them', () => {
    const ledger = new Ledger({ sample: 20 });
    for (let index = 0; index < 20; index++) ledger.offer(`${index}`, {});
    expect(ledger.kept.size).toBe(20);
    expect(ledger.retention.takeStrata()).toEqual([
      { key: 'w-0', route: 'GET /movies', startedAt: NOON, seen: 20, sampled: 20 },
    ]);
  });

  test('keeps the slowest of each route, whenever they come', () => {
    const ledger = new Ledger({ sample: 5, slowest: 3 });
    const times = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 1_000);
    times.forEach((totalMs) => {
      for (const route of ['/movies', '/directors']) {
        ledger.offer(`${route} ${totalMs}`, { totalMs, route });
      }
    });
    expect(ledger.with('slowest').sort()).toEqual([
      '/directors 997',
      '/directors 998',
      '/directors 999',
      '/movies 997',
      '/movies 998',
      '/movies 999',
    ]);
    expect(ledger.with('sample')).toHaveLength(10);
  });

  test('keeps the first that failed, and counts the rest', () => {
    const ledger = new Ledger({ sample: 1, slowest: 0, failed: 4 });
    for (let index = 0; index < 100; index++) ledger.offer(`${index}`, { hasFailed: true });
    expect(ledger.with('failed')).toEqual(['0', '1', '2', '3']);
    expect(ledger.retention.takeStrata()).toMatchObject([{ seen: 100, sampled: 1 }]);
  });

  test('keeps the first with each finding', () => {
    const { retention } = new Ledger({ perFinding: 2, maxGroups: 3 });
    const answers = ['a', 'a', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
      retention.offerFindings([name]),
    );
    // The fourth and later findings share the places of one.
    expect(answers).toEqual([true, true, false, true, true, true, true, false]);
    expect(retention.offerFindings([])).toBe(false);
  });

  test('is followed by a new one', () => {
    const ledger = new Ledger({ sample: 2, slowest: 0, windowMs: 60_000 });
    for (let index = 0; index < 50; index++) ledger.offer(`first ${index}`, { at: NOON + 59_999 });
    for (let index = 0; index < 50; index++) ledger.offer(`second ${index}`, { at: NOON + 60_000 });
    expect([...ledger.kept.keys()].filter((id) => id.startsWith('first'))).toHaveLength(2);
    expect([...ledger.kept.keys()].filter((id) => id.startsWith('second'))).toHaveLength(2);
  });

  test('tells a bounded number of routes apart', () => {
    const ledger = new Ledger({ sample: 1, slowest: 1, maxGroups: 10 });
    for (let index = 0; index < 1_000; index++) ledger.offer(`${index}`, { route: `/${index}` });
    expect(ledger.retention.takeStrata()).toHaveLength(11);
    expect(ledger.kept.size).toBeLessThanOrEqual(22);
  });
});

describe('the sample', () => {
  test('has every request with the same probability', () => {
    const counts = new Array<number>(100).fill(0);
    const runs = 2_000;
    for (let run = 0; run < runs; run++) {
      const ledger = new Ledger({ sample: 10, slowest: 0 }, run + 1);
      for (let index = 0; index < 100; index++) ledger.offer(`${index}`, {});
      for (const id of ledger.with('sample')) counts[Number(id)]!++;
    }
    // Each is drawn with probability 0.1: 200 times.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    // 99 degrees of freedom; scaled, since draws without replacement vary less by 1 − 0.1.
    expect(chiSquare / 0.9).toBeLessThan(149);
    expect(chiSquare / 0.9).toBeGreaterThan(61);
  });

  test('scaled by its rate estimates how many requests there were of a kind', () => {
    const estimates: number[] = [];
    for (let seed = 1; seed <= 200; seed++) {
      const ledger = new Ledger({ sample: 50, slowest: 5 }, seed);
      // A tenth of them is slow, and the slowest are kept besides.
      for (let index = 0; index < 2_000; index++) {
        ledger.offer(`${index % 10 === 0 ? 'slow' : 'fast'} ${index}`, {
          totalMs: index % 10 === 0 ? 100 + index : 1,
        });
      }
      const { seen, sampled } = ledger.retention.takeStrata()[0]!;
      const slow = ledger.with('sample').filter((id) => id.startsWith('slow')).length;
      estimates.push((slow * seen) / sampled);
    }
    const mean = estimates.reduce((sum, estimate) => sum + estimate, 0) / estimates.length;
    // 200 are slow; an estimate has a standard deviation of 84, the mean of 200 one of 5.9.
    expect(Math.abs(mean - 200)).toBeLessThan(24);
  });

  test('is the same for the same numbers', () => {
    const choose = () => {
      const ledger = new Ledger({ sample: 3 }, 42);
      for (let index = 0; index < 500; index++) ledger.offer(`${index}`, { totalMs: index % 17 });
      return [...ledger.kept.keys()];
    };
    expect(choose()).toEqual(choose());
  });

  test('counts requests that there was no room for', () => {
    const { retention } = new Ledger({});
    retention.pass({ id: '1', method: 'GET', route: '/', totalMs: 1, hasFailed: false }, NOON);
    expect(retention.takeStrata()).toMatchObject([{ seen: 1, sampled: 0 }]);
    expect(retention.takeStrata()).toEqual([]);
  });
});
