import { expect, test } from 'vitest';
import { randomNumbers, testSeed } from './seed.ts';

test('random tests draw the same numbers every time unless UPTEMPO_SEED says otherwise', () => {
  expect(testSeed('')).toBe(testSeed(''));
  expect(testSeed('7')).toBe(7);
  expect(Number.isSafeInteger(testSeed('random'))).toBe(true);
  const [first, second] = [randomNumbers(7), randomNumbers(7)];
  expect(Array.from({ length: 5 }, first)).toEqual(Array.from({ length: 5 }, second));
});

test.each(['soon', '1.5', '-1', '9999999999'])('a seed of %s is refused', (seed) => {
  expect(() => testSeed(seed)).toThrow(`UPTEMPO_SEED=${seed}`);
});
