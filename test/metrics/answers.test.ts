import { expect, test } from 'vitest';
import { MetricsWindow } from '../../src/metrics/index.ts';

function answer(window: MetricsWindow, statusCode: number, durationMs: number): void {
  const nothing = { bytes: 0, queries: 0, rows: 0, templateMs: 0, cacheHits: 0, cacheMisses: 0 };
  window.routes.get('GET /movies').add({ ...nothing, statusCode, durationMs });
}

function answersOf(window: MetricsWindow) {
  return window.routes.get('GET /movies').answers.all();
}

test('durations are counted by status, up to and including each bound, and merge to the same', () => {
  const whole = new MetricsWindow();
  const parts = [new MetricsWindow(), new MetricsWindow()];
  const durations = [0, 5, 5.001, 10_000, 10_001, 3_600_000];
  for (const [at, ms] of durations.entries()) {
    for (const window of [whole, parts[at % 2]!]) answer(window, at === 5 ? 503 : 200, ms);
  }
  const [fine, failed] = answersOf(whole);
  expect(fine).toMatchObject({ status: 200, count: 5, sumMs: 20_011.001 });
  expect(fine!.atMost).toEqual([2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4]);
  expect(failed).toMatchObject({ status: 503, count: 1, atMost: Array(14).fill(0) });
  const merged = new MetricsWindow();
  for (const part of parts) merged.addEncoded('routes', part.encode('routes')!);
  expect(answersOf(merged)).toEqual(answersOf(whole));
});

test('statuses are bounded; what came beyond them is counted all the same', () => {
  const window = new MetricsWindow();
  for (let status = 200; status < 300; status++) answer(window, status, 1);
  const answers = answersOf(window);
  expect(answers.length).toBe(21);
  expect(answers[0]).toMatchObject({ status: 0, count: 80 });
});

test('a file of an older version has none', () => {
  const window = new MetricsWindow();
  answer(window, 200, 1);
  const [[route, stats]] = JSON.parse(window.encode('routes')!);
  const { answers: _answers, ...older } = stats;
  const read = new MetricsWindow();
  read.addEncoded('routes', JSON.stringify([[route, older]]));
  expect(answersOf(read)).toEqual([]);
  expect(read.routes.get(route).durations.count).toBe(1);
});
