import { altersData, andThen, checkOptions, type MaybePromise, option } from '../../core/index.ts';
import { DEFAULT_ALIAS, database } from '../../db/index.ts';
import {
  CallSite,
  currentContext,
  type QueryOrigin,
  queryChannel,
  type RequestContext,
  relationLoadChannel,
} from '../../events/index.ts';
import { ormError } from '../errors.ts';
import type { Row as StoredRow } from '../hydrate/row.ts';
import type { DeleteResult, RowOperations } from '../hydrate/row-operations.ts';
import { prefetch } from '../relations/prefetch.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { deleteRows } from '../write/delete.ts';
import { type BulkCreateOptions, insertRows } from '../write/insert.ts';
import { updateRows } from '../write/update.ts';
import { fetchRows } from './fetch.ts';
import { parseColumnPath, parseFieldPath, parseLookup } from './lookup-path.ts';
import type {
  ColumnPaths,
  Conditions,
  JoinPaths,
  OrderPaths,
  PrefetchPaths,
} from './lookup-types.ts';
import { planCount, planExists } from './plan.ts';
import {
  type Condition,
  type FetchMode,
  forOneRow,
  initialState,
  isOrdered,
  isSliced,
  type QueryState,
  valuesOf,
  withClause,
} from './query-state.ts';
import { assertRelations } from './relation-path.ts';
import type { All, Row } from './row-types.ts';
import type { Shape } from './shape.ts';
import type { CreateValues, UpdateValues } from './value-types.ts';

/**
 * A lazy question to the database. Methods return a new QuerySet and make no query; awaiting one,
 * or looping over it with `for await`, makes one and keeps the rows.
 *
 * ```ts
 * const good = Movie.objects.filter({ rating__gte: 8 });   // no query
 * const page = await good.orderBy('-rating').slice(0, 25); // one query
 * ```
 *
 * `Only`, `Defer` and `Related` are what `only()`, `defer()`, `selectRelated()` and
 * `prefetchRelated()` were given: the type of the rows follows from them.
 */
