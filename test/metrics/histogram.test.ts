import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/metrics/index.ts';
import { randomNumbers, testSeed } from '../support/seed.ts';

const seed = testSeed();
const PERCENTS = [1, 25, 50, 75, 90, 95, 99, 99.9, 100];

/** The value of the nearest rank, from all of them. */
function exactPercentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1]!;
}

/** Durations in milliseconds as services have them. */
const DISTRIBUTIONS: Readonly<Record<string, (random: () => number) => number>> = {
  uniform: (random) => 5 + random() * 95,
  exponential: (random) => -20 * Math.log(1 - random()),
  'two peaks': (random) => (random() < 0.9 ? 2 + random() : 400 + random() * 50),
  'over six powers of ten': (random) => 10 ** (random() * 6 - 2),
  'of a point read, in microseconds': (random) => 0.008 + random() * 0.03,
};

function histogramOf(values: Iterable<number>): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function draw(name: string, count: number): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => DISTRIBUTIONS[name]!(random));
}

describe(`percentiles (seed ${seed})`, () => {
  test.each(Object.keys(DISTRIBUTIONS))('are within 1 %% of the exact ones: %s', (name) => {
    const values = draw(name, 20_000);
    const histogram = histogramOf(values);
    for (const percent of PERCENTS) {
      const exact = exactPercentile(values, percent);
      const error = Math.abs(histogram.percentile(percent) - exact) / exact;
      expect(error, `p${percent}`).toBeLessThan(0.01);
    }
  });

  test('count, sum, mean, least and greatest are exact', () => {
    const histogram = histogramOf([4, 0.25, 1.75]);
    expect(histogram.count).toBe(3);
    expect([histogram.sumMs, histogram.meanMs, histogram.minMs, histogram.maxMs]).toEqual([
      6, 2, 0.25, 4,
    ]);
    expect(histogram.percentile(100)).toBe(4);
  });

  test('of one value are that value', () => {
    const histogram = histogramOf([123.456]);
    expect(PERCENTS.map((percent) => histogram.percentile(percent))).toEqual(
      PERCENTS.map(() => 123.456),
    );
  });

  test('of nothing are 0', () => {
    const empty = new Histogram();
    expect([empty.percentile(99), empty.meanMs, empty.minMs, empty.maxMs]).toEqual([0, 0, 0, 0]);
  });

  test('of values that are none count as 0', () => {
    const histogram = histogramOf([Number.NaN, -5, 8]);
    expect([histogram.count, histogram.minMs, histogram.percentile(50)]).toEqual([3, 0, 0]);
  });

  test('a duration of days is known by its maximum', () => {
    const histogram = histogramOf([1, 2, 3e8]);
    expect(histogram.maxMs).toBe(3e8);
    expect(histogram.percentile(99)).toBe(3e8);
  });
});

describe('merging', () => {
  test('parts give the histogram of the whole', () => {
    const values = draw('over six powers of ten', 9_000);
    const merged = new Histogram();
    for (let part = 0; part < 9; part++) {
      merged.merge(histogramOf(values.slice(part * 1_000, (part + 1) * 1_000)));
    }
    const { sumMs, ...rest } = { sumMs: merged.sumMs, count: merged.count, maxMs: merged.maxMs };
    const whole = histogramOf(values);
    expect(rest).toEqual({ count: whole.count, maxMs: whole.maxMs });
    expect(sumMs).toBeCloseTo(whole.sumMs, 4);
    for (const percent of PERCENTS) {
      expect(merged.percentile(percent)).toBe(whole.percentile(percent));
    }
  });

  test('the order makes no difference', () => {
    const fast = histogramOf([0.01, 0.02]);
    const slow = histogramOf([900, 1_000]);
    const [one, other] = [new Histogram(), new Histogram()];
    one.merge(fast);
    one.merge(slow);
    other.merge(slow);
    other.merge(fast);
    expect(one.toJSON()).toEqual(other.toJSON());
  });

  test('nothing adds nothing', () => {
    const histogram = histogramOf([5]);
    histogram.merge(new Histogram());
    expect(histogram.toJSON()).toEqual(histogramOf([5]).toJSON());
  });
});

describe('as JSON', () => {
  test('comes back the same', () => {
    const histogram = histogramOf(draw('exponential', 3_000));
    const text = JSON.stringify(histogram);
    const read = Histogram.fromJSON(JSON.parse(text));
    expect(JSON.stringify(read)).toBe(text);
    expect(read.percentile(95)).toBe(histogram.percentile(95));
  });

  test('is short for many values close together', () => {
    const text = JSON.stringify(histogramOf(draw('uniform', 100_000)));
    expect(text.length).toBeLessThan(2_500);
  });

  test('what it has not made is refused', () => {
    expect(() => Histogram.fromJSON([1, 1, 1, 1, 0.5])).toThrow(TypeError);
    expect(() => Histogram.fromJSON([1, 1, 1, 1, -1e9, 3])).toThrow(TypeError);
  });
});

test('values at most a bound are counted', () => {
  const histogram = histogramOf([1, 5, 10, 100]);
  expect([0.5, 5, 20, 1_000].map((ms) => histogram.countAtMost(ms))).toEqual([0, 2, 3, 4]);
});
