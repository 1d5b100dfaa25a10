/** How much of something each of a few keys had. */
export interface ShareJson {
  readonly key: string;
  readonly count: number;
  readonly ms: number;
}

/** Keys kept; what comes after them is known in the sum only. */
const MAX_SHARES = 8;

/** Counts by key, of the first few keys: which routes run a statement, say. */
export class Shares {
  readonly #shares = new Map<string, { count: number; ms: number }>();

  add(key: string, count: number, ms: number): void {
    const share = this.#shares.get(key);
    if (share !== undefined) {
      share.count += count;
      share.ms += ms;
    } else if (this.#shares.size < MAX_SHARES) {
      this.#shares.set(key, { count, ms });
    }
  }

  merge(other: Shares): void {
    for (const [key, { count, ms }] of other.#shares) this.add(key, count, ms);
  }

  /** The largest first. */
  toJSON(): readonly ShareJson[] {
    return [...this.#shares]
      .map(([key, { count, ms }]) => ({ key, count, ms: Math.round(ms * 1000) / 1000 }))
      .sort((a, b) => b.ms - a.ms || b.count - a.count);
  }

  static fromJSON(json: readonly ShareJson[]): Shares {
    const shares = new Shares();
    for (const { key, count, ms } of json) shares.add(key, count, ms);
    return shares;
  }
}
