import { queryCancelled } from '../../connection/cancelled.ts';
import { WaitingLine } from '../../connection/waiting-line.ts';
import { dbError } from '../../errors.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { Lane, RawResult } from '../driver.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { ConnectionPool } from './pool.ts';
import { SharedConnection } from './shared-connection.ts';
import type { Submission } from './submission.ts';

/** From this many statements on a connection, another one is taken if there is one. */
const SPREAD_FROM = 2;

/** Most statements sent ahead on one connection; the others wait here, where they can be moved. */
const MAX_IN_FLIGHT = 64;

/** Raw SQL that is one statement and leaves nothing behind in the session. */
const PLAIN = /^\s*(select|with|values|table|insert|update|delete|merge)\b/i;

const CHANGES_SESSION = /^\s*(set|reset|listen|unlisten|discard|load|prepare|deallocate)\b/i;

/**
 * Statements outside of any transaction, from all callers, over few connections: each carries
 * many statements that are on their way at a time. On one connection the server runs them one
 * after the other, so a statement waits for those before it. Hence:
 *
 * - reads and writes do not share a connection at a time: a write may wait for the lock of a
 *   transaction, which may itself be waiting for what somebody reads;
 * - a connection whose statement takes long gets no more;
 * - half of the pool at most is used like this, the rest is for transactions.
 */
export class AutocommitLane implements Lane {
  readonly #pool: ConnectionPool;
  readonly #maxShared: number;
  readonly #shared: SharedConnection[] = [];
  /** Connections asked of the pool and not here yet. */
  #expected = 0;
  readonly #waiting: WaitingLine<Submission>;

