import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { Metrics, MetricsStore, ReportReader, reportOf } from '../../src/metrics/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { openApp, publishRequest, startMetrics, testClock } from './site.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PLENTY = 64 * 1024 * 1024;

function newFile(): string {
  return join(temporaryFolder(), 'metrics', 'metrics.sqlite');
}

function openStore(file: string): MetricsStore {
  const store = new MetricsStore({ file, maxBytes: PLENTY });
  onTestFinished(() => store.close());
  return store;
}

test('a restart keeps the history', async () => {
  const file = newFile();
  const app = await openApp((routes) => {
    routes.get('/movies', async () => 'Jaws');
  });
  for (let start = 0; start < 3; start++) {
    const metrics = await Metrics.open({ file, projectRoot: '/' });
    metrics.start();
    await app.inject('/movies');
    await metrics.stop();
  }
  const store = openStore(file);
  for (const rangeMs of [HOUR_MS, DAY_MS, 30 * DAY_MS]) {
    const { total, routes } = reportOf(store, rangeMs, Date.now());
    expect([total.requests, routes[0]?.count]).toEqual([3, 3]);
  }
  expect(store.totals().process.requests).toBe(3);
});

test('the files are readable by their owner alone', async () => {
  const file = newFile();
  await (await startMetrics({ file })).flush();
  const folder = join(file, '..');
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(modes.length).toBeGreaterThan(1);
  expect(modes.every((mode) => mode === 0o600)).toBe(true);
});

test('each range finds the same requests, fine ones for minutes, coarse ones for a month', async () => {
  const clock = testClock();
  const metrics = await startMetrics({ now: clock.now });
  // One request in each ten seconds, for two hours.
  for (let slot = 0; slot < 720; slot++) {
    publishRequest({ durationMs: slot });
    clock.advance(10_000);
    await metrics.tick();
  }
  const counts: number[] = [];
  for (const rangeMs of [15 * MINUTE_MS, 50 * MINUTE_MS, 6 * HOUR_MS, DAY_MS, 30 * DAY_MS]) {
    counts.push((await metrics.report(rangeMs)).total.requests);
  }
  expect(counts).toEqual([89, 294, 720, 720, 720]);
  const series = (await metrics.report(6 * HOUR_MS)).series;
  expect(series.length).toBe(36);
  expect(series.filter(({ requests }) => requests === 60).length).toBe(12);
});

test('percentiles of a range are those of all its requests', async () => {
  const clock = testClock();
  const metrics = await startMetrics({ now: clock.now });
  for (let index = 1; index <= 1_000; index++) {
    publishRequest({ durationMs: index });
    if (index % 10 !== 0) continue;
    clock.advance(10_000);
    await metrics.tick();
  }
  await metrics.flush();
  const { total, routes } = await metrics.report(6 * HOUR_MS);
  for (const { p50Ms, p95Ms, p99Ms, maxMs } of [total, routes[0]!]) {
    expect(Math.abs(p50Ms - 500) / 500).toBeLessThan(0.01);
    expect(Math.abs(p95Ms - 950) / 950).toBeLessThan(0.01);
    expect(Math.abs(p99Ms - 990) / 990).toBeLessThan(0.01);
    expect(maxMs).toBe(1_000);
  }
});

test('a process that is killed loses a minute at most, of any range', async () => {
  const file = newFile();
  const clock = testClock();
  const killed = await startMetrics({ file, now: clock.now });
  for (let slot = 0; slot < 30; slot++) {
    publishRequest();
    clock.advance(10_000);
    await killed.tick();
  }
  const store = openStore(file);
  for (const rangeMs of [50 * MINUTE_MS, 6 * HOUR_MS, 30 * DAY_MS]) {
    const { requests } = reportOf(store, rangeMs, clock.now()).total;
    expect(requests).toBeGreaterThanOrEqual(24);
    expect(requests).toBeLessThanOrEqual(30);
  }
});

test('one that was never started is closed all the same', async () => {
  const file = newFile();
  const metrics = await Metrics.open({ file, projectRoot: '/' });
  await metrics.stop();
  expect(openStore(file).workers(0)).toEqual([]);
});

test('what is past its time goes', async () => {
  const clock = testClock();
  const file = newFile();
  const metrics = await startMetrics({ file, now: clock.now });
  publishRequest();
  for (const days of [1, 2, 31]) {
    clock.advance(days * DAY_MS);
    await metrics.tick();
  }
  const store = openStore(file);
  const rows = [
    ...store.read({ ms: 6 * HOUR_MS, keptMs: 0 }, 0, Number.MAX_SAFE_INTEGER, ['routes']),
  ];
  expect(rows).toEqual([]);
  expect(store.totals().process.requests).toBe(1);
});

test('the file stays below its bound, the coarse figures stay longest', async () => {
  const clock = testClock();
  const maxBytes = 400 * 1024;
  const file = newFile();
  const metrics = await startMetrics({ file, maxBytes, now: clock.now });
  for (let slot = 0; slot < 60; slot++) {
    for (let route = 0; route < 100; route++) {
      publishRequest({ route: `/movies/${route}/${slot}`, durationMs: route * slot });
    }
    clock.advance(10_000);
    await metrics.tick();
  }
  clock.advance(MINUTE_MS);
  await metrics.tick();
  await metrics.flush();
  expect(openStore(file).usedBytes).toBeLessThanOrEqual(maxBytes);
  expect((await metrics.report(30 * DAY_MS)).total.requests).toBe(6_000);
});

