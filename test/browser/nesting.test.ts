import { expect, test } from 'vitest';
import { nested } from '../../src/browser/index.ts';

/** Each by its name, with a dash for each it lies in. */
function outline(spans: readonly (readonly [name: string, startMs: number, endMs: number])[]) {
  const items = spans.map(([name, startMs, endMs]) => ({
    name,
    offsetMs: startMs,
    durationMs: endMs - startMs,
  }));
  return nested(items).map(({ name, depth }) => '-'.repeat(depth) + name);
}

test('what happens within something lies in it', () => {
  expect(
    outline([
      ['page', 5, 9],
      ['view', 0, 10],
      ['query', 1, 3],
      ['rows', 3, 4],
      ['part', 6, 7],
      ['log', 11, 12],
    ]),
  ).toEqual(['view', '-query', '-rows', '-page', '--part', 'log']);
});

test('what begins together lies in what is longer', () => {
  expect(
    outline([
      ['query', 0, 3],
      ['view', 0, 10],
    ]),
  ).toEqual(['view', '-query']);
});

test('what ends together but for the clock lies in it too', () => {
  expect(
    outline([
      ['view', 0, 10],
      ['page', 2, 10.01],
    ]),
  ).toEqual(['view', '-page']);
});

test('what is short and comes after does not lie in what came before', () => {
  const loop = Array.from({ length: 4 }, (_, index): [string, number, number][] => {
    const startMs = 1 + index * 0.011;
    return [
      ['relation', startMs, startMs + 0.01],
      ['query', startMs + 0.002, startMs + 0.008],
    ];
  }).flat();
  expect(outline([['view', 0, 2], ...loop])).toEqual([
    'view',
    ...Array.from({ length: 4 }, () => ['-relation', '--query']).flat(),
  ]);
});
