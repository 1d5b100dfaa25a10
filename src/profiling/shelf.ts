/** Something that was taken at some time. */
export interface Kept {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
}

/** Profiles show how a program was; after an hour somebody has looked or nobody will. */
const MAX_AGE_MS = 3_600_000;

/** The newest of what was taken, a number of them and for an hour. */
export class Shelf<Item extends Kept> {
  readonly #size: number;
  #items: readonly Item[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(item: Item): void {
    this.#items = [item, ...this.all()].slice(0, this.#size);
  }

  get(id: string): Item | undefined {
    return this.all().find((item) => item.id === id);
  }

  /** Newest first. */
  all(): readonly Item[] {
    const oldest = Date.now() - MAX_AGE_MS;
    this.#items = this.#items.filter(({ takenAt }) => takenAt >= oldest);
    return this.#items;
  }
}
