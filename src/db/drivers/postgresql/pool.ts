import { queryCancelled } from '../../connection/cancelled.ts';
import { WaitingLine } from '../../connection/waiting-line.ts';
import { dbError } from '../../errors.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { PostgresqlSettings } from './settings.ts';

type PoolSettings = Pick<
  PostgresqlSettings,
  'poolSize' | 'acquireTimeoutMs' | 'idleTimeoutMs' | 'maxAgeMs' | 'healthCheckAfterMs'
>;

interface Waiter {
  readonly resolve: (connection: PostgresqlConnection) => void;
  readonly reject: (error: unknown) => void;
}

interface Idle {
  readonly connection: PostgresqlConnection;
  readonly sinceMs: number;
}

/**
 * The connections to one database: opened when they are needed, never more than `poolSize`, kept
 * while they are used and not too old. Whoever acquires one has it alone until it is released.
 */
export class ConnectionPool {
  readonly #settings: PoolSettings;
  readonly #open: () => Promise<PostgresqlConnection>;
  /** Those nobody uses, the last used at the end and taken first, so that the others can age out. */
  #idle: Idle[] = [];
  readonly #openedMs = new Map<PostgresqlConnection, number>();
  /** Connections being opened, each with its place among `poolSize`. */
  #opening = 0;
  readonly #waiting: WaitingLine<Waiter>;
  #reaper: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(settings: PoolSettings, open: () => Promise<PostgresqlConnection>) {
    this.#settings = settings;
    this.#open = open;
    this.#waiting = new WaitingLine(settings.acquireTimeoutMs, ({ reject }) => {
      reject(poolTimeout(settings));
    });
  }

  /** Connections that are open or being opened. */
  get size(): number {
    return this.#openedMs.size + this.#opening;
  }

  get idleCount(): number {
    return this.#idle.length;
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** An idle connection that needs no check, at once; undefined when there is none. */
  tryAcquire(): PostgresqlConnection | undefined {
    const nowMs = performance.now();
    for (let last = this.#idle.at(-1); last !== undefined; last = this.#idle.at(-1)) {
      if (nowMs - last.sinceMs > this.#settings.healthCheckAfterMs) return undefined;
      this.#idle.pop();
      if (this.#isUsable(last.connection, nowMs)) return busy(last.connection);
      this.#discard(last.connection);
    }
    return undefined;
  }

  /**
   * A connection, when there is one. An aborted signal ends the waiting.
   *
   * @throws db.pool.timeout, db.closed, db.connection.failed, db.connection.limit,
   * db.query.cancelled
   */
  async acquire(signal?: AbortSignal): Promise<PostgresqlConnection> {
    this.#assertOpen();
    for (;;) {
      const ready = this.tryAcquire();
      if (ready !== undefined) return ready;
      // Half-open connections fail only when they are used: those unused for long are tried out.
      const unsure = this.#idle.pop();
      if (unsure === undefined) break;
      if (await this.#answers(unsure.connection)) return busy(unsure.connection);
      this.#discard(unsure.connection);
    }
    // Nothing may be awaited from the last look at the idle ones to here: one may come free.
    if (this.size < this.#settings.poolSize) return this.#opened();
    return new Promise((resolve, reject) => this.#wait({ resolve, reject }, signal));
  }

  /** Gives a connection back, for the next in line if somebody waits. */
  release(connection: PostgresqlConnection): void {
    if (this.#isClosed || !this.#isUsable(connection, performance.now())) {
      this.#discard(connection);
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next.resolve(connection);
      return;
    }
    connection.setBusy(false);
    this.#idle.push({ connection, sinceMs: performance.now() });
    this.#scheduleReaping();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reaper);
    for (const { reject } of this.#waiting.drain()) reject(poolClosed());
    const idle = this.#idle.map(({ connection }) => connection);
    this.#idle = [];
    for (const connection of idle) this.#openedMs.delete(connection);
    await Promise.all(idle.map((connection) => connection.close().catch(() => {})));
  }

  #wait(waiter: Waiter, signal: AbortSignal | undefined): void {
    this.#waiting.push(waiter);
    const leave = () => {
      if (this.#waiting.remove(waiter)) waiter.reject(queryCancelled());
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  }

  async #answers(connection: PostgresqlConnection): Promise<boolean> {
    connection.setBusy(true);
    const { promise: late, resolve: giveUp } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => giveUp(false), this.#settings.acquireTimeoutMs);
    const answer = connection.run('SELECT 1').then(
      () => true,
      () => false,
    );
    const isAlive = await Promise.race([answer, late]);
    clearTimeout(timer);
    return isAlive;
  }

  /** Opens one more connection; its place is taken from the start. */
  async #opened(): Promise<PostgresqlConnection> {
    this.#opening += 1;
    try {
      const connection = await this.#open();
      this.#openedMs.set(connection, performance.now());
      connection.onLost = () => this.#discard(connection);
      if (!this.#isClosed) return connection;
      this.#discard(connection);
      throw poolClosed();
    } finally {
      this.#opening -= 1;
    }
  }

  #isUsable(connection: PostgresqlConnection, nowMs: number): boolean {
    const openedMs = this.#openedMs.get(connection);
    return (
      openedMs !== undefined &&
      connection.isOpen &&
      // Somebody left a transaction open: nobody else may get into it.
      !connection.isInTransaction &&
      (this.#settings.maxAgeMs === 0 || nowMs - openedMs < this.#settings.maxAgeMs)
    );
  }

  /** Closes a connection for good; its place goes to who waits. */
  #discard(connection: PostgresqlConnection): void {
    if (!this.#openedMs.delete(connection)) return;
    this.#idle = this.#idle.filter((idle) => idle.connection !== connection);
    connection.close().catch(() => {});
    if (this.#isClosed) return;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#opened().then(next.resolve, next.reject);
  }

  #scheduleReaping(): void {
    if (this.#reaper !== undefined || this.#settings.idleTimeoutMs === 0) return;
    this.#reaper = setTimeout(() => {
      this.#reaper = undefined;
      this.#reap();
    }, this.#settings.idleTimeoutMs).unref();
  }

  #reap(): void {
    const sinceMs = performance.now() - this.#settings.idleTimeoutMs;
    for (const idle of [...this.#idle]) {
      if (idle.sinceMs <= sinceMs) this.#discard(idle.connection);
    }
    if (this.#idle.length > 0) this.#scheduleReaping();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw poolClosed();
  }
}

function busy(connection: PostgresqlConnection): PostgresqlConnection {
  connection.setBusy(true);
  return connection;
}

function poolTimeout({ poolSize, acquireTimeoutMs }: PoolSettings) {
  return dbError(
    'db.pool.timeout',
    `No connection became free within acquireTimeoutMs (${acquireTimeoutMs} ms).`,
    {
      hint:
        'Keep transactions short and slow work out of them; raise poolSize if the server has room, ' +
        'or acquireTimeoutMs.',
      details: { poolSize, acquireTimeoutMs },
    },
  );
}

function poolClosed() {
  return dbError('db.closed', 'The database was closed while a query waited for a connection.', {
    hint: 'Await all queries before disconnect().',
  });
}
