import type { Steps } from './pending.ts';

/** The steps of a template or block that is nothing but text: they are over at once, each time anew. */
export class ConstantSteps implements Steps<string> {
  readonly #result: IteratorReturnResult<string>;

  constructor(text: string) {
    this.#result = { done: true, value: text };
  }

  next(): IteratorReturnResult<string> {
    return this.#result;
  }

  return(value: string): IteratorReturnResult<string> {
    return { done: true, value };
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
