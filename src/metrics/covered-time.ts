/**
 * Milliseconds during which at least one of several intervals ran, counted as each of them ends.
 * Exact where they don't overlap or begin in the order in which they end. One that began before
 * the last block did counts from where the block before it ended.
 */
export class CoveredTime {
  ms = 0;
  #blockStartMs = Number.NEGATIVE_INFINITY;
  #blockEndMs = Number.NEGATIVE_INFINITY;
  #beforeMs = Number.NEGATIVE_INFINITY;

  add(startMs: number, endMs: number): void {
    if (startMs > this.#blockEndMs) {
      this.#beforeMs = this.#blockEndMs;
      this.#blockStartMs = startMs;
      this.#blockEndMs = startMs;
    } else if (startMs < this.#blockStartMs) {
      const from = Math.max(startMs, this.#beforeMs);
      this.ms += this.#blockStartMs - from;
      this.#blockStartMs = from;
    }
    if (endMs <= this.#blockEndMs) return;
    this.ms += endMs - this.#blockEndMs;
    this.#blockEndMs = endMs;
  }
}
