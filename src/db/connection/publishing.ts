import type { MaybePromise } from '../../core/index.ts';
import { currentContext, type QueryOrigin, queryChannel, threadClock } from '../../events/index.ts';
import { BytesOfList } from '../sql/bytes-of-list.ts';
import type { DatabaseValue, RawRow } from '../sql/statement.ts';
import { waitedMs } from './lane-wait.ts';

/** A statement as it is told to whoever listens. */
export interface PublishedStatement {
  readonly database: string;
  readonly sql: string;
  readonly parameters: readonly DatabaseValue[];
  readonly origin: QueryOrigin;
  /** `performance.now()` when the caller asked for it. */
  readonly askedMs: number;
}

/** Runs one statement and publishes it, failed or not. */
export function publishing<T>(
  statement: PublishedStatement,
  work: () => MaybePromise<T>,
): MaybePromise<T> {
  if (!queryChannel.hasSubscribers) return work();
  threadClock.mark(currentContext());
  const sentMs = performance.now();
  let result: MaybePromise<T>;
  try {
    result = work();
  } catch (error) {
    publish(statement, { sentMs, isBlocking: true, rowCount: 0, error });
    throw error;
  }
  if (result instanceof Promise) return publishingLater(statement, sentMs, result);
  publish(statement, { sentMs, isBlocking: true, rowCount: countRows(result), error: undefined });
  return result;
}

function publishingLater<T>(
  statement: PublishedStatement,
  askedLaneMs: number,
  result: Promise<T>,
): Promise<T> {
  const end = (rowCount: number, error: unknown) => {
    const sentMs = askedLaneMs + waitedMs(result);
    publish(statement, { sentMs, isBlocking: false, rowCount, error });
  };
  return result.then(
    (value) => {
      end(countRows(value), undefined);
      return value;
    },
    (error) => {
      end(0, error);
      throw error;
    },
  );
}

/** Passes the chunks of a stream on, and publishes it when the last was read or the loop was left. */
export async function* publishingStream(
  statement: PublishedStatement,
  chunks: AsyncIterable<readonly RawRow[]>,
): AsyncGenerator<readonly RawRow[], void, undefined> {
  const sentMs = performance.now();
  let rowCount = 0;
  let failure: unknown;
  try {
    for await (const chunk of chunks) {
      rowCount += chunk.length;
      yield chunk;
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    if (queryChannel.hasSubscribers) {
      publish(statement, { sentMs, isBlocking: false, rowCount, error: failure });
    }
  }
}

interface StatementEnd {
  /** When it began to run: waiting in its lane is over then. */
  readonly sentMs: number;
  readonly isBlocking: boolean;
  readonly rowCount: number;
  readonly error: unknown;
}

function publish(
  { database, sql, parameters, origin, askedMs }: PublishedStatement,
  { sentMs, isBlocking, rowCount, error }: StatementEnd,
): void {
  queryChannel.publish({
    context: currentContext(),
    database,
    sql,
    parameters: parameters.map(told),
    startedMs: askedMs,
    waitMs: sentMs - askedMs,
    durationMs: performance.now() - sentMs,
    isBlocking,
    rowCount,
    origin,
    error,
  });
}

/** A list is told by its items, however it was sent. */
function told(parameter: DatabaseValue): unknown {
  return parameter instanceof BytesOfList ? parameter.items : parameter;
}

/** Rows returned or changed, whatever form the result has. */
function countRows(result: unknown): number {
  if (Array.isArray(result)) return result.length;
  if (typeof result !== 'object' || result === null) return 0;
  if ('rows' in result && Array.isArray(result.rows) && result.rows.length > 0) {
    return result.rows.length;
  }
  if ('rowCount' in result) return Number(result.rowCount);
  return 'changes' in result ? Number(result.changes) : 0;
}
