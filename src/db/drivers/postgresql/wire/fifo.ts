const INITIAL_CAPACITY = 16;

/** First in, first out, in a ring that grows and is used again; nothing is moved or allocated per item. */
export class Fifo<Item> {
  #ring: (Item | undefined)[] = new Array(INITIAL_CAPACITY).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[this.#place(this.#length)] = item;
    this.#length++;
  }

  peek(): Item | undefined {
    return this.#ring[this.#head];
  }

  shift(): Item | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = this.#place(1);
    this.#length--;
    return item;
  }

  *[Symbol.iterator](): Iterator<Item> {
    for (let index = 0; index < this.#length; index++) {
      yield this.#ring[this.#place(index)] as Item;
    }
  }

  /** The capacity is a power of two, so its last bits are the place. */
  #place(index: number): number {
    return (this.#head + index) & (this.#ring.length - 1);
  }

  #grow(): void {
    const items = [...this];
    this.#ring = [...items, ...new Array(items.length).fill(undefined)];
    this.#head = 0;
  }
}