  constructor(pool: ConnectionPool, settings: { poolSize: number; acquireTimeoutMs: number }) {
    this.#pool = pool;
    this.#maxShared = Math.max(1, Math.floor(settings.poolSize / 2));
    this.#waiting = new WaitingLine(settings.acquireTimeoutMs, (submission) => {
      submission.reject(laneTimeout(settings));
    });
  }

  query(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<readonly RawRow[]> {
    const run = (connection: PostgresqlConnection) => connection.query(statement, values, signal);
    return this.#submit(statement.isWrite, run, signal);
  }

  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult> {
    const run = (connection: PostgresqlConnection) => connection.execute(statement, values, signal);
    return this.#submit(true, run, signal);
  }

  run(sql: string): Promise<void> {
    return this.#alone((connection) => connection.run(sql));
  }

  /**
   * The caller's own SQL may do anything, but one thing makes no sense here: it must not leave a
   * transaction open, or settings behind, for whoever comes next on the connection.
   */
  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawResult> {
    const run = (connection: PostgresqlConnection) => connection.raw(sql, values, signal);
    if (PLAIN.test(sql)) return this.#submit(true, run, signal);
    return this.#alone(async (connection) => {
      const result = await run(connection);
      if (connection.isInTransaction) throw manualTransaction(sql);
      if (CHANGES_SESSION.test(sql)) await connection.close();
      return result;
    });
  }

  async *stream(
    statement: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined> {
    const connection = await this.#pool.acquire(signal);
    try {
      yield* connection.stream(statement, values, chunkRows, signal);
    } finally {
      this.#pool.release(connection);
    }
  }

  /** Runs on a connection that nobody else uses meanwhile. */
  async #alone<T>(work: (connection: PostgresqlConnection) => Promise<T>): Promise<T> {
    const connection = await this.#pool.acquire();
    try {
      return await work(connection);
    } finally {
      this.#pool.release(connection);
    }
  }

  #submit<T>(
    isWrite: boolean,
    run: (connection: PostgresqlConnection) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const answered = resolve as (result: unknown) => void;
      this.#place({ isWrite, run, signal, resolve: answered, reject, isRepeated: false });
    });
  }

  #place(submission: Submission): void {
    const target = this.#waiting.length === 0 ? this.#connectionFor(submission) : undefined;
    if (target === undefined) this.#queue(submission);
    else this.#send(target, submission);
  }

  /** Puts one in line; when its signal is aborted there, it is not sent at all. */
  #queue(submission: Submission): void {
    this.#waiting.push(submission);
    submission.signal?.addEventListener(
      'abort',
      () => {
        if (this.#waiting.remove(submission)) submission.reject(queryCancelled());
      },
      { once: true },
    );
  }

  /** The connection with the fewest statements on it, or one more where that helps. */
  #connectionFor({ isWrite }: Submission): SharedConnection | undefined {
    if (this.#mustYield()) return undefined;
    let best: SharedConnection | undefined;
    for (const shared of this.#shared) {
      if (!shared.takes(isWrite) || shared.length >= MAX_IN_FLIGHT) continue;
      if (best === undefined || shared.length < best.length) best = shared;
    }
    if (best !== undefined && best.length < SPREAD_FROM) return best;
    return this.#oneMore() ?? best;
  }

  /** Another idle connection, at once; else one is asked for, which comes when it comes. */
  #oneMore(): SharedConnection | undefined {
    if (this.#shared.length + this.#expected >= this.#maxShared) return undefined;
    const idle = this.#pool.tryAcquire();
    if (idle !== undefined) return this.#share(idle);
    this.#expected += 1;
    this.#pool.acquire().then(
      (connection) => {
        this.#expected -= 1;
        this.#share(connection);
        this.#feed();
      },
      (error) => {
        this.#expected -= 1;
        if (this.#shared.length + this.#expected > 0) return;
        for (const submission of this.#waiting.drain()) submission.reject(error);
      },
    );
    return undefined;
  }

  #share(connection: PostgresqlConnection): SharedConnection {
    const shared = new SharedConnection(connection);
    this.#shared.push(shared);
    return shared;
  }

  /** A transaction waits and all connections there are carry statements of this lane. */
  #mustYield(): boolean {
    return this.#pool.waitingCount > 0 && this.#shared.length >= this.#pool.size;
  }

  #send(shared: SharedConnection, submission: Submission): void {
    shared.push(submission);
    submission.run(shared.connection).then(
      (result) => {
        shared.remove(submission);
        submission.resolve(result);
        this.#answered(shared);
      },
      (error) => {
        const wasFirst = shared.remove(submission) && !shared.isLost;
        if (shared.canRepeat(submission, error, wasFirst)) this.#repeat(submission);
        else submission.reject(error);
        this.#answered(shared);
      },
    );
  }

  #repeat(submission: Submission): void {
    submission.isRepeated = true;
    this.#place(submission);
  }

  /** Feeds the lane, then gives a connection back that has nothing more to do. */
  #answered(shared: SharedConnection): void {
    if (this.#waiting.length > 0 && shared.connection.isOpen) this.#feed();
    if (shared.length === 0) this.#give(shared);
    if (this.#waiting.length > 0 && this.#shared.length === 0) this.#feed();
  }

  #give(shared: SharedConnection): void {
    const index = this.#shared.indexOf(shared);
    if (index === -1) return;
    this.#shared.splice(index, 1);
    this.#pool.release(shared.connection);
  }

  /** Sends what waits, in order, as far as there is room. */
  #feed(): void {
    for (let next = this.#waiting.first; next !== undefined; next = this.#waiting.first) {
      const target = this.#connectionFor(next);
      if (target === undefined) break;
      this.#waiting.shift();
      this.#send(target, next);
    }
    for (const shared of [...this.#shared]) {
      if (shared.length === 0) this.#give(shared);
    }
  }
}

function laneTimeout({ acquireTimeoutMs }: { acquireTimeoutMs: number }) {
  return dbError(
    'db.pool.timeout',
    `A query waited longer than acquireTimeoutMs (${acquireTimeoutMs} ms) to be sent.`,
    {
      hint: 'The server answers too slowly for what it is asked; look for slow queries and locks.',
      details: { acquireTimeoutMs },
    },
  );
}

function manualTransaction(sql: string) {
  return dbError('db.transaction.manual', 'A raw statement left a transaction open.', {
    hint: 'It has been undone. Use atomic(), which keeps the connection for all its statements.',
    details: { sql },
  });
}
