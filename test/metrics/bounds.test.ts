import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MetricsStore, MetricsWindow, OTHER } from '../../src/metrics/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { publishRequest, startMetrics, testClock } from './site.ts';

const HOUR_MS = 3_600_000;
const MANY = 10_000;

test('10,000 routes, errors and statements are bounded, and none is lost from the sums', async () => {
  const clock = testClock();
  const file = join(temporaryFolder(), 'metrics.sqlite');
  const metrics = await startMetrics({ file, now: clock.now });
  for (let index = 0; index < MANY; index++) {
    publishRequest({
      route: `/films/${index}`,
      durationMs: 1,
      statusCode: 500,
      error: new Error(`Film ${letters(index)} is missing`),
      sql: [`SELECT title FROM film_${letters(index)}`],
    });
  }
  for (let index = 0; index < 50; index++) publishRequest({ route: '/slow', durationMs: 900 });
  clock.advance(10_000);
  await metrics.tick();
  const { routes, errors, queries, total } = await metrics.report(HOUR_MS / 4);
  expect(total.requests).toBe(MANY + 50);
  expect(routes.length).toBeLessThanOrEqual(200);
  expect(errors.length).toBeLessThanOrEqual(100);
  expect(queries.length).toBeLessThanOrEqual(200);
  const window = new MetricsWindow();
  const store = new MetricsStore({ file, maxBytes: 1e9 });
  onTestFinished(() => store.close());
  for (const part of store.read({ ms: 10_000, keptMs: 0 }, 0, clock.now(), [
    'routes',
    'errors',
    'queries',
  ])) {
    window.merge(part.window);
  }
  const counts = [
    sum(window.routes.values(), ({ durations }) => durations.count),
    sum(window.errors.values(), ({ count }) => count),
    sum(window.queries.values(), ({ durations }) => durations.count),
  ];
  expect(counts).toEqual([MANY + 50, MANY, MANY]);
  expect(window.routes.peek(OTHER)?.durations.count).toBeGreaterThan(MANY - 1_000);
});

test('what takes the most time keeps its place among thousands that come once', async () => {
  const clock = testClock();
  const metrics = await startMetrics({ now: clock.now });
  for (let slot = 0; slot < 12; slot++) {
    publishRequest({ route: '/slow', durationMs: 5_000 });
    for (let index = 0; index < 900; index++) {
      publishRequest({ route: `/films/${slot}/${index}`, durationMs: 1 });
    }
    clock.advance(10_000);
    await metrics.tick();
  }
  const minutes = (await metrics.report(6 * HOUR_MS)).routes;
  expect(minutes[0]).toMatchObject({ route: 'GET /slow', count: 12 });
});

test('a statement of megabytes is read in part', async () => {
  const clock = testClock();
  const metrics = await startMetrics({ now: clock.now });
  const values = '(1, 2, 3), '.repeat(200_000);
  publishRequest({ sql: [`INSERT INTO film VALUES ${values}(4, 5, 6)`] });
  await metrics.flush();
  const [query] = (await metrics.report(HOUR_MS)).queries;
  expect(query!.fingerprint.length).toBeLessThanOrEqual(2_000);
});

/** Letters, since numbers are taken for values. */
function letters(index: number): string {
  return [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

function sum<T>(items: Iterable<T>, of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
