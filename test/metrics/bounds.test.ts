import { expect, test } from 'vitest';
import { MetricsWindow, OTHER, reportOf } from '../../src/metrics/index.ts';
import { publishRequest, startMetrics, testClock } from './site.ts';

const HOUR_MS = 3_600_000;
const MANY = 10_000;

test('10,000 routes, errors and statements are bounded, and none is lost from the sums', () => {
  const clock = testClock();
  const metrics = startMetrics({ now: clock.now });
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
  metrics.tick();
  const { routes, errors, queries, total } = reportOf(metrics.store, HOUR_MS / 4, clock.now());
  expect(total.requests).toBe(MANY + 50);
  expect(routes.length).toBeLessThanOrEqual(200);
  expect(errors.length).toBeLessThanOrEqual(100);
  expect(queries.length).toBeLessThanOrEqual(200);
  const window = new MetricsWindow();
  for (const part of metrics.store.read({ ms: 10_000, keptMs: 0 }, 0, clock.now(), [
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

test('what takes the most time keeps its place among thousands that come once', () => {
  const clock = testClock();
  const metrics = startMetrics({ now: clock.now });
  for (let slot = 0; slot < 12; slot++) {
    publishRequest({ route: '/slow', durationMs: 5_000 });
    for (let index = 0; index < 900; index++) {
      publishRequest({ route: `/films/${slot}/${index}`, durationMs: 1 });
    }
    clock.advance(10_000);
    metrics.tick();
  }
  const minutes = reportOf(metrics.store, 6 * HOUR_MS, clock.now()).routes;
  expect(minutes[0]).toMatchObject({ route: 'GET /slow', count: 12 });
});

test('a statement of megabytes is read in part', () => {
  const clock = testClock();
  const metrics = startMetrics({ now: clock.now });
  const values = '(1, 2, 3), '.repeat(200_000);
  publishRequest({ sql: [`INSERT INTO film VALUES ${values}(4, 5, 6)`] });
  metrics.flush();
  const [query] = reportOf(metrics.store, HOUR_MS, clock.now()).queries;
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
