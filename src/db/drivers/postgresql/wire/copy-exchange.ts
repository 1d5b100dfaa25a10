import { Exchange, type ExchangeContext } from './exchange.ts';
import { copyExpected, unexpectedMessage } from './failures.ts';
import { BACKEND } from './protocol.ts';
import { readRowCount } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/**
 * `COPY … FROM STDIN`. It is sent as a simple query: there, what is still on its way when the server
 * reports an error is ignored by it, and there is exactly one ReadyForQuery in any case.
 */
export class CopyExchange extends Exchange {
  override readonly isExclusive = true;
  /** True when the server wants the rows, false when it is over without any. */
  readonly started: Promise<boolean>;
  /** Whether the server has said its last word, and is ready for something else. */
  isOver = false;
  readonly #sql: string;
  readonly #resolve: (count: number) => void;
  readonly #reject: (error: Error) => void;
  #start: (hasStarted: boolean) => void = () => {};
  #hasStarted = false;
  #count = 0;

  constructor(sql: string, resolve: (count: number) => void, reject: (error: Error) => void) {
    super();
    this.#sql = sql;
    this.#resolve = resolve;
    this.#reject = reject;
    this.started = new Promise((start) => {
      this.#start = start;
    });
  }

  /** Whether more rows would be in vain. */
  get hasEnded(): boolean {
    return this.isOver || this.failure !== undefined;
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
      case BACKEND.copyInResponse:
        this.#hasStarted = true;
        this.#start(true);
        return;
      case BACKEND.commandComplete:
        this.#count = readRowCount(bytes, start, end);
        return;
      case BACKEND.rowDescription:
      case BACKEND.emptyQueryResponse:
        return;
      case BACKEND.copyOutResponse:
      case BACKEND.copyData:
      case BACKEND.copyDone:
        this.refuseCopy(code, context, false);
        return;
      default:
        throw unexpectedMessage(code);
    }
  }

  protected succeed(): void {
    this.#end();
    if (this.#hasStarted) this.#resolve(this.#count);
    else this.#reject(copyExpected());
  }

  protected fail(error: Error): void {
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.isOver = true;
    this.#start(false);
  }
}
