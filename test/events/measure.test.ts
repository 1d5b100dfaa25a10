import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { measure, type SpanEvent, spanChannel } from '../../src/events/index.ts';

function listenToSpans(): SpanEvent[] {
  const spans: SpanEvent[] = [];
  onTestFinished(spanChannel.subscribe((span) => spans.push(span)));
  return spans;
}

test('measure() gives what the work gives, and tells how long it took', async () => {
  const spans = listenToSpans();
  expect(measure('add', () => 1 + 1)).toBe(2);
  expect(await measure('wait', () => sleep(5, 'rested'), { room: 2 })).toBe('rested');
  expect(spans).toMatchObject([
    { kind: 'custom', name: 'add', error: undefined },
    { kind: 'custom', name: 'wait', attributes: { room: 2 } },
  ]);
  expect(spans[1]!.durationMs).toBeGreaterThan(spans[0]!.durationMs);
  expect(spans[0]?.site?.location?.file).toContain('measure.test.ts');
});

test('errors pass, thrown and rejected', async () => {
  const spans = listenToSpans();
  const fail = (): number => {
    throw new Error('No seats.');
  };
  expect(() => measure('throw', fail)).toThrow('No seats.');
  await expect(measure('reject', async () => fail())).rejects.toThrow('No seats.');
  expect(spans.map(({ name, error }) => [name, String(error)])).toEqual([
    ['throw', 'Error: No seats.'],
    ['reject', 'Error: No seats.'],
  ]);
});

test('while nobody listens the work runs and no more', () => {
  expect(spanChannel.hasSubscribers).toBe(false);
  expect(measure('quiet', () => 'done')).toBe('done');
});
