import type { Data, PlainRow } from './data.ts';
import { naiveRows } from './naive-query.ts';
import type { Condition, Query, Step, Value } from './query.ts';
import type { LooseModel, Schema } from './schema.ts';

/** Random models with their rows, in memory and in a database. */
export interface World {
  readonly schema: Schema;
  readonly data: Data;
  readonly models: ReadonlyMap<string, LooseModel>;
  /** Where NULL goes: SQLite takes it for the smallest value, PostgreSQL for the largest. */
  readonly areNullsSmall: boolean;
}

/** A query of model rows in no order. */
export function plainQuery(model: string, steps: readonly Step[]): Query {
  return { model, steps, output: undefined, isDistinct: false, orderBy: [], slice: undefined };
}

/** The ids of the rows that meet a condition, each once, in their order. */
export function idsOf(world: World, model: string, condition: Condition): number[] {
  return idsOfQuery(world, plainQuery(model, [{ kind: 'filter', condition }]));
}

export function idsOfQuery({ schema, data, areNullsSmall }: World, query: Query): number[] {
  const rows = naiveRows(schema, data, query, areNullsSmall);
  return [...new Set(rows.map(([id]) => Number(id)))].sort((a, b) => a - b);
}

export function rowOf({ data }: World, model: string, id: Value): PlainRow {
  return data.get(model)!.find((row) => row.id === id)!;
}

/** Means may differ in their last digits: one database divides decimals, the other floats. */
export function plain(value: unknown): Value {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : (value as Value);
}

export function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
