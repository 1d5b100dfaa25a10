/**
 * Bounds that the semantic conventions of OpenTelemetry recommend for `http.server.request.duration`,
 * in milliseconds.
 */
export const DURATION_BOUNDS_MS = [
  5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000,
] as const;

/** Different statuses that are told apart; those beyond them are counted as 0. */
const MAX_STATUSES = 20;
const OTHER_STATUS = 0;

/** Status, sum of the durations in milliseconds, then how many fell between the bounds. */
export type AnswerJson = readonly number[];

/** The answers of one status. */
export interface StatusAnswers {
  readonly status: number;
  readonly count: number;
  readonly sumMs: number;
  /** How many took at most as long as each of `DURATION_BOUNDS_MS`. */
  readonly atMost: readonly number[];
}

interface Sums {
  sumMs: number;
  /** Between the bounds; the last is what lies above them. */
  readonly counts: number[];
}

/** Durations of a route's answers by their status, in the few buckets that scrapers are told. */
export class Answers {
  readonly #byStatus = new Map<number, Sums>();

  add(status: number, durationMs: number): void {
    const sums = this.#of(status);
    sums.sumMs += durationMs;
    let bucket = 0;
    while (bucket < DURATION_BOUNDS_MS.length && durationMs > DURATION_BOUNDS_MS[bucket]!) bucket++;
    sums.counts[bucket]!++;
  }

  merge(other: Answers): void {
    for (const [status, { sumMs, counts }] of other.#byStatus) this.#merge(status, sumMs, counts);
  }

  /** By status. */
  all(): readonly StatusAnswers[] {
    return [...this.#byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, { sumMs, counts }]) => {
        let count = 0;
        const sums = counts.map((each) => {
          count += each;
          return count;
        });
        return { status, count, sumMs, atMost: sums.slice(0, -1) };
      });
  }

  toJSON(): readonly AnswerJson[] {
    return [...this.#byStatus].map(([status, { sumMs, counts }]) => [
      status,
      Math.round(sumMs * 1e6) / 1e6,
      ...counts,
    ]);
  }

  /** @param json - undefined in what an older version has written. */
  static fromJSON(json: readonly AnswerJson[] = []): Answers {
    const answers = new Answers();
    for (const [status, sumMs, ...counts] of json) answers.#merge(status!, sumMs!, counts);
    return answers;
  }

  #merge(status: number, sumMs: number, counts: readonly number[]): void {
    const sums = this.#of(status);
    sums.sumMs += sumMs;
    for (let bucket = 0; bucket < sums.counts.length; bucket++) {
      sums.counts[bucket]! += counts[bucket] ?? 0;
    }
  }

  #of(status: number): Sums {
    const known = this.#byStatus.get(status);
    if (known !== undefined) return known;
    if (this.#byStatus.size >= MAX_STATUSES && status !== OTHER_STATUS)
      return this.#of(OTHER_STATUS);
    const sums = { sumMs: 0, counts: new Array(DURATION_BOUNDS_MS.length + 1).fill(0) };
    this.#byStatus.set(status, sums);
    return sums;
  }
}
