import { altersData, checkOptions, option } from '../../core/index.ts';
import { Q } from '../expressions/q.ts';
import type { Row as StoredRow } from '../hydrate/row.ts';
import type { CheckedConditions, Condition } from '../query/condition-types.ts';
import { fetchRows } from '../query/fetch.ts';
import { withConditions } from '../query/filtering.ts';
import { queryClass } from '../query/query-class.ts';
import type { PlainQueryMethods } from '../query/query-method-types.ts';
import { initialState } from '../query/query-state.ts';
import { withValues } from '../query/refining.ts';
import type { Row } from '../query/row-types.ts';
import { forWrite } from '../query/target.ts';
import type { CreateValues, DefaultValues } from '../query/value-types.ts';
import type { ManyToManyMeta, ToOneMeta } from '../schema/meta.ts';
import { isHeard, type ManyToManyAction } from '../signals/model-signals.ts';
import { sendManyToManyChanged } from '../signals/senders.ts';
import { deleteRows } from '../write/delete.ts';
import {
  type GetOrCreateOptions,
  getOrCreate,
  resolveValues,
  type UpdateOrCreateOptions,
  updateOrCreate,
} from '../write/get-or-create.ts';
import { insertRows } from '../write/insert.ts';
import { keysOf, RelationSet, type RowOrKey, type SetOptions } from './related-set.ts';

/** What the pairs have beside the two keys, for relations through a model of the application's. */
export interface ThroughOptions {
  /** Values of the pair's other fields; a function is called when it is needed. */
  readonly throughDefaults?: object | undefined;
}

/** Rows or keys, and perhaps options behind them. */
type Added<M> =
  | readonly RowOrKey<M>[]
  | readonly [...rows: readonly RowOrKey<M>[], options: ThroughOptions];

/** The rows of a many-to-many relation, and the ways to change which they are. */
export class ManyToManySet<M> extends RelationSet<M> {
  readonly #relation: ManyToManyMeta;

  constructor(row: StoredRow, relation: ManyToManyMeta) {
    super(row, relation);
    this.#relation = relation;
  }

  static to<M>(row: StoredRow, relation: ManyToManyMeta): ManyToManySet<M> & PlainQueryMethods<M> {
    const Class = queryClass(relation.target, ManyToManySet);
    return new Class<M>(row, relation) as ManyToManySet<M> & PlainQueryMethods<M>;
  }

