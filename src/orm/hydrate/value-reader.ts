import { canGenerateCode } from '../../core/index.ts';
import type { ColumnDecoder, ColumnType, Dialect, RawRow } from '../../db/index.ts';

/** Turns raw rows into objects by name, lists of values, or single values. */
export type ValueReader = (rows: readonly RawRow[]) => unknown[];

/**
 * Compiles the reader of rows that are no model rows: one loop with all names and decoders written
 * into it, so that every object has the same hidden class (bench: `sqlite-read`).
 */
export function compileReader(
  kind: 'values' | 'tuples' | 'flat',
  values: readonly { readonly name: string; readonly type: ColumnType }[],
  dialect: Dialect,
): ValueReader {
  if (!canGenerateCode) return interpretReader(kind, values, dialect);
  const decoders: unknown[] = [];
  const read = values.map(({ type }, index) => {
    const decoder = dialect.decoder(type);
    if (decoder === undefined) return `r[${index}]`;
    return `d[${decoders.push(decoder) - 1}](r[${index}])`;
  });
  const source = `'use strict';
return function read(rows) {
  const count = rows.length;
  const out = new Array(count);
  for (let i = 0; i < count; i++) {
    const r = rows[i];
    out[i] = ${rowSource(kind, values, read)};
  }
  return out;
}`;
  return new Function('d', source)(decoders) as ValueReader;
}

function rowSource(
  kind: 'values' | 'tuples' | 'flat',
  values: readonly { readonly name: string }[],
  read: readonly string[],
): string {
  if (kind === 'flat') return read[0]!;
  if (kind === 'tuples') return `[${read.join(', ')}]`;
  return `{ ${values.map(({ name }, index) => `${JSON.stringify(name)}: ${read[index]}`).join(', ')} }`;
}

/** The reader where no code can be generated. */
function interpretReader(
  kind: 'values' | 'tuples' | 'flat',
  values: readonly { readonly name: string; readonly type: ColumnType }[],
  dialect: Dialect,
): ValueReader {
  const decoders = values.map(
    ({ type }): NonNullable<ColumnDecoder> => dialect.decoder(type) ?? ((raw) => raw),
  );
  const tuple = (row: RawRow) => decoders.map((decode, index) => decode(row[index]!));
  if (kind === 'tuples') return (rows) => rows.map(tuple);
  if (kind === 'flat') return (rows) => rows.map((row) => decoders[0]!(row[0]!));
  return (rows) =>
    rows.map((row) => Object.fromEntries(tuple(row).map((value, at) => [values[at]!.name, value])));
}
