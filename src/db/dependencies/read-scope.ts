import { AsyncLocalStorage } from 'node:async_hooks';
import { currentContext, type RequestContext } from '../../events/index.ts';
import { tracking } from './tracking.ts';

/** What was read of one table: rows by their keys as text, or undefined for any of them. */
export type TableReads = ReadonlySet<string> | undefined;

/** A read by keys that has not come back. */
export interface PendingRead {
  readonly database: string;
  readonly table: string;
}

/** More rows than that of one table count as all of it. */
const MAX_ROWS = 200;

/**
 * What a piece of work has read. It may be kept until one of these tables or rows is changed by
 * something that was committed after `startedMs`.
 */
export class ReadScope {
  /** `performance.now()` before the first read, or before the transaction that it was made in. */
  #startedMs = performance.now();
  readonly #tables = new Map<string, Map<string, Set<string> | undefined>>();
  readonly #pending = new Set<PendingRead>();
  #untracked: string | undefined;
  #isUnsettled = false;
  #isEarly = false;

  get startedMs(): number {
    return this.#startedMs;
  }

  /** Why it isn't known what was read; undefined when it is. */
  get untracked(): string | undefined {
    return this.#untracked;
  }

  /** Whether it may hold what will be undone, because a transaction that had written was read in. */
  get isUnsettled(): boolean {
    return this.#isUnsettled;
  }

  /** Whether it isn't known what was read for no other reason than that tracking began after it. */
  get isEarly(): boolean {
    return this.#isEarly;
  }

  /** By the alias of the database and the name of the table. */
  get tables(): ReadonlyMap<string, ReadonlyMap<string, TableReads>> {
    return this.#tables;
  }

  /** @param keys - of the rows that alone were read; undefined: any. */
  add(database: string, table: string, keys: Iterable<string> | undefined): void {
    const tables = this.#tables.get(database) ?? new Map<string, Set<string> | undefined>();
    this.#tables.set(database, tables);
    const rows = tables.has(table) ? tables.get(table) : new Set<string>();
    for (const key of keys ?? []) rows?.add(key);
    tables.set(table, keys === undefined || (rows?.size ?? 0) > MAX_ROWS ? undefined : rows);
  }

  /**
   * Takes over what another has read. Of what is still on its way it isn't known yet whether a row is
   * missing, so all of its table counts: this one may wait for the same promise.
   */
  addAll(other: ReadScope): void {
    for (const [database, tables] of other.#tables) {
      for (const [table, rows] of tables) this.add(database, table, rows);
    }
    for (const { database, table } of other.#pending) this.add(database, table, undefined);
    this.addStart(other.#startedMs);
    if (other.#untracked !== undefined) this.addUntracked(other.#untracked);
    this.#isUnsettled ||= other.#isUnsettled;
    this.#isEarly ||= other.#isEarly;
  }

  begin(read: PendingRead): void {
    this.#pending.add(read);
  }

  end(read: PendingRead): void {
    this.#pending.delete(read);
  }

  /** Something that was read is as old as that. */
  addStart(startedMs: number): void {
    this.#startedMs = Math.min(this.#startedMs, startedMs);
  }

  /** Something was read of which nobody can tell when it changes. */
  addUntracked(reason: string): void {
    this.#untracked ??= reason;
  }

  /** Reads of before tracking began are missing. */
  addEarly(): void {
    this.addUntracked('the request began before tracking did');
    this.#isEarly = true;
  }

  /** A transaction that had written was read in. */
  addUnsettled(): void {
    this.addUntracked('a transaction that had written');
    this.#isUnsettled = true;
  }
}

interface Recording {
  readonly scopes: readonly ReadScope[];
  /** Whether the request's own reads leave these out. */
  readonly isApart: boolean;
}

const NOTHING: Recording = { scopes: [], isApart: false };

const recordings = new AsyncLocalStorage<Recording>();

const REQUEST_READS = Symbol('uptempo.db.reads');

/**
 * Runs `work` and records in `scope` what it reads. What the request read before counts too, since
 * `work` may use the rows; outside of a request, load what you use inside.
 */
export function trackReads<T>(scope: ReadScope, work: () => T): T {
  const { scopes, isApart } = recordings.getStore() ?? NOTHING;
  const context = currentContext();
  if (context !== undefined && !isApart) scope.addAll(readsOf(context));
  return recordings.run({ scopes: [...scopes, scope], isApart }, work);
}

/** Runs `work` without recording what it reads, because nothing that is kept depends on it. */
export function untrackedReads<T>(work: () => T): T {
  return recordings.run({ scopes: [], isApart: true }, work);
}

/** Calls `record` with every scope that the caller reads for, the request's own included. */
export function recordRead(record: (scope: ReadScope) => void): void {
  const { scopes, isApart } = recordings.getStore() ?? NOTHING;
  for (const scope of scopes) record(scope);
  const context = isApart ? undefined : currentContext();
  if (context !== undefined) record(readsOf(context));
}

function readsOf({ values, startedMs }: RequestContext): ReadScope {
  let reads = values.get(REQUEST_READS) as ReadScope | undefined;
  if (reads === undefined) {
    reads = new ReadScope();
    if (startedMs < tracking.sinceMs) reads.addEarly();
    values.set(REQUEST_READS, reads);
  }
  return reads;
}
