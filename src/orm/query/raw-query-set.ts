import { suggest } from '../../core/index.ts';
import type { DatabaseValue, RawResult } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { ResultSet } from '../hydrate/result-set.ts';
import { type Row as StoredRow, setColumnValue } from '../hydrate/row.ts';
import { rowClass } from '../hydrate/row-class.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { evaluationOf } from './fetch-mode.ts';
import type { FetchMode } from './query-state.ts';
import { readTarget } from './target.ts';

export interface RawQuery {
  readonly model: AnyModel;
  readonly sql: string;
  readonly parameters: readonly DatabaseValue[];
  readonly using: string | undefined;
  readonly fetchMode: FetchMode | undefined;
  readonly operations: RowOperations;
}

/**
 * Rows of a model from SQL of one's own. Columns are matched by their names in the database, or by
 * the names of the fields; others become properties of the rows, and fields that are missing count
 * as deferred.
 */
export class RawQuerySet<Result> implements PromiseLike<Result[]> {
  readonly #query: RawQuery;
  #rows: Promise<Result[]> | undefined;

  constructor(query: RawQuery) {
    this.#query = query;
  }

  /** Makes `await` work: one query, or the rows of the last time. */
  then<Fulfilled = Result[], Failure = never>(
    onRows?: ((rows: Result[]) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Fulfilled | Failure> {
    this.#rows ??= fetchRaw(this.#query) as Promise<Result[]>;
    this.#rows.catch(() => {
      this.#rows = undefined;
    });
    return this.#rows.then(onRows, onError);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Result, void, undefined> {
    yield* await this;
  }
}

async function fetchRaw(query: RawQuery): Promise<StoredRow[]> {
  const target = readTarget(query);
  const { rows } = await target.raw(query.sql, query.parameters);
  const first = rows[0];
  if (first === undefined) return [];
  const names = Object.keys(first);
  const columns = metaOf(query.model).columns.filter(
    ({ column, attribute }) => names.includes(column) || names.includes(attribute),
  );
  if (!columns.some(({ isPrimaryKey }) => isPrimaryKey)) throw withoutKey(query.model, names);
  const taken = new Set(columns.flatMap(({ column, attribute }) => [column, attribute]));
  const extras = names.filter((name) => !taken.has(name));
  return makeRows(query, rows, columns, extras);
}

function makeRows(
  { model, using, fetchMode, operations }: RawQuery,
  raw: RawResult['rows'],
  columns: readonly ColumnMeta[],
  extras: readonly string[],
): StoredRow[] {
  const { dialect } = readTarget({ model, using });
  const made = rowClass(model, columns);
  const readers = columns.map(({ column, attribute, type }) => {
    const decode = dialect.decoder(type) ?? ((value: DatabaseValue) => value);
    return (row: RawResult['rows'][number]) =>
      decode((Object.hasOwn(row, column) ? row[column] : row[attribute]) as DatabaseValue);
  });
  const values = raw.map((row) => readers.map((read) => read(row)));
  const keys = columns.map((_, index) => values.map((row) => row[index]));
  const evaluation = evaluationOf({ using, fetchMode }, { site: undefined }, operations);
  const set = new ResultSet(evaluation, model, raw.length, columns, keys);
  return raw.map((found, index) => {
    const row = new made(set, ...values[index]!);
    // As own properties, whatever the names of the columns are.
    for (const name of extras) setColumnValue(row, name, found[name]);
    return row;
  });
}

function withoutKey(model: AnyModel, names: readonly string[]) {
  const { column } = metaOf(model).primaryKey;
  return ormError('orm.raw.key', `raw() of ${model.name} got no column "${column}".`, {
    hint: `${suggest(column, names)} Select the primary key, by which a row is known.`,
  });
}
