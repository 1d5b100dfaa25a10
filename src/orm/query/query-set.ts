import { altersData, andThen, checkOptions, type MaybePromise, option } from '../../core/index.ts';
import type { DatabaseValue, ExplainOptions } from '../../db/index.ts';
import {
  CallSite,
  currentContext,
  type QueryOrigin,
  queryChannel,
  type RequestContext,
  relationLoadChannel,
} from '../../events/index.ts';
import { ormError } from '../errors.ts';
import type { Ordering } from '../expressions/combinable.ts';
import { type Expression, isQueryHolder, QUERY_STATE } from '../expressions/expression.ts';
import type { ZoneOptions } from '../expressions/functions/dates.ts';
import type { Row as StoredRow } from '../hydrate/row.ts';
import type { DeleteResult, RowOperations } from '../hydrate/row-operations.ts';
import { prefetch } from '../relations/prefetch.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { NameOf } from '../schema/shape-types.ts';
import { type BulkUpdateOptions, bulkUpdateRows } from '../write/bulk-update.ts';
import type { BulkCreateOptions } from '../write/conflicts.ts';
import { createRow } from '../write/create.ts';
import { deleteRows } from '../write/delete.ts';
import {
  type Finder,
  type GetOrCreateOptions,
  getOrCreate,
  type UpdateOrCreateOptions,
  updateOrCreate,
} from '../write/get-or-create.ts';
import { insertRows } from '../write/insert.ts';
import { updateRows } from '../write/update.ts';
import { aggregateRows } from './aggregation.ts';
import type {
  Aggregated,
  Aliased,
  Annotated,
  Annotations,
  CheckedAggregates,
  CheckedAnnotations,
  Shown,
  WithAnnotations,
} from './annotation-types.ts';
import { assertKnown } from './binder.ts';
import type { CheckedConditions, Condition, MoreConditions } from './condition-types.ts';
import { explainRows } from './explaining.ts';
import { fetchRows } from './fetch.ts';
import { checkedFetchMode } from './fetch-mode.ts';
import { withConditions } from './filtering.ts';
import { bulkColumn, byValue } from './in-bulk.ts';
import { fetchJson, jsonOfRows } from './json.ts';
import { parseFieldPath } from './lookup-path.ts';
import type { KeyedRow, LookupValue } from './lookup-types.ts';
import {
  type DateKind,
  type DatetimeKind,
  type Direction,
  distinctDates,
  distinctDatetimes,
} from './moments.ts';
import type { Checked, ColumnPaths, JoinPaths, OrderTerms } from './path-types.ts';
import { planCount, planExists } from './plan.ts';
import { type Prefetch, prefetchRequest } from './prefetch-request.ts';
import type { PrefetchArguments } from './prefetch-types.ts';
import { queryClass } from './query-class.ts';
import type { QUERY_TYPE, QuerySetOf, QueryType } from './query-method-types.ts';
import {
  type Combination,
  type FetchMode,
  forOneRow,
  initialState,
  isOrdered,
  isSliced,
  type QueryState,
} from './query-state.ts';
import { RawQuerySet } from './raw-query-set.ts';
import type { ValueAtPath } from './reference-types.ts';
import { combined, withAnnotations, withOrder, withValues } from './refining.ts';
import { assertRelations } from './relation-path.ts';
import type {
  NamedByValues,
  SelectedPath,
  TupleOf,
  ValuesArguments,
  ValuesOf,
} from './result-types.ts';
import { type ForUpdateOptions, lockOptions } from './row-lock.ts';
import type { All, Row } from './row-types.ts';
import type { Shape } from './shape.ts';
import { type IteratorOptions, streamRows } from './streaming.ts';
import { forWrite, readTarget, writeAlias } from './target.ts';
import type {
  CheckedUpdate,
  CreateValues,
  DefaultValues,
  KeyedValues,
  UpdateValues,
} from './value-types.ts';

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
export class QuerySet<
  M,
  Only = All,
  Defer = never,
  Related = never,
  Extra = unknown,
  Result = Row<M, Only, Defer, Related> & Shown<Extra>,
