import { Exchange, type ExchangeContext } from './exchange.ts';
import { BACKEND } from './protocol.ts';
import { readCommand } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** SQL without parameters, several statements if need be, whose rows nobody wants. */
export class ScriptExchange extends Exchange {
  readonly #sql: string;
  readonly #resolve: (command: string) => void;
  readonly #reject: (error: Error) => void;

  #command = '';

  constructor(sql: string, resolve: (command: string) => void, reject: (error: Error) => void) {
    super();
    this.#sql = sql;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  write({ writer }: ExchangeContext): void {
    writer.query(this.#sql);
  }

  message(
    code: number,
    bytes: TextBytes,
    start: number,
    end: number,
    context: ExchangeContext,
  ): void {
    switch (code) {
      case BACKEND.commandComplete:
        this.#command = readCommand(bytes, start, end);
        return;
      case BACKEND.emptyQueryResponse:
      case BACKEND.rowDescription:
        return;
      default:
        this.refuseCopy(code, context, false);
    }
  }

  protected succeed(): void {
    this.#resolve(this.#command);
  }

  protected fail(error: Error): void {
    this.#reject(error);
  }
}
