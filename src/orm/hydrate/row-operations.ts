import type { RelationMeta } from '../schema/meta.ts';
import type { CleanOptions } from '../validation/full-clean.ts';
import type { Row } from './row.ts';

export interface SaveOptions {
  /** Names of the fields to write; default all that were loaded. */
  readonly fields?: readonly string[];
}

export interface RefreshOptions {
  /** Names of the fields and relations to read again; default all that were loaded. */
  readonly fields?: readonly string[];
}

/** Rows removed by a delete, those that went with them included. */
export interface DeleteResult {
  readonly count: number;
  /** By name of the model. */
  readonly byModel: Readonly<Record<string, number>>;
}

/**
 * What a row can do that needs queries. Rows are made at the bottom of the ORM and queries at its
 * top, so whoever makes the rows hands this in.
 */
export interface RowOperations {
  /** The value of a relation that is not in memory: a handle, or a QuerySet of related rows. */
  unloaded(row: Row, relation: RelationMeta): unknown;
  save(row: Row, options: SaveOptions): Promise<void>;
  delete(row: Row): Promise<DeleteResult>;
  fullClean(row: Row, options: CleanOptions): Promise<void>;
  refresh(row: Row, options: RefreshOptions): Promise<void>;
}
