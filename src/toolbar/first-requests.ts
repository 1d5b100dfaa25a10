import type { Trace } from '../observe/index.ts';

/** Routes that are remembered; applications have hundreds. */
const MAX_ROUTES = 5_000;

/** Tells which traces are the first of their route since the process started. */
export class FirstRequests {
  readonly #routes = new Set<string>();
  readonly #first = new WeakSet<Trace>();

  /** To be called for each request once its route is known. */
  note(trace: Trace): void {
    if (trace.route === undefined || this.#routes.size >= MAX_ROUTES) return;
    const name = `${trace.method} ${trace.route}`;
    if (this.#routes.has(name)) return;
    this.#routes.add(name);
    this.#first.add(trace);
  }

  has(trace: Trace): boolean {
    return this.#first.has(trace);
  }
}
