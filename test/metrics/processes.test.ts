import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MetricsStore, reportOf } from '../../src/metrics/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { randomNumbers, testSeed } from '../support/seed.ts';

const WORKER = join(import.meta.dirname, 'processes-worker.ts');
const PROCESSES = 4;
const REQUESTS_EACH = 120;
const HOUR_MS = 3_600_000;

interface Measured {
  readonly worker: string;
  readonly exactMs: readonly number[];
}

test('the percentiles of 4 processes are within 1 % of those of all their requests', async () => {
  const file = join(temporaryFolder(), 'metrics.sqlite');
  const random = randomNumbers(testSeed());
  const processes = await Promise.all(Array.from({ length: PROCESSES }, () => start(file)));
  await Promise.all(
    processes.map(async ({ port }, index) => {
      for (let count = 0; count < REQUESTS_EACH; count++) {
        // Each process has its own spread, so that no one of them has the percentiles of all.
        const ms = (random() ** 3 * 4 * (index + 1)).toFixed(3);
        const response = await fetch(`http://127.0.0.1:${port}/movies/${ms}`);
        expect(await response.text()).toBe('done');
      }
    }),
  );
  const measured = await Promise.all(processes.map(stop));
  const exact = measured.flatMap(({ exactMs }) => exactMs).sort((a, b) => a - b);
  const store = new MetricsStore({ file, maxBytes: 1e9 });
  onTestFinished(() => store.close());
  const { total, routes, workers } = reportOf(store, HOUR_MS, Date.now());

  expect(exact.length).toBe(PROCESSES * REQUESTS_EACH);
  expect([total.requests, routes[0]!.count]).toEqual([exact.length, exact.length]);
  expect(routes[0]!.route).toBe('GET /movies/:ms');
  for (const figures of [total, routes[0]!]) {
    expect(off(figures.p50Ms, at(exact, 0.5))).toBeLessThan(0.01);
    expect(off(figures.p95Ms, at(exact, 0.95))).toBeLessThan(0.01);
    expect(off(figures.p99Ms, at(exact, 0.99))).toBeLessThan(0.01);
    expect(figures.maxMs).toBeCloseTo(exact.at(-1)!, 4);
  }
  expect(workers.map(({ worker }) => worker).sort()).toEqual(
    measured.map(({ worker }) => worker).sort(),
  );
  expect(workers.map(({ requests }) => requests)).toEqual(
    Array.from({ length: PROCESSES }, () => REQUESTS_EACH),
  );
});

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

async function start(file: string): Promise<Started> {
  const child = fork(WORKER, [file], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return { child, port };
}

async function stop({ child }: Started): Promise<Measured> {
  child.send('stop');
  const [measured] = (await once(child, 'message')) as [Measured];
  return measured;
}

/** Nearest rank. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1]!;
}

function off(value: number, exact: number): number {
  return Math.abs(value - exact) / exact;
}
