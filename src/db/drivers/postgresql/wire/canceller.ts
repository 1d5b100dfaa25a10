import type { Exchange } from './exchange.ts';
import { queryCancelled } from './failures.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * Cancels exchanges whose signal is aborted.
 *
 * The protocol cancels whatever a connection is running when the request gets there, which need not
 * be what was meant. So a request is sent only while the exchange is at the head; nothing new is
 * written until it has been passed on; and what was in flight behind it and is hit all the same is
 * run again, having been undone by the cancellation.
 */
export class Canceller {
  readonly #pipeline: Pipeline;
  readonly #requestCancel: () => Promise<void>;

  constructor(pipeline: Pipeline, requestCancel: () => Promise<void>) {
    this.#pipeline = pipeline;
    this.#requestCancel = requestCancel;
  }

  watch(exchange: Exchange, signal: AbortSignal): void {
    const abort = () => this.#abort(exchange);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    exchange.onEnd = () => signal.removeEventListener('abort', abort);
  }

  /** The exchange is at the head now; it may have been aborted while it was behind others. */
  arrived(exchange: Exchange): void {
    if (exchange.isAborted) this.#cancelHead();
  }

  #abort(exchange: Exchange): void {
    exchange.isAborted = true;
    if (!exchange.isWritten) exchange.end(queryCancelled());
    else if (exchange === this.#pipeline.head) this.#cancelHead();
  }

  #cancelHead(): void {
    for (const exchange of this.#pipeline.inFlight) exchange.mayBeHit = true;
    this.#pipeline.hold();
    void this.#requestCancel().finally(() => this.#pipeline.release());
  }
}
