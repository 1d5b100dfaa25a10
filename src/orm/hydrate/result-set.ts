import type { CallSite, ResultSetInfo } from '../../events/index.ts';
import type { FetchMode } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';
import type { Row } from './row.ts';
import type { RowOperations } from './row-operations.ts';
import type { WatchedRows } from './watched-rows.ts';

/** Related rows by the key that a row of the result set looks them up with. */
export type RelatedRows = ReadonlyMap<unknown, Row | readonly Row[]>;

/** What all result sets of one evaluation have in common. */
export interface Evaluation {
  /** Alias of the database that was asked for; undefined: what the routers say. */
  readonly using: string | undefined;
  readonly fetchMode: FetchMode;
  readonly site: CallSite | undefined;
  readonly operations: RowOperations;
  /** Takes up what is watched of the rows, a list per model; undefined while nobody listens. */
  readonly watched?: WatchedRows[];
}

/**
 * What the rows of one evaluation share: enough to load a relation for all of them at once.
 *
 * It holds keys, not rows. A row kept for long does not keep its thousands of peers alive, and
 * no WeakRef per row is needed: those cost 0.7 µs each, more than the rest of a row's making,
 * where pushing its keys to an array costs nothing measurable (bench: `sqlite-read`).
 */
export class ResultSet implements ResultSetInfo {
  readonly evaluation: Evaluation;
  rowCount: number;
  /** What becomes of the rows, while somebody listens. */
  watched: WatchedRows | undefined = undefined;
  readonly #model: AnyModel;
  /** The columns that related rows are looked up by, and their values, one per row. */
  readonly #lookupColumns: readonly ColumnMeta[];
  readonly #keys: readonly (readonly unknown[])[];
  #keySets: Map<ColumnMeta, ReadonlySet<unknown>> | undefined;
  #related: Map<RelationMeta, Promise<RelatedRows>> | undefined;

  constructor(
    evaluation: Evaluation,
    model: AnyModel,
    rowCount: number,
    lookupColumns: readonly ColumnMeta[] = [],
    keys: readonly (readonly unknown[])[] = [],
  ) {
    this.evaluation = evaluation;
    this.#model = model;
    this.rowCount = rowCount;
    this.#lookupColumns = lookupColumns;
    this.#keys = keys;
  }

  get model(): string {
    return this.#model.name;
  }

  /** The model itself. */
  get ofModel(): AnyModel {
    return this.#model;
  }

  /** The columns that related rows are looked up by. */
  get lookupColumns(): readonly ColumnMeta[] {
    return this.#lookupColumns;
  }

  get site(): CallSite | undefined {
    return this.evaluation.site;
  }

  /** The values of a key column, one per row. */
  keysOf(column: ColumnMeta): readonly unknown[] {
    return this.#keys[this.#lookupColumns.indexOf(column)] ?? [];
  }

  /** Whether some row of the set came with this key. */
  hasKey(column: ColumnMeta, key: unknown): boolean {
    this.#keySets ??= new Map();
    let known = this.#keySets.get(column);
    if (known === undefined) {
      known = new Set(this.keysOf(column));
      this.#keySets.set(column, known);
    }
    return known.has(key);
  }

  /** Related rows that a peer has asked for, loaded or on their way. */
  relatedRows(relation: RelationMeta): Promise<RelatedRows> | undefined {
    return this.#related?.get(relation);
  }

  /** Remembers a load for the peers; a failed one is forgotten, so that the next may try again. */
  rememberRelated(relation: RelationMeta, rows: Promise<RelatedRows>): void {
    this.#related ??= new Map();
    this.#related.set(relation, rows);
    rows.catch(() => this.#related?.delete(relation));
  }

  /** Makes the next access of any peer load anew: the given relation, or all of them. */
  forgetRelated(relation?: RelationMeta): void {
    if (relation === undefined) this.#related = undefined;
    else this.#related?.delete(relation);
  }
}
