/**
 * A text that is translated each time it is printed, in the language that then counts. For texts
 * of modules and classes, which are made before there is a request.
 */
export class LazyText {
  readonly #make: () => string;

  constructor(make: () => string) {
    this.#make = make;
  }

  toString(): string {
    return this.#make();
  }

  toJSON(): string {
    return this.#make();
  }

  /** Whether it reads as another text now; templates compare with it. */
  equals(other: unknown): boolean {
    return (typeof other === 'string' || other instanceof LazyText) && String(other) === `${this}`;
  }
}
