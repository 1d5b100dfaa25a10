/** The key of everything that found no place among the groups. */
export const OTHER = '(other)';

/** Something that is counted by key and can be added to another of its kind. */
export interface Mergeable<T> {
  /** What decides which groups are kept when there are too many: the time they took, say. */
  readonly weight: number;
  merge(other: T): void;
}

/**
 * Groups by key, of which a bounded number is kept, since keys come from outside: the rest is
 * counted together under `OTHER`. While groups are filled twice as many may exist; `trim` keeps
 * the heaviest ones.
 */
export class Groups<T extends Mergeable<T>> {
  readonly #groups = new Map<string, T>();
  readonly #max: number;
  readonly #create: (key: string) => T;

  constructor(max: number, create: (key: string) => T) {
    this.#max = max;
    this.#create = create;
  }

  get size(): number {
    return this.#groups.size;
  }

  /** The group of a key, made when there is none; the common one when there are too many. */
  get(key: string): T {
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const name = this.#groups.size < this.#max * 2 ? key : OTHER;
    return this.#groups.get(name) ?? this.#add(name);
  }

  /** Counts a group that nobody else holds: it becomes the group of its key where there is none. */
  adopt(key: string, group: T): void {
    if (!this.#groups.has(key) && this.#groups.size < this.#max * 2) this.#groups.set(key, group);
    else this.get(key).merge(group);
  }

  peek(key: string): T | undefined {
    return this.#groups.get(key);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#groups.entries();
  }

  values(): IterableIterator<T> {
    return this.#groups.values();
  }

  merge(other: Groups<T>): void {
    for (const [key, group] of other.#groups) this.get(key).merge(group);
  }

  /** Folds the lightest groups beyond the bound into the common one. */
  trim(): void {
    if (this.#groups.size <= this.#max) return;
    const byWeight = [...this.#groups]
      .filter(([key]) => key !== OTHER)
      .sort(([, a], [, b]) => b.weight - a.weight);
    const common = this.#groups.get(OTHER) ?? this.#add(OTHER);
    for (const [key, group] of byWeight.slice(this.#max - 1)) {
      common.merge(group);
      this.#groups.delete(key);
    }
  }

  #add(key: string): T {
    const group = this.#create(key);
    this.#groups.set(key, group);
    return group;
  }
}
