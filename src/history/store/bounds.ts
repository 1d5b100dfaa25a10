import type { DatabaseSync } from 'node:sqlite';
import { pageSize, readNumber } from './open-file.ts';

export interface Bounds {
  /** The file and its write-ahead log together. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** Requests deleted in one go: a few milliseconds. */
const DELETED_AT_ONCE = 500;

/** Rounds of deleting after a batch; what is left is deleted after the next one. */
const MAX_ROUNDS = 8;

/** Pages given back to the file system in one go. */
const VACUUMED_PAGES = 256;

const PAGE_BYTES = 4_096;

/** Pages of the log before they are moved to the file: a tenth of the bound, SQLite's 1,000 at most. */
export function walPages(maxBytes: number): number {
  return Math.min(1_000, Math.floor(maxBytes / 10 / PAGE_BYTES));
}

/** Deletes what is too old or too much, the oldest first, a bounded amount at a time. */
export class BoundKeeper {
  readonly #database: DatabaseSync;
  readonly #bounds: Bounds;
  readonly #maxPages: number;
  readonly #deleteOldest;
  readonly #deleteExpired;
  #deletedSinceSweep = 0;

  constructor(database: DatabaseSync, bounds: Bounds) {
    this.#database = database;
    this.#bounds = bounds;
    // Three times the log's pages: it grows by the batch that fills it before it is emptied.
    const pages = Math.floor(bounds.maxBytes / pageSize(database));
    this.#maxPages = pages - 3 * walPages(bounds.maxBytes);
    database.exec(`PRAGMA max_page_count = ${this.#maxPages}`);
    this.#deleteOldest = database.prepare(
      'DELETE FROM requests WHERE number IN (SELECT number FROM requests ORDER BY started_at LIMIT ?)',
    );
    this.#deleteExpired = database.prepare(
      `DELETE FROM requests WHERE number IN
       (SELECT number FROM requests WHERE started_at < ? ORDER BY started_at LIMIT ?)`,
    );
  }

  /** @param share - of the pages allowed that may be in use afterwards. */
  enforce(nowMs: number, share = 0.95): void {
    const expired = nowMs - this.#bounds.maxAgeMs;
    this.#deletedSinceSweep += Number(this.#deleteExpired.run(expired, DELETED_AT_ONCE).changes);
    for (let round = 0; round < MAX_ROUNDS && this.#usedPages() > this.#maxPages * share; round++) {
      const { changes } = this.#deleteOldest.run(this.#chunk());
      if (Number(changes) === 0) break;
      this.#deletedSinceSweep += Number(changes);
    }
    this.#sweep();
    this.#shrink();
  }

  /** A fiftieth of all, so that a file of few large requests is not emptied. */
  #chunk(): number {
    const count = readNumber(this.#database, 'SELECT count(*) FROM requests');
    return Math.min(DELETED_AT_ONCE, Math.ceil(count / 50));
  }

  #usedPages(): number {
    return (
      readNumber(this.#database, 'PRAGMA page_count') -
      readNumber(this.#database, 'PRAGMA freelist_count')
    );
  }

  /** What no request refers to any more. It reads whole tables, hence seldom. */
  #sweep(): void {
    if (this.#deletedSinceSweep < 2 * DELETED_AT_ONCE) return;
    this.#deletedSinceSweep = 0;
    this.#database.exec(`
      DELETE FROM statements WHERE id NOT IN (SELECT statement FROM request_statements);
      DELETE FROM strata WHERE key NOT IN
        (SELECT stratum FROM requests WHERE stratum IS NOT NULL);
    `);
  }

  /** A file that was larger, under another bound or before its requests expired, gets smaller. */
  #shrink(): void {
    const free = readNumber(this.#database, 'PRAGMA freelist_count');
    const pages = readNumber(this.#database, 'PRAGMA page_count');
    // Some free pages are used by the next batch; giving all back would only ask for them again.
    if (free <= pages / 4 && pages <= this.#maxPages) return;
    this.#database.exec(`PRAGMA incremental_vacuum(${VACUUMED_PAGES})`);
  }
}
