import { BoundedMap } from '../../../core/index.ts';
import { queryCancelled } from '../../connection/cancelled.ts';
import { measuringWait } from '../../connection/lane-wait.ts';
import { WaitingLine } from '../../connection/waiting-line.ts';
import { dbError } from '../../errors.ts';
import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { Lane, RawRows } from '../driver.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { ConnectionPool } from './pool.ts';
import { SharedConnection, SLOW_MS } from './shared-connection.ts';
import type { Submission } from './submission.ts';

/** Texts of statements that are remembered as quick. */
const MAX_KNOWN = 2_000;

/** Raw SQL that is one statement and leaves nothing behind in the session. */
const PLAIN = /^\s*(select|with|values|table|insert|update|delete|merge)\b/i;

const CHANGES_SESSION = /^\s*(set|reset|listen|unlisten|discard|load|prepare|deallocate)\b/i;

/**
 * Statements outside of any transaction, from all callers, over few connections: each carries
 * many statements that are on their way at a time. On one connection the server runs them one
 * after the other, so a statement waits for those before it. Hence:
 *
 * - only statements that were quick the last time are sent behind others and have others behind
 *   them; the rest have a connection to themselves, as in any pool;
 * - reads and writes do not share a connection at a time: a write may wait for the lock of a
 *   transaction, which may itself be waiting for what somebody reads;
 * - half of the pool at most is shared like this, the rest is for transactions.
 */
export class AutocommitLane implements Lane {
  readonly #pool: ConnectionPool;
  readonly #maxShared: number;
  readonly #shared: SharedConnection[] = [];
  /** Connections asked of the pool and not here yet. */
  #expected = 0;
  readonly #waiting: WaitingLine<Submission>;
  readonly #quick = new BoundedMap<string, true>(MAX_KNOWN);

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
    const run = (connection: PostgresqlConnection) =>
      connection.query(statement, values, signal, true);
    return this.#submit(statement.sql, statement.isWrite, run, signal);
  }

  json(
    statement: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): Promise<JsonResult> {
    const run = (connection: PostgresqlConnection) =>
      connection.json(statement, values, plan, signal);
    return this.#submit(statement.sql, statement.isWrite, run, signal);
  }

  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult> {
    const run = (connection: PostgresqlConnection) => connection.execute(statement, values, signal);
    return this.#submit(statement.sql, true, run, signal);
  }

  run(sql: string): Promise<void> {
    return this.#alone((connection) => connection.run(sql));
  }

  /**
   * The caller's own SQL may do anything, but one thing makes no sense here: it must not leave a
   * transaction open, or settings behind, for whoever comes next on the connection.
   */
  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawRows> {
    const run = (connection: PostgresqlConnection) => connection.raw(sql, values, signal);
    if (PLAIN.test(sql)) return this.#submit(sql, true, run, signal);
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
  #alone<T>(work: (connection: PostgresqlConnection) => Promise<T>): Promise<T> {
    return measuringWait(async (wait) => {
      const askedMs = performance.now();
      const connection = await this.#pool.acquire();
      if (wait !== undefined) wait.waitedMs = performance.now() - askedMs;
      try {
        return await work(connection);
      } finally {
        this.#pool.release(connection);
      }
    });
  }

  #submit<T>(
    sql: string,
    isWrite: boolean,
    run: (connection: PostgresqlConnection) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return measuringWait(
      (wait) =>
        new Promise<T>((resolve, reject) => {
          const answered = resolve as (result: unknown) => void;
          const askedMs = wait === undefined ? 0 : performance.now();
          const caller = { signal, wait, askedMs, resolve: answered, reject };
          this.#place({ sql, isWrite, run, ...caller, isRepeated: false });
        }),
    );
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

  /** One more connection where that helps, else the one with the fewest statements on it. */
  #connectionFor(submission: Submission): SharedConnection | undefined {
    const isQuick = this.#isQuick(submission);
    const mustYield = this.#mustYield();
    let best: SharedConnection | undefined;
    for (const shared of this.#shared) {
      if (!shared.takes(submission, isQuick)) continue;
      if (mustYield && !shared.isFresh) continue;
      if (best === undefined || shared.length < best.length) best = shared;
    }
    if (mustYield || best?.length === 0) return best;
    return (this.#mayTakeMore(isQuick) ? this.#oneMore() : undefined) ?? best;
  }

  #isQuick({ sql }: Submission): boolean {
    return this.#quick.get(sql) === true;
  }

  /** Those who have a connection to themselves do not count among those that share. */
  #mayTakeMore(isQuick: boolean): boolean {
    if (!isQuick) return this.#expected === 0;
    const sharing = this.#shared.filter((shared) => shared.isQuick()).length;
    return sharing + this.#expected < this.#maxShared;
  }

  /** Another idle connection, at once; else one is asked for, which comes when it comes. */
  #oneMore(): SharedConnection | undefined {
    const idle = this.#pool.tryAcquire();
    if (idle !== undefined) return this.#share(idle);
    this.#expected += 1;
    this.#pool.acquire().then(
      (connection) => {
        this.#expected -= 1;
        const shared = this.#share(connection);
        // Whoever has waited for it has a turn, also when others wait for it by now.
        shared.isFresh = true;
        this.#feed();
        shared.isFresh = false;
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
    shared.push(submission, this.#isQuick(submission));
    submission.run(shared.connection).then(
      (result) => {
        const ranMs = shared.remove(submission);
        noteWait(submission, ranMs);
        this.#learn(submission, ranMs);
        submission.resolve(result);
        this.#answered(shared);
      },
      (error) => {
        const canRepeat = shared.canRepeat(submission, error);
        noteWait(submission, shared.remove(submission));
        if (canRepeat) this.#repeat(submission);
        else submission.reject(error);
        this.#answered(shared);
      },
    );
  }

  #learn({ sql }: Submission, elapsedMs: number): void {
    const wasQuick = this.#quick.get(sql) === true;
    if (elapsedMs >= SLOW_MS) this.#quick.delete(sql);
    else if (!wasQuick) this.#quick.set(sql, true);
  }

  #repeat(submission: Submission): void {
    submission.isRepeated = true;
    this.#place(submission);
  }

  /** Feeds the lane, then gives a connection back that has nothing more to do. */
  #answered(shared: SharedConnection): void {
    if (this.#waiting.length > 0) this.#feed();
    else if (shared.length === 0) this.#give(shared);
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
    const isForgotten = this.#waiting.length > 0 && this.#shared.length + this.#expected === 0;
    if (isForgotten && this.#oneMore() !== undefined) this.#feed();
  }
}

/** What was not its own time on the connection: in line, and behind statements sent before. */
function noteWait({ wait, askedMs }: Submission, ranMs: number): void {
  if (wait !== undefined) wait.waitedMs = Math.max(0, performance.now() - askedMs - ranMs);
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
