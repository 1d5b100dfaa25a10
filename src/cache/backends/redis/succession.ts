import { isReplyError } from './replies.ts';

type Send = (command: readonly string[]) => Promise<unknown>;

/**
 * Has the server end a connection that was given up when the next one is there. What was sent on it
 * may still be on its way, and would undo later what has been done since.
 */
export class Succession {
  /** What CLIENT KILL finds those by that the server may still have. */
  readonly #filters = new Set<string>();

  /** @param send - of a connection on which nothing was sent: the server keeps to the order. */
  begin(send: Send): void {
    for (const filter of this.#filters) {
      const forget = () => this.#filters.delete(filter);
      send(['CLIENT', 'KILL', ...filter.split(' ')]).then(forget, (error) => {
        // Not allowed here, so never.
        if (isReplyError(error)) forget();
      });
    }
    send(['CLIENT', 'INFO']).then(
      (info) => this.#remember(String(info)),
      // Not allowed, or older than Redis 6.2: then nothing is known to be ended.
      () => undefined,
    );
  }

  /** By the address too: a server that was restarted gives the same numbers to others. */
  #remember(info: string): void {
    const [, id, address] = /\bid=(\d+) addr=(\S+)/.exec(info) ?? [];
    if (id !== undefined) this.#filters.add(`ID ${id} ADDR ${address}`);
  }
}
