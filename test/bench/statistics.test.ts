import { expect, test } from 'vitest';
import { median, percentile, shuffle } from '../../bench/harness/statistics.ts';

test('a percentile lies between its neighbours', () => {
  expect(percentile([40, 10, 30, 20], 0)).toBe(10);
  expect(percentile([40, 10, 30, 20], 1)).toBe(40);
  expect(percentile([10, 20], 0.25)).toBe(12.5);
  expect(percentile([7], 0.9)).toBe(7);
});

test('the median is the middle, or between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 2, 3, 10])).toBe(2.5);
});

test('of nothing there is none', () => {
  expect(() => median([])).toThrow(RangeError);
});

test('shuffling keeps what it is given, and each order comes up', () => {
  const titles = ['Alien', 'Heat', 'Jaws'];
  const orders = new Set(Array.from({ length: 500 }, () => shuffle(titles).join()));
  expect(orders.size).toBe(6);
  for (const order of orders) expect(order.split(',').sort()).toEqual(titles);
  expect(titles).toEqual(['Alien', 'Heat', 'Jaws']);
});
