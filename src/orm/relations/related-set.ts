import { altersData, describeKind, LOAD } from '../../core/index.ts';
import { database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import {
  columnValue,
  forgetRelation,
  markChanged,
  originOf,
  Row as StoredRow,
  setColumnValue,
} from '../hydrate/row.ts';
import { withConditions } from '../query/filtering.ts';
import type { KeyedRow } from '../query/lookup-types.ts';
import { queryClass } from '../query/query-class.ts';
import type { PlainQueryMethods } from '../query/query-method-types.ts';
import { QuerySet } from '../query/query-set.ts';
import { initialState } from '../query/query-state.ts';
import type { Row } from '../query/row-types.ts';
import { forWrite, writeAlias } from '../query/target.ts';
import type { RelatedCreateValues } from '../query/value-types.ts';
import { type ManyToManyMeta, metaOf, type ToManyMeta } from '../schema/meta.ts';
import type { KeyInputOf } from '../schema/shape-types.ts';
import { checkedValue } from '../write/column-values.ts';
import type { BulkCreateOptions } from '../write/conflicts.ts';
import { updateRows } from '../write/update.ts';
import { relatedState } from './related-state.ts';
import { loadRelation } from './relation-loader.ts';

/** A row that is stored, or its key. */
export type RowOrKey<M> = KeyedRow | KeyInputOf<M>;

/** How `set()` goes about it. */
export interface SetOptions {
  /** Take all out first, rather than only those that are to go. Default false. */
  readonly clear?: boolean;
}

/**
 * The rows of a relation to many that are not in memory: a QuerySet of them. Awaiting it loads
 * them for all peers of the row; refining it (`filter`, `orderBy`, …) asks for this row alone.
 */
export abstract class RelationSet<M> extends QuerySet<M> {
  protected readonly row: StoredRow;
  readonly #relation: ToManyMeta | ManyToManyMeta;

  constructor(row: StoredRow, relation: ToManyMeta | ManyToManyMeta) {
    super(relatedState(row, relation), originOf(row).evaluation.operations);
    this.row = row;
    this.#relation = relation;
  }

  /** The related rows, fetched for all peers of the row by one query. */
  load(): Promise<readonly Row<M>[]> {
    return loadRelation(this.row, this.#relation) as Promise<readonly Row<M>[]>;
  }

  [LOAD](): Promise<readonly Row<M>[]> {
    return this.load();
  }

  protected override async evaluate(): Promise<StoredRow[]> {
    return [...((await loadRelation(this.row, this.#relation)) as readonly StoredRow[])];
  }

  /** What was loaded of the relation is not what is stored any more. */
  protected changed(): void {
    markChanged(this.row, this.#relation);
  }

  /** Alias of the database that changes of the relation go to. */
  protected get writtenTo(): string {
    return writeAlias(this.state);
  }

  /** Writes to another table than that of the related rows. */
  protected writingTo(model: ManyToManyMeta['through']) {
    const state = initialState(model, this.writtenTo);
    return { state, operations: this.operations, origin: this.origin('write') };
  }

  protected atomic<T>(work: () => Promise<T>): Promise<T> {
    return database(this.writtenTo).atomic(work);
  }
}

/**
 * The rows of another model whose foreign key refers to a row, and the ways to change which they
 * are: they are given the key, or lose it.
 */
export class RelatedSet<M> extends RelationSet<M> {
  readonly #relation: ToManyMeta;

  constructor(row: StoredRow, relation: ToManyMeta) {
    super(row, relation);
    this.#relation = relation;
  }

  static to<M>(row: StoredRow, relation: ToManyMeta): RelatedSet<M> & PlainQueryMethods<M> {
    const Class = queryClass(relation.target, RelatedSet);
    return new Class<M>(row, relation) as RelatedSet<M> & PlainQueryMethods<M>;
  }

  /** The relation again, so that `director.movies.all` is loaded for all peers too. */
  override all(): RelatedSet<M> & PlainQueryMethods<M> {
    return RelatedSet.to<M>(this.row, this.#relation);
  }

  /** Inserts a row that refers to this one. Throws as `QuerySet.create()`. */
  override async create(values: RelatedCreateValues<M>): Promise<Row<M>> {
    const created = await super.create(this.#referring(values) as never);
    this.changed();
    return created;
  }

  /** Inserts rows that refer to this one. Throws as `QuerySet.bulkCreate()`. */
  override async bulkCreate(
    values: readonly RelatedCreateValues<M>[],
    options: BulkCreateOptions = {},
  ): Promise<Row<M>[]> {
    const referring = values.map((each) => this.#referring(each));
    const created = await super.bulkCreate(referring as never, options);
    this.changed();
    return created;
  }

  /**
   * Makes rows, given as such or by key, refer to this one, whatever they referred to before. One
   * statement; the rows in memory get the key too.
   *
   * @throws orm.row.not_stored when one of them is not in the database
   */
  async add(...rows: readonly RowOrKey<M>[]): Promise<void> {
    const keys = this.#keysOf(rows);
    if (keys.size === 0) return;
    await this.atomic(async () => {
      if ((await this.#setKey(this.row.pk, keys)) < keys.size) throw this.#missing();
    });
    this.#tell(rows, this.row.pk);
  }

  /**
   * Empties the key of rows, given as such or by key, that refer to this one.
   *
   * @throws orm.relation.required when the key may not be empty, orm.not_found for a row in memory
   * that refers to another one
   */
  async remove(...rows: readonly RowOrKey<M>[]): Promise<void> {
    this.#assertNullable('removed');
    this.#assertMine(rows);
    const keys = this.#keysOf(rows);
    if (keys.size === 0) return;
    await this.#setKey(null, keys, true);
    this.#tell(rows, null);
  }

  /** Empties the key of all rows that refer to this one. @throws orm.relation.required */
  async clear(): Promise<void> {
    this.#assertNullable('cleared');
    await updateRows(
      { state: forWrite(this.state), operations: this.operations, origin: this.origin('write') },
      { [this.#relation.via.column.attribute]: null },
    );
    this.changed();
  }

  /**
   * Makes these the rows that refer to this one, in one transaction. Where the key may not be
   * empty, rows are only added.
   */
  async set(rows: readonly RowOrKey<M>[], { clear = false }: SetOptions = {}): Promise<void> {
    await this.atomic(async () => {
      if (this.#relation.via.column.isNull) {
        if (clear) await this.clear();
        else await this.#removeAllBut(this.#keysOf(rows));
      }
      await this.add(...rows);
    });
    this.changed();
  }

  async #removeAllBut(keys: ReadonlySet<unknown>): Promise<void> {
    const state = withConditions(forWrite(this.state), [{ pk__in: [...keys] }], true);
    await updateRows(
      { state, operations: this.operations, origin: this.origin('write') },
      { [this.#relation.via.column.attribute]: null },
    );
  }

  async #setKey(key: unknown, rows: ReadonlySet<unknown>, onlyMine = false): Promise<number> {
    const { target, via } = this.#relation;
    const all = onlyMine ? forWrite(this.state) : initialState(target, this.writtenTo);
    const state = withConditions(all, [{ pk__in: [...rows] }], false);
    const writing = { state, operations: this.operations, origin: this.origin('write') };
    return updateRows(writing, { [via.column.attribute]: key });
  }

  /** Rows in memory hold what is stored. */
  #tell(rows: readonly unknown[], key: unknown): void {
    const { via } = this.#relation;
    for (const row of rows) {
      if (!(row instanceof StoredRow)) continue;
      setColumnValue(row, via.column.attribute, key);
      forgetRelation(row, via);
    }
    this.changed();
  }

  #referring(values: object): object {
    return { ...values, [this.#relation.via.name]: this.row.pk };
  }

  #keysOf(rows: readonly unknown[]): Set<unknown> {
    return keysOf(this.#relation.target, rows);
  }

  #assertMine(rows: readonly unknown[]): void {
    const { attribute } = this.#relation.via.column;
    const isMine = (row: unknown) =>
      !(row instanceof StoredRow) || columnValue(row, attribute) === this.row.pk;
    if (rows.every(isMine)) return;
    const { model, name, target } = this.#relation;
    throw ormError('orm.not_found', `The ${target.name} is none of this ${model.name}'s ${name}.`, {
      hint: 'It refers to another row; read it again if that has changed.',
    });
  }

  #assertNullable(done: string): void {
    const { model, name, via } = this.#relation;
    if (via.column.isNull) return;
    throw ormError('orm.relation.required', `Rows cannot be ${done} from ${model.name}.${name}.`, {
      hint: `${via.model.name}.${via.name} is never empty: delete the rows, or add() them to another.`,
    });
  }

  #missing() {
    const { model, name, target } = this.#relation;
    return ormError(
      'orm.row.not_stored',
      `A ${target.name} could not be added to ${model.name}.${name}: it is not in the database.`,
      { hint: 'It was deleted in the meantime, or the key is that of no row.' },
    );
  }
}

function noList({ name: target }: ToManyMeta['target'], rows: unknown) {
  return ormError(
    'orm.value.invalid',
    `A list of ${target} is wanted, not ${describeKind(rows)}.`,
    {
      hint: 'set([drama, horror]), with rows or keys.',
    },
  );
}

/** The keys of rows that are given as such or by key, each once. @throws orm.value.invalid */
export function keysOf(model: ToManyMeta['target'], rows: readonly unknown[]): Set<unknown> {
  const { primaryKey } = metaOf(model);
  if (!Array.isArray(rows)) throw noList(model, rows);
  return new Set(rows.map((row) => checkedValue(primaryKey, row)));
}

for (const name of ['add', 'remove', 'clear', 'set', 'create', 'bulkCreate'] as const) {
  altersData(RelatedSet.prototype[name]);
}
