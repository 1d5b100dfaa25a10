import { Exchange, type ExchangeContext } from './exchange.ts';
import { BACKEND } from './protocol.ts';
import type { TextBytes } from './text-bytes.ts';

/** SQL without parameters, several statements if need be, whose rows nobody wants. */
export class ScriptExchange extends Exchange {
  readonly #sql: string;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(sql: string, resolve: () => void, reject: (error: Error) => void) {
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
    _bytes: TextBytes,
    _start: number,
    _end: number,
    context: ExchangeContext,
  ): void {
    switch (code) {
      case BACKEND.commandComplete:
      case BACKEND.emptyQueryResponse:
      case BACKEND.rowDescription:
        return;
      default:
        this.refuseCopy(code, context, false);
    }
  }

  protected succeed(): void {
    this.#resolve();
  }

  protected fail(error: Error): void {
    this.#reject(error);
  }
}
