import { checkOptions, option } from '../../core/index.ts';

/** Is called with what has happened; a promise it returns is awaited before anything goes on. */
export type Receiver<Payload> = (payload: Payload) => unknown;

export interface ConnectOptions {
  /** Connects only one receiver of this id, however often the connecting code runs. */
  readonly id?: string;
}

/** Calls a receiver; what it returns is awaited. */
export type Call<Payload> = (receiver: Receiver<Payload>, payload: Payload) => unknown;

/** An occasion that receivers can be connected to. */
export class Signal<Payload> {
  readonly #receivers = new Map<unknown, Receiver<Payload>>();

  /**
   * Has the receiver called from now on, after those connected before. A receiver that is
   * connected already, or whose `id` is taken, is not connected again.
   *
   * @returns what ends the connection.
   */
  connect(receiver: Receiver<Payload>, options: ConnectOptions = {}): () => void {
    checkOptions('connect()', options, { id: option.string });
    const key = options.id ?? receiver;
    if (!this.#receivers.has(key)) this.#receivers.set(key, receiver);
    return () => {
      if (this.#receivers.get(key) === receiver) this.#receivers.delete(key);
    };
  }

  /** Ends the connection of a receiver, or of an id; returns whether there was one. */
  disconnect(receiver: Receiver<Payload> | string): boolean {
    return this.#receivers.delete(receiver);
  }

  /** Whether anybody listens; senders ask before they gather what to tell. */
  get hasReceivers(): boolean {
    return this.#receivers.size > 0;
  }

  /**
   * Calls the receivers one after the other. What one throws goes to whoever sent, and those
   * behind it are not called.
   *
   * @param call - calls one receiver; for whoever measures them.
   */
  async send(payload: Payload, call?: Call<Payload>): Promise<void> {
    for (const receiver of [...this.#receivers.values()]) {
      await (call === undefined ? receiver(payload) : call(receiver, payload));
    }
  }
}
