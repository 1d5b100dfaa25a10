import type { DatabaseSync } from 'node:sqlite';

/** Standard deviation and variance, which SQLite has not: NULL where they are not defined. */
export function registerStatistics(database: DatabaseSync): void {
  define(database, 'uptempo_var_pop', ({ count, squares }) => squares / count);
  define(database, 'uptempo_var_samp', ({ count, squares }) => squares / (count - 1));
  define(database, 'uptempo_stddev_pop', ({ count, squares }) => Math.sqrt(squares / count));
  define(database, 'uptempo_stddev_samp', ({ count, squares }) => Math.sqrt(squares / (count - 1)));
}

/** What is known of the values so far: how many, and the sum of squared distances from the mean. */
interface Spread {
  readonly count: number;
  readonly squares: number;
}

/** Welford's method, which does not lose digits; the accumulator is `[count, mean, squares]`. */
function define(database: DatabaseSync, name: string, result: (spread: Spread) => number): void {
  database.aggregate(name, {
    start: () => new Float64Array(3),
    step: (accumulator, value) => {
      if (value !== null) addValue(accumulator as Float64Array, Number(value));
      return accumulator;
    },
    result: (accumulator) => {
      const [count, , squares] = accumulator as Float64Array;
      const value = result({ count: count!, squares: squares! });
      return Number.isFinite(value) ? value : null;
    },
  });
}

function addValue(accumulator: Float64Array, value: number): void {
  const count = accumulator[0]!;
  const mean = accumulator[1]!;
  const squares = accumulator[2]!;
  const distance = value - mean;
  const moved = mean + distance / (count + 1);
  accumulator[0] = count + 1;
  accumulator[1] = moved;
  accumulator[2] = squares + distance * (value - moved);
}
