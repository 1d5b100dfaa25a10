import type { CallSite, ResultSetInfo } from '../../events/index.ts';
import type { FetchMode } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';
import type { Row } from './row.ts';
import type { RowOperations } from './row-operations.ts';

export interface ResultSetOptions {
  readonly model: AnyModel;
  readonly using: string;
  readonly fetchMode: FetchMode;
  readonly site: CallSite | undefined;
  readonly operations: RowOperations;
}

/** Related rows by the key that a row of the result set looks them up with. */
export type RelatedRows = ReadonlyMap<unknown, Row | readonly Row[]>;

/**
 * What the rows of one evaluation share: enough to load a relation for all of them at once.
 *
 * It holds keys, not rows. A row kept for long does not keep its thousands of peers alive, and
 * no WeakRef per row is needed: those cost 0.7 µs each, as much as the rest of a row's making,
 * where pushing its keys to an array costs nothing measurable (bench: `sqlite-read`).
 */
export class ResultSet implements ResultSetInfo {
  readonly using: string;
  readonly fetchMode: FetchMode;
  readonly site: CallSite | undefined;
  readonly operations: RowOperations;
  rowCount = 0;
  readonly #model: AnyModel;
  readonly #keys = new Map<ColumnMeta, unknown[]>();
  readonly #keySets = new Map<ColumnMeta, ReadonlySet<unknown>>();
  readonly #related = new Map<RelationMeta, Promise<RelatedRows>>();

  constructor(options: ResultSetOptions) {
    this.#model = options.model;
    this.using = options.using;
    this.fetchMode = options.fetchMode;
    this.site = options.site;
    this.operations = options.operations;
  }

  get model(): string {
    return this.#model.name;
  }

  /** The values of a key column, one per row; filled by the hydrator. */
  keysOf(column: ColumnMeta): unknown[] {
    let keys = this.#keys.get(column);
    if (keys === undefined) {
      keys = [];
      this.#keys.set(column, keys);
    }
    return keys;
  }

  /** Whether some row of the set came with this key. */
  hasKey(column: ColumnMeta, key: unknown): boolean {
    let known = this.#keySets.get(column);
    if (known === undefined) {
      known = new Set(this.keysOf(column));
      this.#keySets.set(column, known);
    }
    return known.has(key);
  }

  /** Related rows that a peer has asked for, loaded or on their way. */
  relatedRows(relation: RelationMeta): Promise<RelatedRows> | undefined {
    return this.#related.get(relation);
  }

  /** Remembers a load for the peers; a failed one is forgotten, so that the next may try again. */
  rememberRelated(relation: RelationMeta, rows: Promise<RelatedRows>): void {
    this.#related.set(relation, rows);
    rows.catch(() => this.#related.delete(relation));
  }
}
