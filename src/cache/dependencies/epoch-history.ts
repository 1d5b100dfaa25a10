/** Older ones are forgotten; what was begun before is then of unknown age. */
const MAX_SAMPLES = 1_024;

/** Samples closer to each other are not all kept: the earlier one is true later, too. */
const MIN_DISTANCE_MS = 5;

interface Sample {
  readonly epoch: number;
  readonly timeMs: number;
}

/**
 * Epochs that the backend gave, with the time at which the answer was there. An epoch only grows, so
 * an answer is a lower bound of the epoch at any later time.
 */
export class EpochHistory {
  #samples: Sample[] = [];
  #latest: Sample | undefined;

  /** @param timeMs - `performance.now()` once the answer had arrived. */
  add(epoch: number, timeMs: number): void {
    this.#latest = { epoch, timeMs };
    const last = this.#samples.at(-1);
    if (last !== undefined && timeMs - last.timeMs < MIN_DISTANCE_MS) return;
    this.#samples.push(this.#latest);
    if (this.#samples.length > MAX_SAMPLES) this.#samples = this.#samples.slice(MAX_SAMPLES / 2);
  }

  /** The highest epoch that is known to have been reached at the time; undefined when none is. */
  reachedAt(timeMs: number): number | undefined {
    if (this.#latest !== undefined && this.#latest.timeMs <= timeMs) return this.#latest.epoch;
    return this.#samples.findLast((sample) => sample.timeMs <= timeMs)?.epoch;
  }
}
