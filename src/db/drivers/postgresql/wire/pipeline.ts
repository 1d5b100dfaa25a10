import type { Socket } from 'node:net';
import { asError, type Exchange, type ExchangeContext } from './exchange.ts';
import { Fifo } from './fifo.ts';
import type { MessageWriter } from './message-writer.ts';

/** More is not collected for one write; it would only lie in memory. */
const MAX_PENDING_BYTES = 262_144;

/** Statements that share a Sync: more save no time, and the first waits for the last (bench: `wire`). */
const MAX_SHARING = 32;

/**
 * The exchanges of a connection in their order: those that wait to be written, and those in flight,
 * whose answers come in the order in which they were written.
 *
 * What is written in one turn of the event loop goes to the socket in one piece. Nothing is written
 * while the socket has more than it can send, while too many are in flight, or while somebody holds
 * the pipeline.
 */
export class Pipeline {
  readonly #socket: Socket;
  readonly #writer: MessageWriter;
  readonly #context: ExchangeContext;
  readonly #maxInFlight: number;
  readonly #waiting = new Fifo<Exchange>();
  readonly #inFlight = new Fifo<Exchange>();
  /** The last one that was written, while its Sync may still be left to one behind it. */
  #unsynced: Exchange | undefined;
  /** How many are to share that Sync. */
  #sharing = 0;
  #isFlushScheduled = false;
  #isClogged = false;
  #holds = 0;
  #onDrain: (() => void)[] = [];
  #onIdle: (() => void)[] = [];

  constructor(socket: Socket, context: ExchangeContext, maxInFlight: number) {
    this.#socket = socket;
    this.#writer = context.writer;
    this.#context = context;
    this.#maxInFlight = maxInFlight;
    socket.on('drain', () => this.#drained());
  }

  /** Exchanges that are not over. */
  get length(): number {
    return this.#waiting.length + this.#inFlight.length;
  }

  get inFlight(): Fifo<Exchange> {
    return this.#inFlight;
  }

  /** The one whose answers are arriving. */
  get head(): Exchange | undefined {
    return this.#inFlight.peek();
  }

  /** The head and those behind it that share its Sync. */
  *sharing(): Generator<Exchange, void, undefined> {
    for (const exchange of this.#inFlight) {
      yield exchange;
      if (!exchange.sharesSync) return;
    }
  }

  add(exchange: Exchange): void {
    exchange.isWritten = false;
    this.#waiting.push(exchange);
    this.advance();
  }

  /** Takes the head out, which has been answered. */
  shift(): Exchange | undefined {
    return this.#inFlight.shift();
  }

  /** Writes what waits, as far as it may. */
  advance(): void {
    while (this.#holds === 0 && !this.#isClogged && this.#inFlight.length < this.#maxInFlight) {
      const exchange = this.#waiting.shift();
      if (exchange === undefined) break;
      // One that was aborted before has been told so.
      if (!exchange.isAborted) this.#write(exchange);
    }
    if (this.length === 0) this.#idle();
  }

  /** Lets nothing more be written until it has been released as often as held. */
  hold(): void {
    this.#holds++;
  }

  release(): void {
    this.#holds--;
    this.advance();
  }

  /** Sends what has been written when the current work of this turn is done. */
  scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    process.nextTick(() => {
      this.#isFlushScheduled = false;
      this.flush();
    });
  }

  flush(): void {
    this.#sync();
    const bytes = this.#writer.take();
    if (bytes !== undefined && !this.#socket.write(bytes)) this.#isClogged = true;
  }

  /** Resolves when the socket can take more. */
  writable(): Promise<void> | undefined {
    return this.#isClogged ? new Promise((resolve) => this.#onDrain.push(resolve)) : undefined;
  }

  /** Resolves when everything is over. */
  whenIdle(): Promise<void> {
    return this.length === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Fails everything: the connection is gone. */
  fail(error: Error): void {
    this.#unsynced = undefined;
    this.#sharing = 0;
    for (const queue of [this.#inFlight, this.#waiting]) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) next.end(error);
    }
    this.#drained();
    this.#idle();
  }

  #write(exchange: Exchange): void {
    exchange.sharesSync = exchange.mayShareSync(this.#context);
    if (!exchange.sharesSync) this.#sync();
    exchange.isBehindShared = this.#unsynced !== undefined;
    try {
      exchange.write(this.#context);
    } catch (error) {
      exchange.end(asError(error));
      return;
    }
    exchange.isWritten = true;
    this.#inFlight.push(exchange);
    if (exchange.sharesSync) this.#leaveSync(exchange);
    if (exchange.isExclusive) this.hold();
    if (this.#writer.pendingBytes > MAX_PENDING_BYTES) this.flush();
    else this.scheduleFlush();
  }

  /** Leaves the Sync to the next one that is written, unless there are enough that share it. */
  #leaveSync(exchange: Exchange): void {
    this.#unsynced = exchange;
    this.#sharing++;
    if (this.#sharing >= MAX_SHARING) this.#sync();
  }

  /** Writes the Sync that was left out, as that of the last one. */
  #sync(): void {
    if (this.#unsynced === undefined) return;
    this.#writer.sync();
    this.#unsynced.sharesSync = false;
    this.#unsynced = undefined;
    this.#sharing = 0;
  }

  #drained(): void {
    this.#isClogged = false;
    const waiting = this.#onDrain;
    this.#onDrain = [];
    for (const resolve of waiting) resolve();
    this.advance();
  }

  #idle(): void {
    if (this.#onIdle.length === 0) return;
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}
