import type { Exchange } from './exchange.ts';
import { queryCancelled } from './failures.ts';
import type { Pipeline } from './pipeline.ts';

/** Waited before a request is repeated; each time twice as long, up to the longest. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Cancels exchanges whose signal is aborted.
 *
 * The protocol cancels whatever a connection is running when the request gets there, which need not
 * be what was meant. So a request is sent only while the exchange is at the head; nothing new is
 * written until it has been passed on; and what was in flight behind it and is hit all the same is
 * run again, having been undone by the cancellation. Of those that share a Sync each may be the one
 * that runs; who is hit among them is run again, too.
 *
 * The request goes over a connection of its own and may get there before the statement does; the
 * server then drops it. So it is repeated for as long as the exchange stays at the head.
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

  /** The head is a new one; it may have been aborted while it was behind others. */
  arrived(head: Exchange): void {
    if (head.isAborted) this.#cancelHead(head);
    // Those behind it that share its Sync are as good as there, as soon as the first of them is.
    if (!head.sharesSync || head.isBehindShared) return;
    for (const exchange of this.#pipeline.sharing()) {
      if (exchange.isAborted) this.#cancelHead(exchange);
    }
  }

  #abort(exchange: Exchange): void {
    exchange.isAborted = true;
    if (!exchange.isWritten) exchange.end(queryCancelled());
    else this.#cancelHead(exchange);
  }

  #cancelHead(exchange: Exchange, pauseMs = FIRST_PAUSE_MS): void {
    if (!this.#isRunning(exchange)) return;
    for (const other of this.#pipeline.inFlight) other.mayBeHit = true;
    this.#pipeline.hold();
    void this.#requestCancel().finally(() => {
      this.#pipeline.release();
      const repeat = () => this.#cancelHead(exchange, Math.min(pauseMs * 2, LONGEST_PAUSE_MS));
      if (this.#isRunning(exchange)) setTimeout(repeat, pauseMs).unref();
    });
  }

  /**
   * Whether the server may be running it: it is at the head, or shares the Sync of the head, whose
   * answers come when all are there.
   */
  #isRunning(exchange: Exchange): boolean {
    const { head } = this.#pipeline;
    if (exchange === head) return true;
    if (head?.sharesSync !== true) return false;
    for (const other of this.#pipeline.sharing()) if (other === exchange) return true;
    return false;
  }
}
