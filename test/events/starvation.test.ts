import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createRequestContext, measureTime, runInContext } from '../../src/events/index.ts';
import { MEASURES_TIME } from '../support/timing.ts';

const isTold = existsSync('/proc/thread-self/schedstat');

let stop: () => void;
beforeEach(() => {
  stop = measureTime();
});
afterEach(() => stop());

/** What the clock says of a request that does this: its time on the thread, and without a processor. */
async function observed(work: () => void): Promise<{ threadMs: number; starvedMs: number }> {
  const context = createRequestContext();
  runInContext(context, work);
  await setImmediate();
  const { runs, starvedMs } = context.thread!;
  const threadMs = runs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return { threadMs, starvedMs };
}

/** Works until it has done so much, however long that takes. */
function work(steps: number): number {
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += Math.sqrt(step);
  return sum;
}

/** Work for about so many milliseconds of a processor. */
function stepsOf(ms: number): number {
  const steps = 2_000_000;
  const startedMs = performance.now();
  work(steps);
  return Math.round((steps * ms) / (performance.now() - startedMs));
}

/** Processes that want the processors, two for each; ended after the test. */
async function crowd(): Promise<void> {
  const hogs = Array.from({ length: availableParallelism() * 2 }, () =>
    spawn(process.execPath, ['-e', 'process.stdout.write("!"); for (;;);']),
  );
  onTestFinished(() => {
    for (const hog of hogs) hog.kill('SIGKILL');
  });
  await Promise.all(hogs.map(hasBegun));
}

function hasBegun(hog: ChildProcess): Promise<void> {
  return new Promise((resolve) => hog.stdout?.once('data', () => resolve()));
}

describe.skipIf(!isTold)(
  'time in which the machine ran others (Linux tells)',
  MEASURES_TIME,
  () => {
    test('is known of a request that worked on a crowded machine', async () => {
      const steps = stepsOf(150);
      await crowd();
      const { threadMs, starvedMs } = await observed(() => work(steps));
      expect(starvedMs).toBeGreaterThan(threadMs * 0.3);
      expect(starvedMs).toBeLessThanOrEqual(threadMs);
    });

    test('is not what a request waits for itself while it has the thread', async () => {
      const cell = new Int32Array(new SharedArrayBuffer(4));
      const { threadMs, starvedMs } = await observed(() => Atomics.wait(cell, 0, 0, 150));
      expect(threadMs).toBeGreaterThanOrEqual(149);
      expect(starvedMs).toBeLessThan(threadMs * 0.3);
    });
  },
);
