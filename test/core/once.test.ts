import { expect, test } from 'vitest';
import { once } from '../../src/core/index.ts';

test('makes its result at the first call and gives the same ever after', () => {
  let calls = 0;
  const make = once(() => ({ number: ++calls }));
  expect(calls).toBe(0);
  expect(make()).toBe(make());
  expect(calls).toBe(1);
});

test('what fails is made anew', () => {
  let calls = 0;
  const make = once(() => {
    if (++calls === 1) throw new Error('Not yet.');
    return undefined;
  });
  expect(make).toThrow('Not yet.');
  expect([make(), make()]).toEqual([undefined, undefined]);
  expect(calls).toBe(2);
});
