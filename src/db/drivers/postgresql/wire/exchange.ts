import { copyRefused, unexpectedMessage } from './failures.ts';
import type { MessageWriter } from './message-writer.ts';
import type { PreparedStatement } from './prepared-statement.ts';
import { BACKEND } from './protocol.ts';
import { skipRows } from './row-reader.ts';
import type { ServerError } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** What an exchange may ask of the connection it runs on. */
export interface ExchangeContext {
  readonly writer: MessageWriter;
  /** Whether the last answer left a transaction open, or a failed one. */
  readonly isInTransaction: boolean;
  /** The prepared statement of this SQL. Asked when it is written, for it can be evicted before. */
  statement(sql: string, isKept: boolean): PreparedStatement;
  /** Whether the server has described this SQL, which is then known by its name. */
  isDescribed(sql: string): boolean;
  /** A name that no statement of the connection has had. */
  newStatementName(): string;
  /**
   * Ends a COPY that nobody asked for.
   *
   * @param isExtended whether it runs in the extended protocol, where the server skips what
   * follows an error up to a Sync, and where the Sync sent already was lost in the COPY.
   */
  abandonCopy(isExtended: boolean): void;
}

/**
 * Messages to the server up to a Sync, and its answers up to the ReadyForQuery for it. Since each
 * statement has its own, an error in one leaves those before and behind it alone; those that share
 * one are run again if it does not (docs/decisions/0016-shared-syncs.md).
 */
export abstract class Exchange {
  /** Nothing may be written behind it until its own data is out; COPY is like that. */
  readonly isExclusive: boolean = false;
  /** Why it will fail when the server is ready again. */
  failure: Error | undefined;
  /** Whether it has been sent to the server. */
  isWritten = false;
  /** The Sync behind it is that of another behind it; it is over when its command is complete. */
  sharesSync = false;
  /** Others that share its Sync were written before it: they are one transaction. */
  isBehindShared = false;
  /** Its caller wants it to be cancelled. */
  isAborted = false;
  /** A cancel request for another exchange may hit this one. */
  mayBeHit = false;
  /** Called once when it is over, well or not. */
  onEnd: (() => void) | undefined;

  /** Writes all but the Sync of one that may share it, which is up to the pipeline. */
  abstract write(context: ExchangeContext): void;

  /** Whether its Sync may be that of what is written behind it. Asked before it is written. */
  mayShareSync(_context: ExchangeContext): boolean {
    return false;
  }

  /** Makes it ready to be run again with a Sync of its own, after one that it shared. */
  repeatAlone(): void {
    this.failure = undefined;
  }

  /** Takes rows; where nobody reads them they are stepped over. */
  dataRows(bytes: TextBytes, offset: number, end: number): number {
    return skipRows(bytes, offset, end);
  }

  /** @throws db.protocol for a message that has no place in it. */
  abstract message(
    code: number,
    bytes: TextBytes,
    start: number,
    end: number,
    context: ExchangeContext,
  ): void;

  /** Tells the caller; without a failure, what there is to tell can still go wrong. */
  end(failure: Error | undefined): void {
    if (failure === undefined) this.succeed();
    else this.fail(failure);
    this.onEnd?.();
  }

  /** Makes it ready to be written again, if after this failure that can help. */
  canRetry(_failure: Error, _context: ExchangeContext): boolean {
    return false;
  }

  /** The server is ready and there was no failure. */
  protected abstract succeed(): void;
  protected abstract fail(error: Error): void;

  /** COPY by a statement that is not made for it. */
  protected refuseCopy(code: number, context: ExchangeContext, isExtended: boolean): void {
    switch (code) {
      case BACKEND.copyInResponse:
        this.failure = copyRefused();
        context.abandonCopy(isExtended);
        return;
      case BACKEND.copyOutResponse:
        this.failure = copyRefused();
        return;
      case BACKEND.copyData:
      case BACKEND.copyDone:
        return;
      default:
        throw unexpectedMessage(code);
    }
  }
}

/** Whether this is the server's error of that SQLSTATE. */
export function hasSqlState(error: Error, state: string): boolean {
  return (error as ServerError).code === state;
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