  override all(): ManyToManySet<M> & PlainQueryMethods<M> {
    return ManyToManySet.to<M>(this.row, this.#relation);
  }

  /**
   * Relates rows, given as such or by key; those that are related already stay so. Through a model
   * of the application's, `{ throughDefaults: { role: 'lead' } }` comes last.
   */
  async add(...given: Added<M>): Promise<void> {
    const { rows, throughDefaults } = optionsApart(given);
    const keys = keysOf(this.#relation.target, rows);
    if (keys.size === 0) return;
    const { source, destination, isSymmetrical, hasOwnThrough } = this.#relation;
    const values = await resolveValues(throughDefaults);
    const add = async () => {
      await this.#addPairs({ source, destination }, keys, values, true);
      if (!isSymmetrical) return;
      await this.#addPairs({ source: destination, destination: source }, keys, values, false);
    };
    // One statement is enough for plain pairs that nobody is told of.
    if (isSymmetrical || hasOwnThrough || this.#isHeard) await this.atomic(add);
    else await add();
    this.changed();
  }

  /**
   * Ends the relation to rows, given as such or by key; the rows themselves stay. So do relations to
   * rows that the model's `objects` hides.
   */
  async remove(...rows: readonly RowOrKey<M>[]): Promise<void> {
    const keys = [...keysOf(this.#relation.target, rows)];
    if (keys.length > 0) await this.#deletePairs(keys);
  }

  /** Ends the relation to all rows, as `remove()` does. */
  async clear(): Promise<void> {
    await this.#deletePairs(undefined);
  }

  /**
   * Makes these the related rows, in one transaction: others are removed, missing ones added, and
   * what the pairs of the rest hold stays.
   */
  async set(
    rows: readonly RowOrKey<M>[],
    { clear = false, ...through }: SetOptions & ThroughOptions = {},
  ): Promise<void> {
    const wanted = keysOf(this.#relation.target, rows);
    await this.atomic(async () => {
      if (clear) await this.clear();
      else {
        const related = await this.#relatedKeys();
        const gone = [...related].filter((key) => !wanted.has(key));
        if (gone.length > 0) await this.#deletePairs(gone);
        for (const key of related) wanted.delete(key);
      }
      await this.add(...([...wanted, through] as unknown as Added<M>));
    });
  }

  /** Inserts a row and relates it, in one transaction. Throws as `QuerySet.create()`. */
  override create(values: CreateValues<M>, through: ThroughOptions = {}): Promise<Row<M>> {
    return this.atomic(async () => {
      const created = await super.create(values);
      await this.add(...([created, through] as unknown as Added<M>));
      return created;
    });
  }

  /** The row that the conditions name among the related ones, or a new one that is related. */
  override getOrCreate<const Given extends object = Condition<M>>(
    lookup: CheckedConditions<M, Given, unknown>,
    { throughDefaults, ...options }: GetOrCreateOptions<DefaultValues<M>> & ThroughOptions = {},
  ): Promise<[row: Row<M>, isCreated: boolean]> {
    const finder = { ...this.finder(), create: this.#creator({ throughDefaults }) };
    return getOrCreate(finder, lookup, options) as Promise<[Row<M>, boolean]>;
  }

  /** Changes the row that the conditions name among the related ones, or makes and relates one. */
  override updateOrCreate<const Given extends object = Condition<M>>(
    lookup: CheckedConditions<M, Given, unknown>,
    { throughDefaults, ...options }: UpdateOrCreateOptions<DefaultValues<M>> & ThroughOptions = {},
  ): Promise<[row: Row<M>, isCreated: boolean]> {
    const finder = { ...this.finder(), create: this.#creator({ throughDefaults }) };
    return updateOrCreate(finder, lookup, options) as Promise<[Row<M>, boolean]>;
  }

  #creator(through: ThroughOptions) {
    return (values: object) => this.create(values as never, through);
  }

  /** Adds the pairs that are missing; the main direction is the one that is told of. */
  async #addPairs(
    { source, destination }: Direction,
    keys: ReadonlySet<unknown>,
    values: object,
    isMain: boolean,
  ): Promise<void> {
    const { hasOwnThrough, through } = this.#relation;
    const isTold = isMain && this.#isHeard;
    // The pair table refuses what is there already; a model of the application's need not.
    const known =
      hasOwnThrough || isTold ? await this.#keysOfPairs({ source, destination }) : new Set();
    const missing = [...keys].filter((key) => !known.has(key));
    const pairs = missing.map((key) => ({
      ...values,
      [source.name]: this.row.pk,
      [destination.name]: key,
    }));
    if (isTold) await this.#tell('preAdd', missing);
    const onConflict = hasOwnThrough ? 'fail' : 'ignore';
    if (pairs.length > 0) await insertRows(this.writingTo(through), pairs, { onConflict });
    if (isTold) await this.#tell('postAdd', missing);
  }

  /** @param keys - of the rows to part from; undefined: of all. */
  async #deletePairs(keys: readonly unknown[] | undefined): Promise<void> {
    const { through, isSymmetrical, source, destination } = this.#relation;
    const others = this.#hidesRows ? await this.#shownAmong(keys) : keys;
    const mine = (from: ToOneMeta, to: ToOneMeta) => ({
      [from.column.attribute]: this.row.pk,
      ...(others && { [`${to.column.attribute}__in`]: others }),
    });
    const conditions = isSymmetrical
      ? Q(mine(source, destination)).or(mine(destination, source))
      : mine(source, destination);
    const writing = this.writingTo(through);
    const going = { ...writing, state: withConditions(writing.state, [conditions], false) };
    if (!this.#isHeard) await deleteRows(going);
    else {
      await this.atomic(async () => {
        await this.#tell(keys === undefined ? 'preClear' : 'preRemove', keys);
        await deleteRows(going);
        await this.#tell(keys === undefined ? 'postClear' : 'postRemove', keys);
      });
    }
    this.changed();
  }

  /** Whether there may be pairs with rows that the relation does not show. */
  get #hidesRows(): boolean {
    return this.#relation.target.defaultRows !== undefined;
  }

  async #shownAmong(keys: readonly unknown[] | undefined): Promise<readonly unknown[]> {
    const shown = await this.#relatedKeys();
    return keys === undefined ? [...shown] : keys.filter((key) => shown.has(key));
  }

  /** The keys of the related rows; what the model's `objects` hides is not among them. */
  async #relatedKeys(): Promise<Set<unknown>> {
    if (!this.#hidesRows) return this.#keysOfPairs(this.#relation);
    const keys = withValues(forWrite(this.state), 'flat', ['pk']);
    return new Set(await fetchRows<unknown>(keys, this.origin('queryset'), this.operations));
  }

  /** The keys at the other end of this row's pairs. */
  async #keysOfPairs({ source, destination }: Direction): Promise<Set<unknown>> {
    const { through } = this.#relation;
    const pairs = initialState(through, this.writtenTo);
    const mine = withConditions(pairs, [{ [source.column.attribute]: this.row.pk }], false);
    const keys = withValues(mine, 'flat', [destination.column.attribute]);
    return new Set(await fetchRows<unknown>(keys, this.origin('queryset'), this.operations));
  }

  get #isHeard(): boolean {
    const { reverseOf, model } = this.#relation;
    return isHeard(reverseOf?.model ?? model, 'm2mChanged');
  }

  async #tell(action: ManyToManyAction, keys: readonly unknown[] | undefined): Promise<void> {
    await sendManyToManyChanged(this.#relation, action, this.row, keys, this.writtenTo);
  }
}

/** From which key of a pair to which one is looked. */
type Direction = Pick<ManyToManyMeta, 'source' | 'destination'>;

/** What comes last may be options rather than a row. */
function optionsApart(given: readonly unknown[]) {
  const last = given.at(-1);
  const hasOptions =
    typeof last === 'object' && last !== null && !('pk' in last) && !(last instanceof Date);
  const options: ThroughOptions = hasOptions ? last : {};
  const { throughDefaults = {} } = checkOptions('add()', options, {
    throughDefaults: option.object,
  });
  return { rows: hasOptions ? given.slice(0, -1) : given, throughDefaults };
}

for (const name of [
  'add',
  'remove',
  'clear',
  'set',
  'create',
  'getOrCreate',
  'updateOrCreate',
] as const) {
  altersData(ManyToManySet.prototype[name]);
}
