import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkOptions, isUptempoError, option } from '../../core/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import { WriteSet } from '../dependencies/committed-writes.ts';
import { isOutcomeUnknown } from '../dependencies/statements.ts';
import type { IsolationLevel } from '../dialects/dialect.ts';
import type { Driver, Lane } from '../drivers/driver.ts';
import { dbError } from '../errors.ts';
import { publishing } from './publishing.ts';
import { TransactionScope } from './transaction-scope.ts';

export interface AtomicOptions {
  /**
   * Promise not to write: the transaction then sees one state of the database throughout and
   * makes no writer wait. Default false: on SQLite the write lock is taken at the start, so that
   * a transaction that reads first cannot fail at its first write.
   */
  readonly isReadOnly?: boolean;
  /**
   * How much of other transactions it sees. Default: the database's own, `readCommitted` on
   * PostgreSQL. SQLite always gives `serializable`, which keeps the promise of the others.
   */
  readonly isolation?: IsolationLevel;
  /**
   * How often to run `work` again, from the start in a new transaction, when the database ended
   * it for the sake of others: `db.serialization`, `db.deadlock`, `db.busy`. What `work` does
   * outside of the database is then done again too. Default 0.
   */
  readonly retry?: number;
  /** Refuse to be a part of another transaction: what is done here is committed here. Default false. */
  readonly durable?: boolean;
}

const OPTION_KINDS = {
  isReadOnly: option.boolean,
  isolation: option.oneOf('readCommitted', 'repeatableRead', 'serializable'),
  retry: option.integer({ min: 0, max: 100 }),
  durable: option.boolean,
};

const RETRYABLE = ['db.serialization', 'db.deadlock', 'db.busy'] as const;

/** Milliseconds before the first retry; each further one waits for twice as long at most. */
const RETRY_BASE_MS = 5;
const RETRY_MAX_MS = 500;

const ORIGIN: QueryOrigin = { kind: 'transaction', subject: undefined, site: undefined };

/** The transactions of one database, each with the async context it belongs to. */
export class Transactions {
  readonly #alias: string;
  readonly #driver: Driver;
  readonly #assertOpen: () => void;
  readonly #scopes = new AsyncLocalStorage<TransactionScope>();

  /** @param assertOpen - throws when the database has been closed. */
  constructor(alias: string, driver: Driver, assertOpen: () => void) {
    this.#alias = alias;
    this.#driver = driver;
    this.#assertOpen = assertOpen;
  }

  /** The scope the caller is in. */
  get current(): TransactionScope | undefined {
    return this.#scopes.getStore();
  }

  /** See `Database.atomic`. */
  async atomic<T>(work: () => Promise<T> | T, options: AtomicOptions): Promise<T> {
    checkOptions('atomic()', options, OPTION_KINDS);
    if (typeof work !== 'function')
      checkOptions('atomic()', { work: work ?? null }, { work: option.function });
    const outer = this.current;
    if (outer === undefined) return this.#withRetries(work, options);
    refuseInside(options);
    return this.#savepoint(outer, work);
  }

  async #withRetries<T>(work: () => Promise<T> | T, options: AtomicOptions): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const outcome = new Outcome();
      let result: T;
      try {
        result = await this.#transaction(work, options, outcome);
      } catch (error) {
        await outcome.writes.tell(this.#alias);
        if (attempt >= (options.retry ?? 0) || !isRetryable(error)) throw error;
        // At random, so that those who collided do not meet again.
        await sleep(Math.random() * Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** attempt));
        continue;
      }
      await outcome.writes.tell(this.#alias);
      for (const callback of outcome.callbacks) await callback();
      return result;
    }
  }

  /** Tells `outcome` what is to be done after the commit, when the connection has been given back. */
  async #transaction<T>(
    work: () => Promise<T> | T,
    { isReadOnly = false, isolation }: AtomicOptions,
    outcome: Outcome,
  ): Promise<T> {
    this.#assertOpen();
    const askedMs = performance.now();
    const lane = await this.#driver.checkOut(!isReadOnly);
    const scope = new TransactionScope(lane);
    try {
      // It may have been closed while this transaction waited for its turn.
      this.#assertOpen();
      await this.#boundary(lane, this.#driver.dialect.begin({ isolation, isReadOnly }), askedMs);
      const result = await this.#settle(scope, work, 'COMMIT', ['ROLLBACK']);
      outcome.callbacks.push(...scope.commitCallbacks);
      outcome.writes.addAll(scope.writes);
      return result;
    } catch (error) {
      // A commit whose answer was lost may have been carried out.
      if (isOutcomeUnknown(error)) outcome.writes.addAll(scope.writes);
      throw error;
    } finally {
      lane.release();
    }
  }

  async #savepoint<T>(outer: TransactionScope, work: () => Promise<T> | T): Promise<T> {
    outer.assertOpen();
    await outer.children.enter();
    try {
      const scope = outer.openSavepoint();
      await this.#boundary(outer.lane, `SAVEPOINT ${scope.savepoint}`);
      const result = await this.#settle(scope, work, `RELEASE ${scope.savepoint}`, [
        `ROLLBACK TO ${scope.savepoint}`,
        `RELEASE ${scope.savepoint}`,
      ]);
      outer.addCommitCallbacks(scope.commitCallbacks);
      outer.writes.addAll(scope.writes);
      return result;
    } finally {
      outer.children.leave();
    }
  }

  /** Runs the work in its scope, then `commit`; when either fails, `undo`. */
  async #settle<T>(
    scope: TransactionScope,
    work: () => Promise<T> | T,
    commit: string,
    undo: readonly string[],
  ): Promise<T> {
    try {
      const result = await this.#scopes.run(scope, work);
      scope.assertOpen();
      const abandoned = scope.close();
      if (abandoned !== undefined) {
        await this.#boundary(scope.lane, `ROLLBACK TO ${abandoned.savepoint}`);
      }
      await this.#boundary(scope.lane, commit);
      return result;
    } catch (error) {
      scope.close();
      if (!scope.isAbandoned) await this.#undo(scope.lane, undo);
      throw error;
    }
  }

  async #undo(lane: Lane, statements: readonly string[]): Promise<void> {
    try {
      for (const sql of statements) await this.#boundary(lane, sql);
    } catch {
      // The database had undone it by itself, as after a full disk; the first error says why.
    }
  }

  /** @param askedMs - when it was asked for: waiting for a connection is waiting to begin. */
  async #boundary(lane: Lane, sql: string, askedMs = performance.now()): Promise<void> {
    const statement = { database: this.#alias, sql, parameters: [], origin: ORIGIN, askedMs };
    await publishing(statement, () => lane.run(sql));
  }
}

/** What only a whole transaction can have. @throws db.transaction.nested */
function refuseInside({ isolation, retry, durable }: AtomicOptions): void {
  const refused = { isolation, retry, durable };
  const name = Object.entries(refused).find(([, value]) => Boolean(value))?.[0];
  if (name === undefined) return;
  throw dbError('db.transaction.nested', `atomic() with "${name}" was called in a transaction.`, {
    hint: 'Give the option to the outermost atomic(); inside of it there are only savepoints.',
    details: { option: name },
  });
}

function isRetryable(error: unknown): boolean {
  return RETRYABLE.some((code) => isUptempoError(error, code));
}

/** What a transaction leaves to be done. */
class Outcome {
  readonly callbacks: (() => unknown)[] = [];
  readonly writes = new WriteSet();
}
