import type { Socket } from 'node:net';
import { requestCancel } from './cancel-request.ts';
import { Canceller } from './canceller.ts';
import type { ConnectedClient } from './client.ts';
import { asError, type Exchange, type ExchangeContext } from './exchange.ts';
import {
  connectionLost,
  protocolError,
  queryCancelled,
  unexpectedMessage,
  wrongEncoding,
} from './failures.ts';
import { type MessageHandler, MessageParser } from './message-parser.ts';
import { MessageWriter } from './message-writer.ts';
import { Pipeline } from './pipeline.ts';
import { PreparedStatement } from './prepared-statement.ts';
import { BACKEND, STATUS } from './protocol.ts';
import {
  isFatal,
  type Notification,
  readNotification,
  readReport,
  readStrings,
  type ServerReport,
  serverError,
} from './server-message.ts';
import { StatementStore } from './statements.ts';
import type { TextBytes } from './text-bytes.ts';

export interface SessionOptions {
  /** Prepared statements kept on the server. */
  readonly maxStatements: number;
  /** Exchanges written and not answered. */
  readonly maxInFlight: number;
  /** False where a proxy gives each transaction another server: statements are parsed each time. */
  readonly areStatementsNamed: boolean;
  readonly onNotice: (notice: ServerReport) => void;
  readonly onNotification: (notification: Notification) => void;
  /** The connection is gone, with everything that was in flight. Called once. */
  readonly onLost: (error: Error) => void;
}

/** What the server's messages mean for the exchanges in flight, from taking over until the end. */
export class Session implements MessageHandler, ExchangeContext {
  readonly writer = new MessageWriter();
  readonly pipeline: Pipeline;
  readonly canceller: Canceller;
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #statements: StatementStore;
  #status: number = STATUS.idle;
  /** The last thing the server or the socket said before it went. */
  #reason: unknown;
  #loss: Error | undefined;

  constructor(client: ConnectedClient, options: SessionOptions) {
    this.#socket = client.connection.stream;
    this.#options = options;
    this.#statements = new StatementStore(
      this.writer,
      options.maxStatements,
      options.areStatementsNamed,
    );
    this.pipeline = new Pipeline(this.#socket, this, options.maxInFlight);
    this.canceller = new Canceller(this.pipeline, () => requestCancel(client));
    this.#takeOver(client);
  }

  /** Why nothing can be run any more. */
  get loss(): Error | undefined {
    return this.#loss;
  }

  /** Whether the last answer left a transaction open, or a failed one. */
  get isInTransaction(): boolean {
    return this.#status !== STATUS.idle;
  }

  /** Whether that transaction can only be rolled back. */
  get hasFailedTransaction(): boolean {
    return this.#status === STATUS.failed;
  }

  statement(sql: string, isKept: boolean): PreparedStatement {
    return isKept ? this.#statements.get(sql) : new PreparedStatement(sql, '');
  }

  isDescribed(sql: string): boolean {
    return this.#statements.isDescribed(sql);
  }

  newStatementName(): string {
    return this.#statements.newName();
  }

  abandonCopy(isExtended: boolean): void {
    // What is in flight behind it went into the COPY, and no answer could be told from another.
    if (this.pipeline.inFlight.length > 1) {
      throw protocolError('A COPY began in the middle of other statements.');
    }
    this.writer.copyFail('COPY does not run as an ordinary statement');
    if (isExtended) this.writer.sync();
    this.pipeline.scheduleFlush();
  }

  dataRows(bytes: TextBytes, offset: number, end: number): number {
    return this.#expectHead(BACKEND.dataRow).dataRows(bytes, offset, end);
  }

  message(code: number, bytes: TextBytes, start: number, end: number): void {
    switch (code) {
      case BACKEND.readyForQuery:
        this.#ready(bytes[start]!);
        return;
      case BACKEND.commandComplete:
        this.#completed(this.#expectHead(code), bytes, start, end);
        return;
      case BACKEND.errorResponse:
        this.#error(readReport(bytes, start, end));
        return;
      case BACKEND.noticeResponse:
        this.#options.onNotice(readReport(bytes, start, end));
        return;
      case BACKEND.notificationResponse:
        this.#options.onNotification(readNotification(bytes, start, end));
        return;
      case BACKEND.parameterStatus:
        this.#parameter(readStrings(bytes, start, end));
        return;
      default:
        this.#expectHead(code).message(code, bytes, start, end, this);
    }
  }