> implements PromiseLike<Result[]>
{
  declare readonly [QUERY_TYPE]: QueryType<NameOf<M>, Only, Defer, Related, Extra, Result>;
  protected readonly state: QueryState;
  protected readonly operations: RowOperations;
  #site: CallSite | undefined;
  #siteContext: RequestContext | undefined;
  #rows: MaybePromise<unknown[]> | undefined;

  constructor(state: QueryState, operations: RowOperations) {
    this.state = state;
    this.operations = operations;
  }

  /** What it asks for: this is how it becomes a part of another QuerySet. */
  get [QUERY_STATE](): QueryState {
    return this.state;
  }

  /** All rows of a model. */
  static of<M>(model: AnyModel, operations: RowOperations): QuerySetOf<M> {
    const Class = queryClass(model, QuerySet);
    return new Class<M>(initialState(model, undefined), operations) as QuerySetOf<M>;
  }

  /** Has the line that calls a method of the application's stand for the chain it begins. */
  static begin(query: object): void {
    if (query instanceof QuerySet) query.captureSite(CallSite.NEAR);
  }

  /** A copy, evaluated anew. */
  all(): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
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
  filter<
    const Given extends object = Condition<M>,
    const More extends readonly object[] = readonly [],
  >(
    conditions?: CheckedConditions<M, Given, Extra>,
    ...more: MoreConditions<M, Extra, More>
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with(this.#filtered(allOf(conditions, more), false));
  }

  /**
   * Drops the rows for which all conditions hold. A row whose column is empty does not match a
   * condition on it, so it stays. Unlike in `filter()`, conditions on a relation to many rows need
   * not hold for one and the same related row. Throws as `filter()`.
   */
  exclude<
    const Given extends object = Condition<M>,
    const More extends readonly object[] = readonly [],
  >(
    conditions?: CheckedConditions<M, Given, Extra>,
    ...more: MoreConditions<M, Extra, More>
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with(this.#filtered(allOf(conditions, more), true));
  }

  /**
   * Gives each row values that the database works out, by name: `annotate({ films: Count('movies') })`.
   * Later conditions, orders and expressions may use the names. After `values()` an aggregate is
   * taken for each group of rows that agree in those values; else for each row of the model.
   *
   * @throws orm.annotation.name, orm.field.unknown, orm.expression.invalid
   */
  annotate<const Given extends Annotations>(
    given: CheckedAnnotations<M, Extra, Given>,
  ): QuerySetOf<
    M,
    Only,
    Defer,
    Related,
    Extra & Annotated<M, Extra, Given>,
    WithAnnotations<Result, Annotated<M, Extra, Given>>
  > {
    this.#assertPlain('annotated');
    this.#assertUnsliced('annotated');
    return this.#with(withAnnotations(this.state, given, true));
  }

  /** As `annotate()`, for use in the query alone: rows do not get the values. */
  alias<const Given extends Annotations>(
    given: CheckedAnnotations<M, Extra, Given>,
  ): QuerySetOf<M, Only, Defer, Related, Extra & Aliased<M, Extra, Given>, Result> {
    this.#assertPlain('annotated');
    this.#assertUnsliced('annotated');
    return this.#with(withAnnotations(this.state, given, false));
  }

  /**
   * Objects with these names in place of model rows: `values('title', 'director__name', { shout:
   * Upper('title') })`. Without arguments: all columns and annotations.
   *
   * @throws orm.field.unknown
   */
  values<const Args extends readonly (string | Annotations)[]>(
    ...args: ValuesArguments<M, Extra, Args>
  ): QuerySetOf<
    M,
    Only,
    Defer,
    never,
    Extra & NamedByValues<M, Extra, Args>,
    ValuesOf<M, Extra, Args>
  > {
    return this.#with(withValues(this.state, 'values', args));
  }

  /**
   * Lists of values in place of model rows, as `values()` would name them; with `{ flat: true }`
   * behind a single name, the bare values.
   *
   * @throws orm.field.unknown, orm.expression.invalid
   */
  valuesList<const Name extends string>(
    name: Checked<Name, SelectedPath<M, Extra, Name>>,
    options: { readonly flat: true },
  ): QuerySetOf<M, Only, Defer, never, Extra, ValueAtPath<M, Extra, Name>>;
  valuesList<const Args extends readonly (string | Annotations)[]>(
    ...args: ValuesArguments<M, Extra, Args>
  ): QuerySetOf<
    M,
    Only,
    Defer,
    never,
    Extra & NamedByValues<M, Extra, Args>,
    TupleOf<M, Extra, Args>
  >;
  valuesList(...args: readonly unknown[]): unknown {
    const last = args.at(-1);
    const isFlat =
      typeof last === 'object' && last !== null && 'flat' in last && last.flat === true;
    if (!isFlat) return this.#with(withValues(this.state, 'tuples', args));
    if (args.length !== 2) throw notFlat();
    return this.#with(withValues(this.state, 'flat', args.slice(0, 1)));
  }

  /**
   * Orders by columns and annotations, `-` in front for descending, `?` at random, or by expressions
   * such as `F('rating').desc({ nulls: 'last' })`, replacing any earlier order. A relation stands for
   * the order of its model. Without arguments: no order at all.
   *
   * @throws orm.field.unknown, orm.query.sliced
   */
  orderBy<const Terms extends readonly (string | Ordering | Expression)[]>(
    ...terms: OrderTerms<M, Extra, Terms>
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    this.#assertUnsliced('ordered');
    return this.#with(withOrder(this.state, terms as readonly unknown[]));
  }

  /** Turns the order around. @throws orm.query.sliced */
  reverse(): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    this.#assertUnsliced('reversed');
    return this.#with({ isReversed: !this.state.isReversed }, this.state.shape.step(':reverse'));
  }

  /**
   * Drops rows that are the same in all that is selected; with paths, keeps the first row for each
   * combination of those (PostgreSQL; the order has to begin with them).
   *
   * @throws orm.query.sliced, orm.field.unknown, orm.query.unsupported
   */
  distinct<const Paths extends readonly string[]>(
    ...paths: ValuesArguments<M, Extra, Paths>
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    this.#assertPlain('made distinct');
    this.#assertUnsliced('made distinct');
    const given = plainPaths(paths);
    for (const path of given) assertKnown(this.state, path);
    const distinct = given.length === 0 ? true : given;
    return this.#with({ distinct }, this.state.shape.steps(':distinct', given));
  }

  /** The rows of this QuerySet and of others; equal rows once unless `{ all: true }` comes last. */
  union(
    ...others: readonly (QueryLike<Result> | { readonly all: boolean })[]
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    const last = others.at(-1);
    const isAll = last !== undefined && !isQueryHolder(last) && (last as { all: boolean }).all;
    const rest = isQueryHolder(last) || last === undefined ? others : others.slice(0, -1);
    return this.#combined(isAll ? 'unionAll' : 'union', rest as readonly QueryLike<Result>[]);
  }

  /** The rows that are in this QuerySet and in all others. */
  intersection(
    ...others: readonly QueryLike<Result>[]
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#combined('intersect', others);
  }

  /** The rows of this QuerySet that are in none of the others. */
  difference(
    ...others: readonly QueryLike<Result>[]
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#combined('except', others);
  }

  /**
   * The different days that a field begins a year, month and so on with, as `YYYY-MM-DD`:
   * `dates('released', 'year')` gives 1 January of each year with a film.
   *
   * @throws orm.field.unknown, orm.expression.invalid, orm.expression.mixed
   */
  dates(
    field: string,
    kind: DateKind,
    direction: Direction = 'ASC',
  ): QuerySetOf<M, Only, Defer, never, Extra, string> {
    this.#assertPlain('reduced to dates');
    this.#assertUnsliced('reduced to dates');
    return this.#with(distinctDates(this.state, field, kind, direction));
  }

  /** The different moments that a field has, cut off below a unit, in a zone. Throws as `dates()`. */
  datetimes(
    field: string,
    kind: DatetimeKind,
    direction: Direction = 'ASC',
    options: ZoneOptions = {},
  ): QuerySetOf<M, Only, Defer, never, Extra, Date> {
    this.#assertPlain('reduced to moments');
    this.#assertUnsliced('reduced to moments');
    return this.#with(distinctDatetimes(this.state, field, kind, direction, options));
  }

  /** No rows, and no query. */
  none(): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with({ isNone: true });
  }

  /**
   * Joins relations to one row, so that they come with the same query: `selectRelated('director',
   * 'director__country')`. Calls add up.
   *
   * @throws orm.relation.unknown
   */
  selectRelated<const Paths extends readonly string[]>(
    ...paths: JoinPaths<M, Paths>
  ): QuerySetOf<M, Only, Defer, Related | Paths[number], Extra> {
    this.#assertRows('selectRelated');
    const given = plainPaths(paths);
    for (const path of given) assertRelations(this.state.model, path, 'selectRelated');
    const selectRelated = [...this.state.selectRelated, ...given];
    return this.#with({ selectRelated }, this.state.shape.steps(':select', given));
  }

  /**
   * Loads relations with one query each, whatever the number of rows: `prefetchRelated('genres',
   * 'movies__genres')`. Calls add up.
   *
   * @throws orm.relation.unknown
   */
  prefetchRelated<const Args extends readonly (string | Prefetch)[]>(
    ...args: PrefetchArguments<M, Args>
  ): QuerySetOf<M, Only, Defer, Related | Args[number], Extra> {
    this.#assertRows('prefetchRelated');
    const requests = (args as readonly (string | Prefetch)[]).map((arg) =>
      prefetchRequest(this.state.model, arg),
    );
    return this.#with(
      { prefetchRelated: [...this.state.prefetchRelated, ...requests] },
      this.state.shape.steps(
        ':prefetch',
        requests.map(({ path }) => path),
      ),
    );
  }

  /**
   * Loads these columns alone, and the primary key: `only('title', 'director__name')`. The last
   * call counts. Reading another column is a compile error, and `orm.column.not_loaded`.
   *
   * @throws orm.field.unknown
   */
  only<const Paths extends readonly string[]>(
    ...paths: ColumnPaths<M, Paths>
  ): QuerySetOf<M, Paths[number], never, Related, Extra> {
    this.#assertRows('only');
    const only = plainPaths(paths);
    for (const path of only) parseFieldPath(this.state.model, path);
    return this.#with({ only, defer: [] }, this.state.shape.steps(':only', only));
  }

  /** Leaves these columns out; calls add up. @throws orm.field.unknown */
  defer<const Paths extends readonly string[]>(
    ...paths: ColumnPaths<M, Paths>
  ): QuerySetOf<M, Only, Defer | Paths[number], Related, Extra> {
    this.#assertRows('defer');
    const given = plainPaths(paths);
    for (const path of given) parseFieldPath(this.state.model, path);
    return this.#with(
      { defer: [...this.state.defer, ...given] },
      this.state.shape.steps(':defer', given),
    );
  }

  /**
   * The rows from `start` up to `end` (exclusive), as of an array; bounds count from 0 and may
   * not be negative. A slice of a slice counts from the first one's start.
   *
   * @throws orm.query.slice
   */
  slice(start: number, end?: number): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
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
   * Locks the rows until the transaction ends, so that nobody else changes them; `of` names joined
   * relations, or `self`, to lock no others. With `nowait` a locked row is an error at once, with
   * `skipLocked` it is left out. SQLite locks the whole database for a transaction that may write.
   *
   * @throws orm.query.lock when it runs outside of `atomic()`
   */
  selectForUpdate(
    options: ForUpdateOptions = {},
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    const lock = lockOptions(options);
    this.#assertPlain('locked');
    return this.#with({ lock }, this.state.shape.step(`:lock ${JSON.stringify(lock)}`));
  }

  /**
   * How relations that were not loaded are fetched on access: `peers` (default) for all rows of
   * the result set at once, `one` for the one row, `raise` not at all.
   *
   * @throws core.option.invalid
   */
  fetchMode(mode: FetchMode): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with({ fetchMode: checkedFetchMode('fetchMode()', mode) });
  }

  /**
   * Reads the rows in another thread where the database would keep this one waiting, as SQLite does
   * with a long query; elsewhere as ever. In a transaction, and in memory, there is no other thread.
   */
  offThread(): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with({ reading: { ...this.state.reading, isOffThread: true } });
  }

  /**
   * Cancels the query when the signal is aborted: `db.query.cancelled`. Queries of a request are
   * cancelled with it by themselves.
   */
  abortWith(signal: AbortSignal): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with({ reading: { ...this.state.reading, signal } });
  }

  /** Reads from, and writes to, the database of this alias. */
  using(alias: string): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with({ using: alias });
  }

  /**
   * The one row for which the conditions hold.
   *
   * @throws orm.not_found (status 404), orm.multiple_found
   */
  async get<const Given extends object = Condition<M>>(
    conditions?: CheckedConditions<M, Given, Extra>,
  ): Promise<Result> {
    const narrowed = conditions === undefined ? this.state : this.#filtered([conditions], false);
    const isPlain = isSliced(narrowed) || narrowed.combination !== undefined;
    const rows = this.#fetch(isPlain ? narrowed : forOneRow(narrowed));
    const found = rows instanceof Promise ? await rows : rows;
    if (found.length === 1) return found[0] as Result;
    throw found.length === 0 ? this.#notFound() : this.#multipleFound();
  }

  /** The first row, by primary key when there is no order, or null. */
  async first(): Promise<Result | null> {
    return (await this.#ordered().slice(0, 1))[0] ?? null;
  }

  /** The last row, by primary key when there is no order, or null. @throws orm.query.sliced */
  async last(): Promise<Result | null> {
    return (await this.#ordered().reverse().slice(0, 1))[0] ?? null;
  }

  /**
   * One value for all rows, by name: `aggregate({ mean: Avg('rating') })`. Slices, `distinct()` and
   * annotations count.
   *
   * @throws orm.expression.invalid, orm.field.unknown
   */
  async aggregate<const Given extends Annotations>(
    given: CheckedAggregates<M, Extra, Given>,
  ): Promise<Aggregated<M, Extra, Given>> {
    const origin = this.origin('queryset');
    const result = await aggregateRows(this.state, given, origin);
    return result as Aggregated<M, Extra, Given>;
  }

  /**
   * The first row by these fields, without empty ones put aside: `earliest('released')`.
   *
   * @throws orm.not_found (status 404), orm.field.unknown, orm.query.sliced
   */
  earliest<const Fields extends readonly [string, ...string[]]>(
    ...fields: OrderTerms<M, Extra, Fields>
  ): Promise<Result> {
    return this.#extreme(plainPaths(fields), false);
  }

  /** The last row by these fields. Throws as `earliest()`. */
  latest<const Fields extends readonly [string, ...string[]]>(
    ...fields: OrderTerms<M, Extra, Fields>
  ): Promise<Result> {
    return this.#extreme(plainPaths(fields), true);
  }

  /** Whether the row is one of these. @throws orm.query.values, orm.query.combined */
  async contains(row: { readonly pk: unknown }): Promise<boolean> {
    this.#assertRows('contains');
    if (this.#rows !== undefined) {
      const loaded = (await this.#rows) as readonly { readonly pk: unknown }[];
      return loaded.some((other) => other.pk === row.pk);
    }
    return this.#with(withConditions(this.state, [{ pk: row }], false)).exists();
  }

  /**
   * Rows by the value of a unique field, by default the primary key: all of them, or those named.
   * What there is no row for is not in the Map.
   *
   * @throws orm.field.not_unique, orm.query.sliced
   */
  async inBulk<const Field extends string = 'pk'>(
    values?: Iterable<LookupValue<M, NoInfer<Field>>>,
    options: { readonly field?: Checked<Field, SelectedPath<M, unknown, Field>> } = {},
  ): Promise<Map<ValueAtPath<M, unknown, Field>, Result>> {
    const checked = checkOptions('inBulk()', options, { field: option.string });
    this.#assertRows('inBulk');
    const column = bulkColumn(this.state.model, (checked.field ?? 'pk') as string);
    const named = values && { [`${column.attribute}__in`]: [...values] };
    const rows: QuerySet<M, Only, Defer, Related, Extra, Result> =
      named === undefined ? this : this.#with(this.#filtered([named], false));
    return byValue<ValueAtPath<M, unknown, Field>, Result>(await rows, column);
  }

  /**
   * The rows one by one without keeping any: in chunks, through a cursor of the server where there
   * is one. Relations are prefetched for each chunk.
   *
   * ```ts
   * for await (const movie of Movie.objects.iterator()) console.log(movie.title);
   * ```
   */
  iterator(options: IteratorOptions = {}): AsyncGenerator<Result, void, undefined> {
    return streamRows<Result>(this.state, options, this.origin('queryset'), this.operations);
  }

  /**
   * The rows as the bytes of a JSON list, for the body of a response: what `JSON.stringify` makes of
   * them, with whole numbers beyond 2^53 as strings and bytes as Base64. One query; rows that are in
   * memory are taken from there.
   *
   * On PostgreSQL the bytes come from the database's own, without a row in between (unless
   * relations are prefetched), and nothing is kept for a later `await`.
   *
   * ```ts
   * app.get('/movies', async (request, reply) =>
   *   reply.type('application/json').send(await Movie.objects.selectRelated('director').toJSON()));
   * ```
   */
  async toJSON(): Promise<Uint8Array> {
    const isLoaded = this.#rows !== undefined;
    const bytes = isLoaded ? undefined : fetchJson(this.state, this.origin('queryset'));
    return bytes ?? jsonOfRows(await this);
  }

  /**
   * How the database gets the rows, in its own words; `analyze` runs the query and says what each
   * step took.
   *
   * @throws db.explain.unsupported
   */
  explain(options: ExplainOptions = {}): Promise<string> {
    return explainRows(this.state, options, this.origin('queryset'));
  }

  /**
   * Rows of the model from SQL of one's own: `raw('SELECT * FROM movie WHERE year > ?', [1975])`.
   * Values are parameters, never a part of the text.
   *
   * @throws orm.raw.key without the primary key; db.statement.failed
   */
  raw(sql: string, parameters: readonly DatabaseValue[] = []): RawQuerySet<Row<M>> {
    const { model, using, fetchMode } = this.state;
    const { operations } = this;
    return new RawQuerySet({ model, sql, parameters, using, fetchMode, operations });
  }

  /** How many rows there are: `COUNT(*)`, or the length of what has been loaded. */
  async count(): Promise<number> {
    if (this.#rows !== undefined) return (await this.#rows).length;
    if (this.state.isNone) return 0;
    const target = readTarget(this.state);
    const statement = planCount(this.state, target.dialect);
    const rows = await target.query(
      statement,
      this.state.values,
      this.origin('queryset'),
      this.state.reading,
    );
    return Number(rows[0]![0]);
  }

  /** Whether there is any row; cheaper than counting or loading them. */
  async exists(): Promise<boolean> {
    if (this.#rows !== undefined) return (await this.#rows).length > 0;
    if (this.state.isNone) return false;
    const target = readTarget(this.state);
    const statement = planExists(this.state, target.dialect);
    const rows = await target.query(
      statement,
      this.state.values,
      this.origin('queryset'),
      this.state.reading,
    );
    return rows.length > 0;
  }

  /**
   * Inserts a row. A relation takes the row it refers to, or its key.
   *
   * @throws orm.field.unknown, orm.value.missing, orm.value.invalid, db.constraint.*
   */
  async create(values: CreateValues<M>): Promise<Row<M>> {
    const row: unknown = await createRow(this.#writing(), values);
    return row as Row<M>;
  }

  /**
   * The row that the conditions name, or else a new one, and whether it is new: `getOrCreate({ name:
   * 'Drama' }, { defaults: { … } })`. A new row has the values of the conditions that are no lookups,
   * and the defaults. Several that do this at a time get the same row, if a constraint for unique
   * values stands behind the conditions. One query, or an insert more.
   *
   * @throws orm.multiple_found, and as `create()`
   */
  async getOrCreate<const Given extends object = Condition<M>>(
    lookup: CheckedConditions<M, Given, Extra>,
    options: GetOrCreateOptions<DefaultValues<M>> = {},
  ): Promise<[row: Result | Row<M>, isCreated: boolean]> {
    const found: unknown = await getOrCreate(this.finder(), lookup, options);
    return found as [Result | Row<M>, boolean];
  }

  /**
   * Gives the row that the conditions name these values, or creates one: `updateOrCreate({ name:
   * 'Drama' }, { defaults: { … } })`. With `createDefaults` a new row has those instead. The row is
   * locked in between. Returns it and whether it is new.
   *
   * @throws orm.multiple_found, and as `create()`
   */
  async updateOrCreate<const Given extends object = Condition<M>>(
    lookup: CheckedConditions<M, Given, Extra>,
    options: UpdateOrCreateOptions<DefaultValues<M>> = {},
  ): Promise<[row: Result | Row<M>, isCreated: boolean]> {
    const found: unknown = await updateOrCreate(this.finder(), lookup, options);
    return found as [Result | Row<M>, boolean];
  }

  /**
   * Inserts many rows with few statements and returns them with their keys. If they take more than
   * one, these are one transaction. Under `onConflict: 'ignore'` rows come back without keys: the
   * database does not say which were left out. Sends no signals.
   *
   * Throws as `create()`, and orm.conflict.invalid; then nothing is inserted.
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
  async update<const Given extends object = UpdateValues<M>>(
    values: CheckedUpdate<M, Extra, Given>,
  ): Promise<number> {
    this.#assertPlain('updated');
    this.#assertUnsliced('updated');
    return updateRows(this.#writing(), values);
  }

  /**
   * Writes these fields of rows, each row's own values, with few statements: what saving them one by
   * one would do. Takes rows in memory, or objects with a row's key and those fields, which need no
   * query before: `bulkUpdate([{ id: 7, votes: 3 }], ['votes'])`. Returns how many rows were there.
   * Sends no signals.
   *
   * @throws orm.update.fields, orm.field.unknown, orm.value.invalid, orm.value.missing,
   * db.constraint.*
   */
  async bulkUpdate<const Name extends keyof UpdateValues<M> & string>(
    rows: readonly (KeyedRow | KeyedValues<M, Name>)[],
    fields: readonly Name[],
    options: BulkUpdateOptions = {},
  ): Promise<number> {
    this.#assertPlain('updated');
    this.#assertUnsliced('updated');
    return bulkUpdateRows(this.#writing(), rows, fields, options);
  }

  /**
   * Deletes all rows of the QuerySet, and what refers to them as its `onDelete` says.
   *
   * @throws orm.query.sliced, orm.query.values, orm.delete.protected, orm.delete.restricted
   */
  async delete(): Promise<DeleteResult> {
    this.#assertRows('delete');
    this.#assertPlain('deleted');
    this.#assertUnsliced('deleted');
    return deleteRows(this.#writing());
  }

  /** Makes `await` work: one query, or the rows of the last time. */
  then<Fulfilled = Result[], Failure = never>(
    onRows?: ((rows: Result[]) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Fulfilled | Failure> {
    const rows = this.evaluate() as MaybePromise<Result[]>;
    const settled = rows instanceof Promise ? rows : Promise.resolve(rows);
    return settled.then(onRows, onError);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Result, void, undefined> {
    yield* await this;
  }

  /** The rows, fetched once. A failed query is forgotten, so that the next await may try again. */
  protected evaluate(): MaybePromise<unknown[]> {
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
    this.captureSite();
    return { kind, subject: this.state.model.name, site: this.#site };
  }

  /** What finds and creates rows for `getOrCreate()` and `updateOrCreate()`. */
  protected finder(): Finder {
    this.captureSite();
    const using = writeAlias(this.state);
    const written = this.using(using);
    return {
      using,
      get: (lookup) => written.get(lookup as never),
      getLocked: (lookup) => written.selectForUpdate({ of: ['self'] }).get(lookup as never),
      create: (values) => this.create(values as CreateValues<M>),
    };
  }

  #fetch(state: QueryState): MaybePromise<unknown[]> {
    const rows = fetchRows<unknown>(state, this.origin('queryset'), this.operations);
    if (state.prefetchRelated.length === 0) return rows;
    return andThen(rows, async (loaded) => {
      await prefetch(state.model, loaded as StoredRow[], state.prefetchRelated, this.#site);
      return loaded;
    });
  }

  // The type parameters say what the change makes of the rows, which only the caller knows.
  #with<Only2, Defer2, Related2, Extra2, Result2>(
    change: Partial<QueryState>,
    shape: Shape = change.shape ?? this.state.shape,
  ): QuerySetOf<M, Only2, Defer2, Related2, Extra2, Result2> {
    const Class = queryClass(this.state.model, QuerySet);
    const next = new Class<M, Only2, Defer2, Related2, Extra2, Result2>(
      { ...this.state, ...change, shape },
      this.operations,
    );
    next.#site = this.#site;
    next.#siteContext = this.#siteContext;
    next.captureSite(CallSite.NEAR);
    return next as QuerySetOf<M, Only2, Defer2, Related2, Extra2, Result2>;
  }

  #filtered(conditions: readonly unknown[], isExclude: boolean): QueryState {
    this.#assertPlain('filtered');
    this.#assertUnsliced('filtered');
    return withConditions(this.state, conditions, isExclude);
  }

  async #extreme(fields: readonly string[], isLatest: boolean): Promise<Result> {
    this.#assertUnsliced('ordered');
    if (fields.length === 0) throw withoutFields();
    const ordered = this.#with<Only, Defer, Related, Extra, Result>(withOrder(this.state, fields));
    const [row] = await (isLatest ? ordered.reverse() : ordered).slice(0, 1);
    if (row === undefined) throw this.#notFound();
    return row;
  }

  #ordered(): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    return this.#with(isOrdered(this.state) ? {} : withOrder(this.state, ['pk']));
  }

  #combined(
    operator: Combination['operator'],
    others: readonly QueryLike<Result>[],
  ): QuerySetOf<M, Only, Defer, Related, Extra, Result> {
    const states = others.map((other) => other[QUERY_STATE] as QueryState);
    return this.#with(combined([this.state, ...states], operator));
  }

  /**
   * Takes the stack of the application's line while somebody listens: of the first call of a
   * chain, and again when a shared QuerySet is refined in another request.
   */
  protected captureSite(depth?: number): void {
    if (!queryChannel.hasSubscribers && !relationLoadChannel.hasSubscribers) return;
    const context = currentContext();
    if (this.#site !== undefined && this.#siteContext === context) return;
    if (!queryChannel.wantsCallSite() && !relationLoadChannel.wantsCallSite()) return;
    this.#site = CallSite.capture(depth);
    this.#siteContext = context;
  }

  #writing() {
    const state = forWrite(this.state);
    return { state, operations: this.operations, origin: this.origin('write') };
  }

  #assertUnsliced(done: string): void {
    if (!isSliced(this.state)) return;
    throw ormError('orm.query.sliced', `A sliced QuerySet cannot be ${done}.`, {
      hint: 'Filter and order first, slice last.',
    });
  }

  /** Model rows have relations and columns to leave out; plain values have not. */
  #assertRows(method: string): void {
    if (this.state.selection.kind === 'rows') return;
    throw ormError('orm.query.values', `${method}() is for model rows, not for values().`, {
      hint: `Name the columns in values(…), over relations too: values('director__name').`,
    });
  }

  #assertPlain(done: string): void {
    if (this.state.combination === undefined) return;
    throw ormError('orm.query.combined', `A combined QuerySet cannot be ${done}.`, {
      hint: 'Do it to the QuerySets before they are combined.',
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

for (const name of [
  'create',
  'getOrCreate',
  'updateOrCreate',
  'bulkCreate',
  'update',
  'bulkUpdate',
  'delete',
] as const) {
  altersData(QuerySet.prototype[name]);
}

/** A QuerySet with the same kind of rows. */
export interface QueryLike<Result> extends PromiseLike<Result[]> {
  readonly [QUERY_STATE]: object;
}

/** Paths whose types say more than the code needs. */
function plainPaths(paths: readonly unknown[]): readonly string[] {
  return paths as readonly string[];
}

/** All conditions of a call; there may be none. */
function allOf(first: unknown, more: readonly unknown[]): readonly unknown[] {
  return first === undefined && more.length === 0 ? [] : [first, ...more];
}

function notFlat() {
  return ormError('orm.expression.invalid', '{ flat: true } goes with a single name.', {
    hint: "valuesList('title', { flat: true })",
  });
}

function assertBound(bound: number): void {
  if (Number.isSafeInteger(bound) && bound >= 0) return;
  throw ormError('orm.query.slice', `${bound} is no bound of a slice.`, {
    hint: 'Bounds are whole numbers from 0 up; for the end of a list use reverse() or last().',
  });
}

function withoutFields() {
  return ormError('orm.expression.invalid', 'earliest() and latest() take fields to order by.', {
    hint: "earliest('released'), latest('released', 'id')",
  });
}
