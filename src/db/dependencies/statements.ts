import { andThen, isUptempoError, type MaybePromise } from '../../core/index.ts';
import type { TransactionScope } from '../connection/transaction-scope.ts';
import type { Footprint, NamedRows } from '../sql/footprint.ts';
import { WriteSet } from './committed-writes.ts';
import { type PendingRead, type ReadScope, recordRead } from './read-scope.ts';

/** A statement that is about to run, and where. */
export interface TrackedStatement {
  /** Alias of the database. */
  readonly database: string;
  readonly transaction: TransactionScope | undefined;
  /** What it touches; undefined where nobody knows, as with raw SQL whose tables are not named. */
  readonly footprint: Footprint | undefined;
  /** The caller's, indexed by slot. */
  readonly values: readonly unknown[];
}

/** Runs a query and records what it reads. */
export function trackingRead<T>(
  statement: TrackedStatement,
  countRows: (result: T) => number,
  work: () => MaybePromise<T>,
): MaybePromise<T> {
  const keys = keysOf(statement);
  recordRead((scope) => addReads(scope, statement, keys));
  if (keys === undefined) return work();
  const read = { database: statement.database, table: statement.footprint!.named!.table };
  const noted = (result: T): T => {
    // A row that is missing may be inserted.
    if (countRows(result) < keys.length) {
      recordRead((scope) => scope.add(read.database, read.table, undefined));
    }
    return result;
  };
  const result = work();
  return result instanceof Promise ? pending(read, result.then(noted)) : noted(result);
}

/** Has scopes know of a read until it is settled. */
async function pending<T>(read: PendingRead, result: Promise<T>): Promise<T> {
  recordRead((scope) => scope.begin(read));
  try {
    return await result;
  } finally {
    recordRead((scope) => scope.end(read));
  }
}

function addReads(
  scope: ReadScope,
  { database, transaction, footprint }: TrackedStatement,
  keys: readonly string[] | undefined,
): void {
  if (footprint === undefined) {
    scope.addUntracked('raw SQL that does not name the tables it reads');
    return;
  }
  for (const table of footprint.reads) {
    scope.add(database, table, table === footprint.named?.table ? keys : undefined);
  }
  if (transaction === undefined) return;
  if (transaction.hasWritten) scope.addUnsettled();
  else scope.addStart(transaction.startedMs);
}

/** Runs a statement and records what it changes: for the commit, or at once outside of a transaction. */
export function trackingWrite<T>(
  statement: TrackedStatement,
  work: () => MaybePromise<T>,
): MaybePromise<T> {
  const { database, transaction } = statement;
  if (transaction !== undefined) {
    addWrites(transaction.writes, statement);
    return work();
  }
  const writes = new WriteSet();
  addWrites(writes, statement);
  const succeeded = (result: T) => andThen(writes.tell(database), () => result);
  const failed = (error: unknown): MaybePromise<T> => {
    if (!isOutcomeUnknown(error)) throw error;
    return andThen(writes.tell(database), () => {
      throw error;
    });
  };
  let result: MaybePromise<T>;
  try {
    result = work();
  } catch (error) {
    return failed(error);
  }
  return result instanceof Promise ? result.then(succeeded, failed) : succeeded(result);
}

function addWrites(writes: WriteSet, statement: TrackedStatement): void {
  const { footprint } = statement;
  if (footprint === undefined) {
    writes.addUnknown();
    return;
  }
  const keys = footprint.insertsOnly ? [] : keysOf(statement);
  for (const table of footprint.changes) writes.add(table, keys);
}

/** Whether the statement may have been carried out although it failed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return UNKNOWN_OUTCOMES.some((code) => isUptempoError(error, code));
}

const UNKNOWN_OUTCOMES = ['db.connection.lost', 'db.query.cancelled', 'db.protocol'] as const;

/** The keys that the statement names, as text; undefined when it may mean any row. */
function keysOf({ footprint, values }: TrackedStatement): readonly string[] | undefined {
  const named = footprint?.named;
  if (named === undefined) return undefined;
  const keys = new Set<string>();
  for (const key of givenKeys(named, values)) {
    const text = keyText(key);
    if (text === undefined) return undefined;
    keys.add(text);
  }
  return [...keys];
}

function givenKeys({ slots, isList }: NamedRows, values: readonly unknown[]): readonly unknown[] {
  const given = slots.map((slot) => values[slot]);
  return isList ? (given as unknown[][]).flat() : given;
}

/**
 * One text for all ways to write a key. That of different keys may be the same: a row then counts
 * as changed when another was.
 */
function keyText(key: unknown): string | undefined {
  switch (typeof key) {
    case 'number':
    case 'bigint':
      return String(key);
    case 'string':
      return key.trimEnd().toLowerCase();
    default:
      return undefined;
  }
}