  /** Ends the connection at once; what is in flight fails. */
  lose(cause: unknown): void {
    if (this.#loss !== undefined) return;
    this.#loss = connectionLost(this.#reason ?? cause);
    this.#socket.destroy();
    this.pipeline.fail(this.#loss);
    this.#options.onLost(this.#loss);
  }

  /**
   * From here on pg's client reads nothing more. It has read everything up to the ReadyForQuery
   * that ended the login or its last query, after which the server says nothing by itself but
   * what may come at any time.
   */
  #takeOver(client: ConnectedClient): void {
    const parser = new MessageParser(this);
    this.#socket.removeAllListeners('data');
    this.#socket.on('data', (chunk: Buffer) => {
      try {
        parser.push(chunk);
      } catch (error) {
        this.lose(error);
      }
    });
    this.#socket.on('close', () => this.lose(undefined));
    // pg's client reports what its socket does; without a listener an error would end the process.
    client.on('error', (error) => {
      this.#reason ??= error;
    });
  }

  /** One whose Sync is that of another is over; the server is ready for the next at once. */
  #completed(exchange: Exchange, bytes: TextBytes, start: number, end: number): void {
    exchange.message(BACKEND.commandComplete, bytes, start, end, this);
    if (!exchange.sharesSync) return;
    this.pipeline.shift();
    this.#settle(exchange);
    this.#headArrived();
  }

  #ready(status: number): void {
    this.#status = status;
    const exchange = this.pipeline.shift();
    if (exchange === undefined) throw unexpectedMessage(BACKEND.readyForQuery);
    if (exchange.sharesSync && exchange.failure === undefined) {
      throw unexpectedMessage(BACKEND.readyForQuery);
    }
    const isFirst = !exchange.isBehindShared;
    const { sharesSync } = exchange;
    if (isFirst || exchange.failure === undefined) this.#settle(exchange);
    else this.#repeatAlone(exchange);
    if (sharesSync) this.#repeatRest();
    this.#headArrived();
    this.pipeline.advance();
  }

  /** An error has made the server skip all up to the Sync: what is left of those that share it. */
  #repeatRest(): void {
    for (let isLast = false; !isLast; ) {
      const next = this.pipeline.shift();
      // Written again, it shares none.
      isLast = next?.sharesSync !== true;
      if (next !== undefined) this.#repeatAlone(next);
    }
  }

  /** Runs it again with nothing before it in its transaction, so that an error is its own. */
  #repeatAlone(exchange: Exchange): void {
    exchange.repeatAlone();
    this.#again(exchange);
  }

  /** One that was aborted meanwhile would not be written any more. */
  #again(exchange: Exchange): void {
    if (exchange.isAborted) exchange.end(queryCancelled());
    else this.pipeline.add(exchange);
  }

  #headArrived(): void {
    if (this.pipeline.head !== undefined) this.canceller.arrived(this.pipeline.head);
  }

  #settle(exchange: Exchange): void {
    const { failure } = exchange;
    if (failure === undefined) {
      succeed(exchange);
      return;
    }
    const canRetry = exchange.canRetry(failure, this);
    // In a transaction the failure has undone more than this statement.
    if (canRetry && !this.isInTransaction) this.#again(exchange);
    else exchange.end(failure);
  }

  #error(report: ServerReport): void {
    const error = serverError(report);
    if (isFatal(report) || this.pipeline.head === undefined) this.#reason = error;
    else this.pipeline.head.failure ??= error;
  }

  #parameter([name, value]: readonly string[]): void {
    if (name === 'client_encoding' && value !== 'UTF8') throw wrongEncoding(value ?? '');
  }

  #expectHead(code: number): Exchange {
    const { head } = this.pipeline;
    if (head === undefined) throw unexpectedMessage(code);
    return head;
  }
}

function succeed(exchange: Exchange): void {
  try {
    exchange.end(undefined);
  } catch (error) {
    exchange.end(asError(error));
  }
}
