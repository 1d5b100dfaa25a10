import { expect, test } from 'vitest';
import { BoundedMap } from '../../src/core/index.ts';

function fill(maxEntries: number, titles: readonly string[]) {
  const evicted: string[] = [];
  const map = new BoundedMap<string, string>(maxEntries, (value) => evicted.push(value));
  for (const title of titles) map.set(title, title.toUpperCase());
  return { map, evicted };
}

test('a full map forgets what came first and hands it over', () => {
  const { map, evicted } = fill(2, ['jaws', 'alien', 'heat']);
  expect(map.size).toBe(2);
  expect([map.get('jaws'), map.get('alien'), map.get('heat')]).toEqual([
    undefined,
    'ALIEN',
    'HEAT',
  ]);
  expect(evicted).toEqual(['JAWS']);
});

test('an entry that is set again takes no room', () => {
  const { map, evicted } = fill(2, ['jaws', 'alien', 'alien']);
  expect(map.size).toBe(2);
  expect(evicted).toEqual([]);
});

test('a cleared map is empty and fills again', () => {
  const { map } = fill(2, ['jaws', 'alien']);
  map.clear();
  expect(map.size).toBe(0);
  map.set('heat', 'HEAT');
  expect(map.get('heat')).toBe('HEAT');
});
