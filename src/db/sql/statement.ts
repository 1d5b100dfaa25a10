import type { ColumnType } from './column-type.ts';
import type { Footprint } from './footprint.ts';

/** Values as a driver takes and gives them; a truth value only where the database has the type. */
export type DatabaseValue = null | number | bigint | string | boolean | Uint8Array;

/** One row as the driver gives it: values in the order of the columns. */
export type RawRow = readonly DatabaseValue[];

/** A `?` of the statement: which of the caller's values goes there, and how it is written. */
export interface ParameterBinding {
  readonly slot: number;
  readonly encode: (value: unknown) => DatabaseValue;
}

/** SQL text with the way to fill it, made once per shape and kept. */
export interface CompiledStatement {
  readonly sql: string;
  readonly bindings: readonly ParameterBinding[];
  readonly isWrite: boolean;
  readonly returnsRows: boolean;
  /** There is one row at most, which some drivers fetch faster than a list. */
  readonly isSingleRow?: boolean;
  /** What it touches; undefined where nobody knows. */
  readonly footprint?: Footprint;
}

/** What a statement without rows did. */
export interface ChangeResult {
  readonly changes: number;
}

/** Reads one column's value of a row; undefined means that the raw value is the value. */
export type ColumnDecoder = ((raw: DatabaseValue) => unknown) | undefined;

/** The database values for one run. */
export function bindValues(
  statement: CompiledStatement,
  values: readonly unknown[],
): DatabaseValue[] {
  const { bindings } = statement;
  const bound = new Array<DatabaseValue>(bindings.length);
  for (let index = 0; index < bindings.length; index++) {
    const binding = bindings[index]!;
    bound[index] = binding.encode(values[binding.slot]);
  }
  return bound;
}

export type { ColumnType };