export class QuerySet<M, Only = All, Defer = never, Related = never>
  implements PromiseLike<Row<M, Only, Defer, Related>[]>
{
  protected readonly state: QueryState;
  protected readonly operations: RowOperations;
  #site: CallSite | undefined;
  #siteContext: RequestContext | undefined;
  #rows: MaybePromise<StoredRow[]> | undefined;

  constructor(state: QueryState, operations: RowOperations) {
    this.state = state;
    this.operations = operations;
  }

  /** All rows of a model. */
  static of<M>(model: AnyModel, operations: RowOperations): QuerySet<M> {
    return new QuerySet<M>(initialState(model, DEFAULT_ALIAS), operations);
  }

  /** A copy, evaluated anew. */
  all(): QuerySet<M, Only, Defer, Related> {
    return this.#with({});
  }

  /**
   * Keeps the rows for which all conditions hold.
   *
   * A key names a column, over relations if need be, and a lookup: `director__name__icontains`.
   * Without a lookup values are compared for equality; `null` means "is empty". Conditions on a
   * relation to many rows hold for one and the same related row; chain `filter()` calls where
   * different rows may satisfy them.
   *
   * @throws orm.field.unknown, orm.lookup.unknown, orm.value.invalid, orm.query.sliced
   */
  filter<const Given extends object>(
    conditions: Conditions<M, Given>,
  ): QuerySet<M, Only, Defer, Related> {
    return this.#with(this.#filtered(conditions, false));
  }

  /**
   * Drops the rows for which all conditions hold. A row whose column is empty does not match a
   * condition on it, so it stays. Unlike in `filter()`, conditions on a relation to many rows need
   * not hold for one and the same related row. Throws as `filter()`.
   */
  exclude<const Given extends object>(
    conditions: Conditions<M, Given>,
  ): QuerySet<M, Only, Defer, Related> {
    return this.#with(this.#filtered(conditions, true));
  }

  /**
   * Orders by columns, `-` in front for descending, replacing any earlier order. Without
   * arguments: no order at all.
   *
   * @throws orm.field.unknown, orm.query.sliced
   */
  orderBy<const Paths extends readonly string[]>(
    ...paths: Paths & OrderPaths<M, Paths>
  ): QuerySet<M, Only, Defer, Related> {
    this.#assertUnsliced('ordered');
    for (const path of paths) parseColumnPath(this.state.model, path.replace(/^-/, ''));
    return this.#with(
      { orderBy: paths, isReversed: false },
      this.state.shape.steps(':order', paths),
    );
  }

  /** Turns the order around. @throws orm.query.sliced */
  reverse(): QuerySet<M, Only, Defer, Related> {
    this.#assertUnsliced('reversed');
    return this.#with({ isReversed: !this.state.isReversed }, this.state.shape.step(':reverse'));
  }

  /** Drops rows that are the same in all loaded columns. @throws orm.query.sliced */
  distinct(): QuerySet<M, Only, Defer, Related> {
    this.#assertUnsliced('made distinct');
    return this.#with({ isDistinct: true }, this.state.shape.step(':distinct'));
  }

  /** No rows, and no query. */
  none(): QuerySet<M, Only, Defer, Related> {
    return this.#with({ isNone: true });
  }

  /**
   * Joins relations to one row, so that they come with the same query: `selectRelated('director',
   * 'director__country')`. Calls add up.
   *
   * @throws orm.relation.unknown
   */
  selectRelated<const Paths extends readonly string[]>(
    ...paths: Paths & JoinPaths<M, Paths>
  ): QuerySet<M, Only, Defer, Related | Paths[number]> {
    for (const path of paths) assertRelations(this.state.model, path, 'selectRelated');
    const selectRelated = [...this.state.selectRelated, ...paths];
    return this.#with({ selectRelated }, this.state.shape.steps(':select', paths));
  }

  /**
   * Loads relations with one query each, whatever the number of rows: `prefetchRelated('genres',
   * 'movies__genres')`. Calls add up.
   *
   * @throws orm.relation.unknown
   */
  prefetchRelated<const Paths extends readonly string[]>(
    ...paths: Paths & PrefetchPaths<M, Paths>
  ): QuerySet<M, Only, Defer, Related | Paths[number]> {
    for (const path of paths) assertRelations(this.state.model, path, 'prefetchRelated');
    return this.#with(
      { prefetchRelated: [...this.state.prefetchRelated, ...paths] },
      this.state.shape.steps(':prefetch', paths),
    );
  }

  /**
   * Loads these columns alone, and the primary key: `only('title', 'director__name')`. The last
   * call counts. Reading another column is a compile error, and `orm.column.not_loaded`.
   *
   * @throws orm.field.unknown
   */
  only<const Paths extends readonly string[]>(
    ...paths: Paths & ColumnPaths<M, Paths>
  ): QuerySet<M, Paths[number], never, Related> {
    for (const path of paths) parseFieldPath(this.state.model, path);
    return this.#with({ only: paths, defer: [] }, this.state.shape.steps(':only', paths));
  }

  /** Leaves these columns out; calls add up. @throws orm.field.unknown */
  defer<const Paths extends readonly string[]>(
    ...paths: Paths & ColumnPaths<M, Paths>
  ): QuerySet<M, Only, Defer | Paths[number], Related> {
    for (const path of paths) parseFieldPath(this.state.model, path);
    return this.#with(
      { defer: [...this.state.defer, ...paths] },
      this.state.shape.steps(':defer', paths),
    );
  }

  /**
   * The rows from `start` up to `end` (exclusive), as of an array; bounds count from 0 and may
   * not be negative. A slice of a slice counts from the first one's start.
   *
   * @throws orm.query.slice
   */
  slice(start: number, end?: number): QuerySet<M, Only, Defer, Related> {
    for (const bound of [start, end ?? 0]) assertBound(bound);
    const limit = this.state.high ?? Number.POSITIVE_INFINITY;
    const low = Math.min(this.state.low + start, limit);
    const high = Math.max(low, Math.min(this.state.low + (end ?? Number.POSITIVE_INFINITY), limit));
    return this.#with(
      {
        low,
        high: Number.isFinite(high) ? high : undefined,
        isNone: this.state.isNone || low === high,
      },
      this.state.shape.steps(':slice', [String(start), String(end ?? '')]),
    );
  }

  /**
   * How relations that were not loaded are fetched on access: `peers` (default) for all rows of
   * the result set at once, `one` for the one row, `raise` not at all.
   *
   * @throws core.option.invalid
   */
  fetchMode(mode: FetchMode): QuerySet<M, Only, Defer, Related> {
    checkOptions('fetchMode()', { mode }, { mode: option.oneOf('peers', 'one', 'raise') });
    return this.#with({ fetchMode: mode });
  }

  /** Reads from, and writes to, the database of this alias. */
  using(alias: string): QuerySet<M, Only, Defer, Related> {
    return this.#with({ using: alias });
  }

  /**
   * The one row for which the conditions hold.
   *
   * @throws orm.not_found (status 404), orm.multiple_found
   */
  async get<const Given extends object>(
    conditions?: Conditions<M, Given>,
  ): Promise<Row<M, Only, Defer, Related>> {
    const narrowed = conditions === undefined ? this.state : this.#filtered(conditions, false);
    const state = isSliced(narrowed) ? narrowed : forOneRow(narrowed);
    const rows = this.#fetch(state);
    const found = (rows instanceof Promise ? await rows : rows) as unknown[];
    if (found.length === 1) return found[0] as Row<M, Only, Defer, Related>;
    throw found.length === 0 ? this.#notFound() : this.#multipleFound();
  }

  /** The first row, by primary key when there is no order, or null. */
  async first(): Promise<Row<M, Only, Defer, Related> | null> {
    const ordered = isOrdered(this.state)
      ? this
      : this.#with({ orderBy: ['pk'] }, this.state.shape.steps(':order', ['pk']));
    return (await ordered.slice(0, 1))[0] ?? null;
  }

  /** The last row, by primary key when there is no order, or null. @throws orm.query.sliced */
  async last(): Promise<Row<M, Only, Defer, Related> | null> {
    const ordered = isOrdered(this.state)
      ? this
      : this.#with({ orderBy: ['pk'] }, this.state.shape.steps(':order', ['pk']));
    return (await ordered.reverse().slice(0, 1))[0] ?? null;
  }

  /** How many rows there are: `COUNT(*)`, or the length of what has been loaded. */
  async count(): Promise<number> {
    if (this.#rows !== undefined) return (await this.#rows).length;
    if (this.state.isNone) return 0;
    const target = database(this.state.using);
    const statement = planCount(this.state, target.dialect);
    const rows = await target.query(statement, valuesOf(this.state), this.origin('queryset'));
    return Number(rows[0]![0]);
  }

  /** Whether there is any row; cheaper than counting or loading them. */
  async exists(): Promise<boolean> {
    if (this.#rows !== undefined) return (await this.#rows).length > 0;
    if (this.state.isNone) return false;
    const target = database(this.state.using);
    const statement = planExists(this.state, target.dialect);
    const rows = await target.query(statement, valuesOf(this.state), this.origin('queryset'));
    return rows.length > 0;
  }

  /**
   * Inserts a row. A relation takes the row it refers to, or its key.
   *
   * @throws orm.field.unknown, orm.value.missing, orm.value.invalid, db.constraint.*
   */
  async create(values: CreateValues<M>): Promise<Row<M>> {
    const [row]: readonly unknown[] = await insertRows(this.#writing(), [values], {});
    return row as Row<M>;
  }

  /**
   * Inserts many rows with few statements, in one transaction, and returns them with their keys
   * (without keys under `onConflict: 'ignore'`: the database does not say which were left out).
   *
   * Throws as `create()`; then nothing is inserted.
   */
  async bulkCreate(
    values: readonly CreateValues<M>[],
    options: BulkCreateOptions = {},
  ): Promise<Row<M>[]> {
    const rows: unknown = await insertRows(this.#writing(), values, options);
    return rows as Row<M>[];
  }

  /**
   * Changes all rows of the QuerySet with one statement and returns how many there were.
   *
   * @throws orm.query.sliced, orm.field.unknown, orm.value.invalid, db.constraint.*
   */
  async update(values: UpdateValues<M>): Promise<number> {
    this.#assertUnsliced('updated');
    return updateRows(this.#writing(), values);
  }

  /**
   * Deletes all rows of the QuerySet, and what refers to them as its `onDelete` says.
   *
   * @throws orm.query.sliced, orm.delete.restricted
   */
  async delete(): Promise<DeleteResult> {
    this.#assertUnsliced('deleted');
    return deleteRows(this.#writing());
  }

  /** Makes `await` work: one query, or the rows of the last time. */
  then<Result = Row<M, Only, Defer, Related>[], Failure = never>(
    onRows?: ((rows: Row<M, Only, Defer, Related>[]) => Result | PromiseLike<Result>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    const rows = this.evaluate();
    const settled = rows instanceof Promise ? rows : Promise.resolve(rows);
    return (settled as Promise<unknown[]> as Promise<Row<M, Only, Defer, Related>[]>).then(
      onRows,
      onError,
    );
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row<M, Only, Defer, Related>, void, undefined> {
    yield* await this;
  }

  /** The rows, fetched once. A failed query is forgotten, so that the next await may try again. */
  protected evaluate(): MaybePromise<StoredRow[]> {
    if (this.#rows !== undefined) return this.#rows;
    try {
      this.#rows = this.#fetch(this.state);
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#rows instanceof Promise) {
      this.#rows.catch(() => {
        this.#rows = undefined;
      });
    }
    return this.#rows;
  }

  /** Why a statement of this QuerySet runs, and from where. */
  protected origin(kind: QueryOrigin['kind']): QueryOrigin {
    this.#captureSite();
    return { kind, subject: this.state.model.name, site: this.#site };
  }

  #fetch(state: QueryState): MaybePromise<StoredRow[]> {
    const rows = fetchRows(state, this.origin('queryset'), this.operations);
    if (state.prefetchRelated.length === 0) return rows;
    return andThen(rows, async (loaded) => {
      await prefetch(state.model, loaded, state.prefetchRelated, this.#site);
      return loaded;
    });
  }

  #with<NewOnly = Only, NewDefer = Defer, NewRelated = Related>(
    change: Partial<QueryState>,
    shape: Shape = change.shape ?? this.state.shape,
  ): QuerySet<M, NewOnly, NewDefer, NewRelated> {
    const next = new QuerySet<M, NewOnly, NewDefer, NewRelated>(
      { ...this.state, ...change, shape },
      this.operations,
    );
    next.#site = this.#site;
    next.#siteContext = this.#siteContext;
    next.#captureSite();
    return next;
  }

  #filtered(given: object, isExclude: boolean): QueryState {
    this.#assertUnsliced('filtered');
    const conditions: Condition[] = [];
    for (const key of Object.keys(given)) {
      const path = parseLookup(this.state.model, key);
      const value = (given as Readonly<Record<string, unknown>>)[key];
      conditions.push({ path, prepared: path.lookup.prepare(path.column, value, key) });
    }
    return withClause(this.state, { isExclude, conditions });
  }

  /**
   * Takes the stack of the application's line while somebody listens: of the first call of a
   * chain, and again when a shared QuerySet is refined in another request.
   */
  #captureSite(): void {
    if (!queryChannel.hasSubscribers && !relationLoadChannel.hasSubscribers) return;
    const context = currentContext();
    if (this.#site !== undefined && this.#siteContext === context) return;
    this.#site = CallSite.capture();
    this.#siteContext = context;
  }

  #writing() {
    return { state: this.state, operations: this.operations, origin: this.origin('write') };
  }

  #assertUnsliced(done: string): void {
    if (!isSliced(this.state)) return;
    throw ormError('orm.query.sliced', `A sliced QuerySet cannot be ${done}.`, {
      hint: 'Filter and order first, slice last.',
    });
  }

  #notFound() {
    return ormError('orm.not_found', `No ${this.state.model.name} matches the conditions.`, {
      details: { model: this.state.model.name },
    });
  }

  #multipleFound() {
    return ormError(
      'orm.multiple_found',
      `More than one ${this.state.model.name} matches the conditions of get().`,
      { hint: 'Add conditions until they name one row, or use first().' },
    );
  }
}

for (const name of ['create', 'bulkCreate', 'update', 'delete'] as const) {
  altersData(QuerySet.prototype[name]);
}

function assertBound(bound: number): void {
  if (Number.isSafeInteger(bound) && bound >= 0) return;
  throw ormError('orm.query.slice', `${bound} is no bound of a slice.`, {
    hint: 'Bounds are whole numbers from 0 up; for the end of a list use reverse() or last().',
  });
}
