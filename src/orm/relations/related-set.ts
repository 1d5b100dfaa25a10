import { altersData, LOAD } from '../../core/index.ts';
import { database } from '../../db/index.ts';
import { forgetRelation, originOf, type Row as StoredRow } from '../hydrate/row.ts';
import { withConditions, withLookups } from '../query/filtering.ts';
import { parseLookup } from '../query/lookup-path.ts';
import type { KeyedRow } from '../query/lookup-types.ts';
import { QuerySet } from '../query/query-set.ts';
import { initialState, type QueryState } from '../query/query-state.ts';
import type { Row } from '../query/row-types.ts';
import type { ManyToManyMeta, ToManyMeta } from '../schema/meta.ts';
import type { KeyInputOf } from '../schema/shape-types.ts';
import { deleteRows } from '../write/delete.ts';
import { insertRows } from '../write/insert.ts';
import { backwards } from './related-rows.ts';
import { loadRelation } from './relation-loader.ts';

/**
 * The rows of a relation to many that are not in memory: a QuerySet of them. Awaiting it loads
 * them for all peers of the row; refining it (`filter`, `orderBy`, …) asks for this row alone.
 */
export class RelatedSet<M> extends QuerySet<M> {
  protected readonly row: StoredRow;
  readonly #relation: ToManyMeta | ManyToManyMeta;

  constructor(row: StoredRow, relation: ToManyMeta | ManyToManyMeta) {
    super(stateFor(row, relation), originOf(row).evaluation.operations);
    this.row = row;
    this.#relation = relation;
  }

  /** The related rows, fetched for all peers of the row by one query. */
  load(): Promise<readonly Row<M>[]> {
    return loadRelation(this.row, this.#relation) as Promise<readonly Row<M>[]>;
  }

  /** The relation again, so that `director.movies.all` is loaded for all peers too. */
  override all(): RelatedSet<M> {
    return new RelatedSet<M>(this.row, this.#relation);
  }

  [LOAD](): Promise<readonly Row<M>[]> {
    return this.load();
  }

  protected override async evaluate(): Promise<StoredRow[]> {
    return [...((await loadRelation(this.row, this.#relation)) as readonly StoredRow[])];
  }
}

/** The rows of a many-to-many relation, and the ways to change which they are. */
export class ManyToManySet<M> extends RelatedSet<M> {
  readonly #relation: ManyToManyMeta;

  constructor(row: StoredRow, relation: ManyToManyMeta) {
    super(row, relation);
    this.#relation = relation;
  }

  /** Relates rows, given as such or by key; those that are related already stay so. */
  async add(...rows: readonly (KeyedRow | KeyInputOf<M>)[]): Promise<void> {
    const { source, destination, through } = this.#relation;
    const pairs = rows.map((row) => ({
      [source.name]: this.row.pk,
      [destination.name]: row,
    }));
    const state = initialState(through, this.state.using);
    const writing = { state, operations: this.operations, origin: this.origin('write') };
    await insertRows(writing, pairs, { onConflict: 'ignore' });
    forgetRelation(this.row, this.#relation);
  }

  /** Ends the relation to rows, given as such or by key; the rows themselves stay. */
  async remove(...rows: readonly (KeyedRow | KeyInputOf<M>)[]): Promise<void> {
    await this.#deletePairs(rows);
  }

  /** Ends the relation to all rows; the rows themselves stay. */
  async clear(): Promise<void> {
    await this.#deletePairs(undefined);
  }

  /** Makes these the related rows, in one transaction: others are removed, missing ones added. */
  async set(rows: readonly (KeyedRow | KeyInputOf<M>)[]): Promise<void> {
    await database(this.state.using).atomic(async () => {
      await this.clear();
      await this.add(...rows);
    });
  }

  async #deletePairs(rows: readonly unknown[] | undefined): Promise<void> {
    const { source, destination, through } = this.#relation;
    const mine = { [source.column.attribute]: this.row.pk };
    const theirs = rows && { [`${destination.column.attribute}__in`]: rows };
    const state = withConditions(
      initialState(through, this.state.using),
      [{ ...mine, ...theirs }],
      false,
    );
    await deleteRows({ state, operations: this.operations, origin: this.origin('write') });
    forgetRelation(this.row, this.#relation);
  }
}

for (const name of ['add', 'remove', 'clear', 'set'] as const) {
  altersData(ManyToManySet.prototype[name]);
}

/** The related rows as a QuerySet of their own: `Movie.objects.filter({ director: row })`. */
function stateFor(row: StoredRow, relation: ToManyMeta | ManyToManyMeta): QueryState {
  const origin = originOf(row);
  const state = {
    ...initialState(relation.target, origin.evaluation.using),
    fetchMode: origin.evaluation.fetchMode,
  };
  if (relation.kind === 'toMany') {
    const { attribute } = relation.via.column;
    return withConditions(state, [{ [attribute]: row.pk }], false);
  }
  const { attribute } = relation.source.column;
  const pairs = parseLookup(relation.through, attribute);
  // The pair table is reached backwards from the target, over a relation that has no name there.
  const path = {
    ...pairs,
    key: `~${relation.through.name}.${attribute}`,
    relations: [backwards(relation)],
  };
  const prepared = path.lookup.prepare(path.subject, row.pk, attribute);
  return withLookups(state, [{ path, prepared, slot: 0 }], false);
}