test('a file that can’t be written is told of once, and what was missed is written later', async () => {
  const file = newFile();
  const problems: unknown[] = [];
  const clock = testClock();
  const metrics = await startMetrics({
    file,
    now: clock.now,
    onError: (error) => problems.push(error),
  });
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  for (let slot = 0; slot < 3; slot++) {
    publishRequest({ sql: ['SELECT 1'] });
    clock.advance(10_000);
    await metrics.tick();
  }
  expect(problems).toEqual([expect.objectContaining({ message: expect.stringMatching(/locked/) })]);
  other.exec('COMMIT');
  publishRequest();
  clock.advance(10_000);
  await metrics.tick();
  const report = await metrics.report(15 * MINUTE_MS);
  expect(report.total.requests).toBe(4);
  expect(report.queries[0]?.fingerprint).toBe('SELECT ?');
});

test('a reader makes all processes write each second for a while', async () => {
  const file = newFile();
  const clock = testClock();
  const writer = await startMetrics({ file, now: clock.now });
  const reader = await startMetrics({ file, now: clock.now });
  publishRequest();
  const store = openStore(file);
  const seen = () => reportOf(store, 15 * MINUTE_MS, clock.now()).total.requests;
  await writer.tick();
  expect(seen()).toBe(0);
  await reader.report(15 * MINUTE_MS);
  await writer.tick();
  // Both of them listen in this one process, so a request is counted twice.
  expect(seen()).toBe(2);
  publishRequest();
  clock.advance(1_000);
  await writer.tick();
  expect(seen()).toBe(3);
});

test('totals never fall, whichever process is asked and whatever has ended', async () => {
  const file = newFile();
  const clock = testClock();
  for (let start = 0; start < 4; start++) {
    const metrics = await Metrics.open({ file, projectRoot: '/', now: clock.now });
    metrics.start();
    publishRequest();
    await metrics.stop();
    clock.advance(2 * HOUR_MS);
  }
  const last = await startMetrics({ file, now: clock.now });
  publishRequest();
  await last.tick();
  await last.totals();
  expect(openStore(file).totals().process.requests).toBe(5);
  const raw = new DatabaseSync(file);
  const workers = raw.prepare('SELECT count(DISTINCT worker) AS count FROM total').get();
  raw.close();
  expect(workers).toEqual({ count: 2 });
});

test('a file that is no database, or of a later version, is refused with a code', async () => {
  const file = join(temporaryFolder(), 'metrics.sqlite');
  writeFileSync(file, 'This is a diary, and not for you. '.repeat(100));
  await expect(Metrics.open({ file, projectRoot: '/' })).rejects.toThrow(
    expect.objectContaining({ code: 'metrics.store.unusable' }),
  );
  const later = join(temporaryFolder(), 'later.sqlite');
  const database = new DatabaseSync(later);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(Metrics.open({ file: later, projectRoot: '/' })).rejects.toThrow(
    expect.objectContaining({ code: 'metrics.store.newer' }),
  );
});

test('a damaged row is left out', async () => {
  const file = newFile();
  const clock = testClock();
  const metrics = await startMetrics({ file, now: clock.now });
  publishRequest();
  await metrics.flush();
  const raw = new DatabaseSync(file);
  raw.exec("UPDATE window SET body = x'00112233' WHERE kind = 'routes'");
  raw.close();
  const { total, routes } = reportOf(openStore(file), HOUR_MS, clock.now());
  expect([total.requests, routes]).toEqual([1, []]);
});

test('a thread that ends by itself is replaced, and what it had written stays', async () => {
  const clock = testClock();
  const threads: Worker[] = [];
  const noteThread = (thread: Worker) => void threads.push(thread);
  process.on('worker', noteThread);
  onTestFinished(() => void process.off('worker', noteThread));
  const problems: unknown[] = [];
  const metrics = await startMetrics({
    file: newFile(),
    now: clock.now,
    onError: (error) => problems.push(error),
  });
  publishRequest();
  await metrics.flush();
  await threads[0]!.terminate();
  publishRequest();
  await expect(metrics.report(HOUR_MS)).rejects.toThrow('has ended');
  publishRequest();
  await metrics.tick();
  const { total, workers } = await metrics.report(HOUR_MS);
  // What was on its way to the thread that ended is lost.
  expect([total.requests, workers.length, threads.length]).toEqual([2, 2, 2]);
  expect(problems).toEqual([]);
});

test('what was merged before is not merged again, and a report is the same without it', async () => {
  const file = newFile();
  const clock = testClock();
  const metrics = await startMetrics({ file, now: clock.now });
  const store = openStore(file);
  const reader = new ReportReader(store);
  for (let slot = 0; slot < 150; slot++) {
    publishRequest({ route: `/movies/${slot % 7}`, durationMs: slot, sql: ['SELECT 1'] });
    clock.advance(10_000);
    await metrics.tick();
    if (slot % 4 > 0) continue;
    for (const route of [undefined, 'GET /movies/3']) {
      const again = reader.report(15 * MINUTE_MS, clock.now(), route);
      const anew = reportOf(store, 15 * MINUTE_MS, clock.now(), route);
      expect(rounded(again)).toEqual(rounded(anew));
    }
  }
  const raw = new DatabaseSync(file);
  raw.exec("UPDATE window SET body = x'00'");
  raw.close();
  // Rows that keep their number are not read again: of all but the first spans of the range.
  const { total } = reader.report(15 * MINUTE_MS, clock.now());
  expect(total.requests).toBeGreaterThan(70);
  expect(reportOf(store, 15 * MINUTE_MS, clock.now()).total.requests).toBe(0);
});

/** Sums of fractions differ in their last digits by the order they are added in. */
function rounded(report: object): unknown {
  return JSON.parse(JSON.stringify(report), (_name, value) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  );
}
