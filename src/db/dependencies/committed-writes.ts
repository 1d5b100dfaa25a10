import type { MaybePromise } from '../../core/index.ts';

/** What happened to one table. */
export interface TableChange {
  /**
   * Keys of the rows that were changed or deleted, as text; undefined where any may have been.
   * Inserted rows are not among them: nobody can have read them.
   */
  readonly rows: ReadonlySet<string> | undefined;
}

/** What a transaction, or a statement outside of one, changed. */
export interface CommittedWrites {
  /** Alias of the database. */
  readonly database: string;
  /** By the names of the tables; undefined where any may have been changed, as by raw SQL. */
  readonly tables: ReadonlyMap<string, TableChange> | undefined;
}

/** Is told after the commit, and waited for before the write's promise resolves. */
export type WriteListener = (writes: CommittedWrites) => MaybePromise<void>;

const listeners = new Set<WriteListener>();

/**
 * Calls `listener` after each commit that changed something, also where the commit's outcome is
 * unknown because the connection was lost. It must not throw.
 *
 * @returns a function that ends it.
 */
export function onCommittedWrites(listener: WriteListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** More rows than that of one table count as all of it. */
const MAX_ROWS = 1_000;

/** Collects what a transaction changes, or one statement. */
export class WriteSet {
  readonly #tables = new Map<string, { rows: Set<string> | undefined }>();
  #isUnknown = false;

  get isEmpty(): boolean {
    return !this.#isUnknown && this.#tables.size === 0;
  }

  /** @param keys - of changed rows, none for inserts; undefined when any row may have changed. */
  add(table: string, keys: Iterable<string> | undefined): void {
    const change = this.#tables.get(table) ?? { rows: new Set<string>() };
    this.#tables.set(table, change);
    if (keys === undefined) change.rows = undefined;
    if (change.rows === undefined) return;
    for (const key of keys ?? []) change.rows.add(key);
    if (change.rows.size > MAX_ROWS) change.rows = undefined;
  }

  /** Something was changed, and nobody knows what. */
  addUnknown(): void {
    this.#isUnknown = true;
  }

  addAll(other: WriteSet): void {
    this.#isUnknown ||= other.#isUnknown;
    for (const [table, { rows }] of other.#tables) this.add(table, rows);
  }

  /** Tells the listeners, all at once, and waits for them. */
  tell(database: string): MaybePromise<void> {
    if (this.isEmpty) return;
    const writes = { database, tables: this.#isUnknown ? undefined : this.#tables };
    const told = [...listeners].map((listener) => listener(writes));
    if (told.some((result) => result instanceof Promise)) return Promise.all(told).then(() => {});
  }
}
