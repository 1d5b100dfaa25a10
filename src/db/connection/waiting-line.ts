interface Waiting<T> {
  readonly item: T;
  readonly deadlineMs: number;
}

/** Those who wait, first come first served, each for so long at most. */
export class WaitingLine<T> {
  readonly #timeoutMs: number;
  readonly #onTimeout: (item: T) => void;
  /** Starts at `#head`: an array's own `shift` moves all that is behind it. */
  #line: Waiting<T>[] = [];
  #head = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onTimeout - called with each who has waited too long and is in line no more. */
  constructor(timeoutMs: number, onTimeout: (item: T) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onTimeout = onTimeout;
  }

  get length(): number {
    return this.#line.length - this.#head;
  }

  /** Who is next, left in line. */
  get first(): T | undefined {
    return this.#line[this.#head]?.item;
  }

  push(item: T): void {
    this.#line.push({ item, deadlineMs: performance.now() + this.#timeoutMs });
    this.#timer ??= setTimeout(() => this.#expire(), this.#timeoutMs);
  }

  shift(): T | undefined {
    const next = this.#line[this.#head];
    if (next === undefined) return undefined;
    this.#head += 1;
    if (this.length === 0) this.#clear();
    else if (this.#head > 1_000 && this.#head * 2 > this.#line.length) this.#compact();
    return next.item;
  }

  /** Takes one out wherever it is; returns whether it was in line. */
  remove(item: T): boolean {
    const index = this.#line.findIndex((waiting, at) => at >= this.#head && waiting.item === item);
    if (index === -1) return false;
    this.#line.splice(index, 1);
    if (this.length === 0) this.#clear();
    return true;
  }

  /** Takes out everybody. */
  drain(): T[] {
    const items = this.#line.slice(this.#head).map(({ item }) => item);
    this.#clear();
    return items;
  }

  /** All wait equally long, so the first in line is the first whose time is up. */
  #expire(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    while (this.length > 0 && this.#line[this.#head]!.deadlineMs <= nowMs) {
      this.#onTimeout(this.shift() as T);
    }
    const next = this.#line[this.#head];
    if (next === undefined) return;
    this.#timer ??= setTimeout(() => this.#expire(), Math.max(1, next.deadlineMs - nowMs));
  }

  #compact(): void {
    this.#line = this.#line.slice(this.#head);
    this.#head = 0;
  }

  #clear(): void {
    this.#line = [];
    this.#head = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
