/** `forloop` where a template needs it as an object; counters are otherwise computed in place. */
export class ForLoop {
  /** The loop around this one, or an empty object. */
  readonly parentloop: unknown;
  /** What `{% ifchanged %}` in included templates remembers for the length of this loop. */
  readonly changes = new Map<object, unknown>();
  readonly #length: number;
  #index = 0;

  constructor(length: number, parentloop: unknown) {
    this.#length = length;
    this.parentloop = parentloop ?? {};
  }

  /** Goes on to the item at `index`. */
  at(index: number): void {
    this.#index = index;
  }

  get counter0(): number {
    return this.#index;
  }
  get counter(): number {
    return this.#index + 1;
  }
  get revcounter(): number {
    return this.#length - this.#index;
  }
  get revcounter0(): number {
    return this.#length - this.#index - 1;
  }
  get first(): boolean {
    return this.#index === 0;
  }
  get last(): boolean {
    return this.#index === this.#length - 1;
  }

  toJSON(): Record<string, unknown> {
    const { parentloop, counter0, counter, revcounter, revcounter0, first, last } = this;
    return { parentloop, counter0, counter, revcounter, revcounter0, first, last };
  }
}
