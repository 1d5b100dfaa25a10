import type { ColumnNode, Dialect, RawRow } from '../../db/index.ts';
import type { ColumnMeta } from '../schema/meta.ts';

/** Columns that a write gives back. */
export interface Returning {
  readonly nodes: readonly ColumnNode[];
  /** Their values, as rows hold them. */
  read(row: RawRow): readonly unknown[];
}

export function returningOf(columns: readonly ColumnMeta[], dialect: Dialect): Returning {
  const decoders = columns.map(({ type }) => dialect.decoder(type));
  return {
    nodes: columns.map(({ column, type }) => ({
      kind: 'column',
      table: undefined,
      name: column,
      type,
    })),
    read(row) {
      const values = new Array<unknown>(row.length);
      for (let index = 0; index < row.length; index++) {
        const decode = decoders[index];
        values[index] = decode === undefined ? row[index] : decode(row[index]!);
      }
      return values;
    },
  };
}
