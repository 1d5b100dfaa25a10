import { asError, Exchange, type ExchangeContext, hasSqlState } from './exchange.ts';
import type { WireValue } from './parameters.ts';
import type { PreparedStatement } from './prepared-statement.ts';
import { BACKEND } from './protocol.ts';
import { type RowDecoder, type RowReader, type RowSink, skipRows } from './row-reader.ts';
import {
  type ResultColumn,
  readColumns,
  readRowCount,
  type ServerError,
} from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** What a statement gave. */
export interface QueryResult<Result> {
  /** What the reader made of the rows. */
  readonly rows: Result;
  /** How many rows it returned or changed, as the server counts. */
  readonly count: number;
  readonly columns: readonly ResultColumn[];
  /** With what to read on in its portal; undefined when that has no more rows. */
  readonly resume: RowDecoder<Result> | undefined;
}

export interface QueryRun<Result> {
  readonly sql: string;
  readonly values: readonly WireValue[];
  readonly reader: RowReader<Result>;
  /** Name of the portal; the one without a name lasts until the next statement. */
  readonly portal: string;
  /** After so many rows the portal is suspended; 0 for never. */
  readonly maxRows: number;
  /** Whether the server keeps the statement under a name. */
  readonly isKept: boolean;
  /** Whether it may share its Sync. */
  readonly isPureRead: boolean;
  /** Reads on in a portal that was suspended, with the decoder of its first rows. */
  readonly resume?: RowDecoder<Result> | undefined;
}

/** SQLSTATE of a name that no prepared statement has. */
const NO_SUCH_STATEMENT = '26000';
/** … of what the server can't do, `cached plan must not change result type` among it. */
const NOT_SUPPORTED = '0A000';
/** The function of the server that finds a plan's columns changed. */
const PLAN_CHECK = 'RevalidateCachedQuery';
const CANCELLED = '57014';

/** One run of a prepared statement. */
export class QueryExchange<Result> extends Exchange {
  readonly #run: QueryRun<Result>;
  readonly #resolve: (result: QueryResult<Result>) => void;
  readonly #reject: (error: Error) => void;
  #statement: PreparedStatement | undefined;
  /** What the statement was called when it was bound. */
  #name = '';
  /** Parse was written with it and has not been confirmed. */
  #isParsing = false;
  #decoder: RowDecoder<Result> | undefined;
  #sink: RowSink<Result> | undefined;
  #count = 0;
  #isSuspended = false;
  #hasRetried = false;
  #isAlone = false;

  constructor(
    run: QueryRun<Result>,
    resolve: (result: QueryResult<Result>) => void,
    reject: (error: Error) => void,
  ) {
    super();
    this.#run = run;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  write(context: ExchangeContext): void {
    const { portal, maxRows, resume } = this.#run;
    if (resume === undefined) this.#bind(context);
    else this.#decoder = resume;
    context.writer.execute(portal, maxRows);
    if (!this.sharesSync) context.writer.sync();
  }

  /** The first run of a statement is not among them: it is not known yet whether it can be parsed. */
  override mayShareSync(context: ExchangeContext): boolean {
    const { isPureRead, sql } = this.#run;
    return isPureRead && !this.#isAlone && !context.isInTransaction && context.isDescribed(sql);
  }

  override repeatAlone(): void {
    super.repeatAlone();
    this.#sink = undefined;
    this.#isAlone = true;
  }

  override dataRows(bytes: TextBytes, offset: number, end: number): number {
    if (this.failure !== undefined) return skipRows(bytes, offset, end);
    try {
      return this.#openSink().readRows(bytes, offset, end);
    } catch (error) {
      this.failure = asError(error);
      return skipRows(bytes, offset, end);
    }
  }

  message(
    code: number,
    bytes: TextBytes,
    start: number,
    end: number,
    context: ExchangeContext,
  ): void {
    switch (code) {
      case BACKEND.bindComplete:
      case BACKEND.parameterDescription:
      case BACKEND.closeComplete:
      case BACKEND.emptyQueryResponse:
        return;
      case BACKEND.commandComplete:
        this.#count = readRowCount(bytes, start, end);
        return;
      case BACKEND.parseComplete:
        this.#parsed(undefined);
        return;
      case BACKEND.rowDescription:
        this.#statement?.describe(readColumns(bytes, start));
        return;
      case BACKEND.noData:
        this.#statement?.describe([]);
        return;
      case BACKEND.portalSuspended:
        this.#isSuspended = true;
        return;
      default:
        this.refuseCopy(code, context, true);
    }
  }

  protected succeed(): void {
    this.#resolve({
      rows: this.#openSink().finish(),
      count: this.#count,
      columns: this.#statement?.columns ?? [],
      resume: this.#isSuspended ? this.#decoder : undefined,
    });
  }

  protected fail(error: Error): void {
    const { parseFailure } = this.#statement ?? {};
    if (this.#isParsing) this.#parsed(error);
    this.#reject(hasSqlState(error, NO_SUCH_STATEMENT) ? (parseFailure ?? error) : error);
  }

  override canRetry(failure: Error, context: ExchangeContext): boolean {
    if (hasSqlState(failure, CANCELLED)) return this.mayBeHit && !this.isAborted && this.#again();
    const isLost = hasSqlState(failure, NO_SUCH_STATEMENT);
    const isChanged =
      hasSqlState(failure, NOT_SUPPORTED) && (failure as ServerError).routine === PLAN_CHECK;
    if (!isLost && !isChanged) return false;
    // Another run may have seen the same and begun anew already.
    if (this.#statement?.name === this.#name) this.#statement.restart(context.newStatementName());
    return this.#again();
  }

  #bind(context: ExchangeContext): void {
    const { sql, values, reader, portal, isKept } = this.#run;
    const statement = context.statement(sql, isKept);
    this.#statement = statement;
    this.#isParsing = statement.prepare(context.writer);
    this.#name = statement.name;
    this.#decoder = statement.bind(context.writer, portal, values, reader);
  }

  /** What became of Parse; if it failed, the next run has to parse again. */
  #parsed(failure: Error | undefined): void {
    this.#isParsing = false;
    const statement = this.#statement!;
    statement.parseFailure = failure;
    if (failure !== undefined && statement.name === this.#name) statement.isParsed = false;
  }

  #again(): boolean {
    if (this.#hasRetried || this.#run.resume !== undefined) return false;
    this.#hasRetried = true;
    this.failure = undefined;
    this.#sink = undefined;
    return true;
  }

  #openSink(): RowSink<Result> {
    if (this.#sink === undefined) {
      this.#decoder ??= this.#statement!.textDecoder(this.#run.reader);
      this.#sink = this.#decoder.open();
    }
    return this.#sink;
  }
}
