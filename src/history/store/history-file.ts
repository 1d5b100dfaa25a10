import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { completeDocument, type HistoryDocument } from '../document.ts';
import { historyError } from '../errors.ts';
import type { HistoryQuery } from '../search-query.ts';
import type { Batch } from './batch.ts';
import { readBody } from './body.ts';
import { BoundKeeper, type Bounds, walPages } from './bounds.ts';
import { isCorrupt, isFull, moveAside, openForReading, openForWriting } from './open-file.ts';
import { type HistoryPage, searchRequests } from './search.ts';
import { BatchWriter } from './writer.ts';

/** What a batch came to. */
export interface Written {
  readonly added: number;
  /** Where a file that could not be read was moved to, since the last batch. */
  readonly movedTo: string | undefined;
}

/** What all readers of the file can do. Everything is synchronous. */
export class HistoryReader {
  readonly path: string;
  protected database: DatabaseSync;

  /** @throws history.file.missing, history.file.foreign, history.file.version, history.file.corrupt */
  constructor(path: string, database: DatabaseSync = openForReading(path)) {
    this.path = path;
    this.database = database;
  }

  /** @throws history.query.invalid for a cursor that was made up */
  search(query: HistoryQuery): HistoryPage {
    return searchRequests(this.database, query);
  }

  /** The ids that begin with a text: two at most, which tells whether it is one's. */
  idsWith(prefix: string): readonly string[] {
    const rows = this.database
      .prepare('SELECT id FROM requests WHERE id >= ? AND id < ? LIMIT 2')
      .all(prefix, `${prefix}\uffff`) as unknown as readonly { readonly id: string }[];
    return rows.map(({ id }) => id);
  }

  document(id: string): HistoryDocument | undefined {
    const row = this.database
      .prepare('SELECT body FROM requests JOIN documents USING (number) WHERE id = ?')
      .get(id) as { readonly body: Uint8Array } | undefined;
    return row && completeDocument(readBody(row.body) as object);
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }
}

/** Times a damaged file is replaced before this gives up: the disk is at fault then. */
const MAX_REPLACEMENTS = 3;

/** The file with one of its writers; several processes may each have one. */
export class HistoryFile extends HistoryReader {
  readonly #bounds: Bounds;
  #writer: BatchWriter;
  #keeper: BoundKeeper;
  #inode: bigint | undefined;
  #movedTo: string | undefined;
  #replacements = 0;

  /** @throws history.file.foreign, history.write.failed */
  constructor(path: string, bounds: Bounds) {
    const { database, movedTo } = opened(path, bounds);
    super(path, database);
    this.#bounds = bounds;
    this.#movedTo = movedTo;
    this.#writer = new BatchWriter(database);
    this.#keeper = new BoundKeeper(database, bounds);
    this.#inode = inodeOf(path);
  }

  /**
   * Writes a batch and deletes what is beyond the bounds.
   *
   * @throws history.write.failed, history.file.foreign
   */
  write(batch: Batch, nowMs: number = Date.now()): Written {
    // Somebody else has deleted the file or moved it aside: what is written to it would be lost.
    if (inodeOf(this.path) !== this.#inode) this.#reopen();
    try {
      const added = this.#writeWithin(batch, nowMs);
      const movedTo = this.#movedTo;
      this.#movedTo = undefined;
      return { added, movedTo };
    } catch (error) {
      if (isCorrupt(error) && this.#replacements < MAX_REPLACEMENTS) {
        this.#replacements++;
        this.#replace();
        return this.write(batch, nowMs);
      }
      throw writeFailed(this.path, error);
    }
  }

  /** Deletes every request; returns how many there were. */
  clear(): number {
    const changes = Number(this.database.prepare('DELETE FROM requests').run().changes);
    this.database.exec('DELETE FROM statements; DELETE FROM strata; PRAGMA incremental_vacuum;');
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return changes;
  }

  #writeWithin(batch: Batch, nowMs: number): number {
    try {
      const added = this.#writer.write(batch);
      this.#keeper.enforce(nowMs);
      return added;
    } catch (error) {
      if (!isFull(error)) throw error;
      // The pages allowed are used up, by large requests or other processes.
      this.#keeper.enforce(nowMs, 0.75);
      return this.#writer.write(batch);
    }
  }

  #replace(): void {
    this.database.close();
    this.#movedTo = moveAside(this.path);
    this.#reopen();
  }

  #reopen(): void {
    this.close();
    const { database, movedTo } = opened(this.path, this.#bounds);
    this.database = database;
    this.#movedTo ??= movedTo;
    this.#writer = new BatchWriter(database);
    this.#keeper = new BoundKeeper(database, this.#bounds);
    this.#inode = inodeOf(this.path);
  }
}

function opened(path: string, bounds: Bounds) {
  try {
    return openForWriting(path, walPages(bounds.maxBytes));
  } catch (error) {
    throw writeFailed(path, error);
  }
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

function writeFailed(path: string, cause: unknown): unknown {
  if (cause instanceof Error && cause.name === 'UptempoError') return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return historyError('history.write.failed', `Cannot write the history ${path}: ${reason}.`, {
    hint: 'Requests are served as before and not kept. Is the disk full, or the folder read-only?',
    cause,
  });
}
