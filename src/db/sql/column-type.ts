/**
 * What a column holds, independent of any database. A dialect says how each kind is declared,
 * written as a parameter and read from a row.
 */
export type ColumnType =
  /** Whole number up to 2^53 in JavaScript; `bits` decides the column's width. */
  | { readonly kind: 'integer'; readonly bits: 16 | 32 | 64 }
  /** 64-bit whole number as a bigint. */
  | { readonly kind: 'bigint' }
  | { readonly kind: 'float' }
  /** Exact number of `digits` digits in all, `places` of them after the point. */
  | { readonly kind: 'decimal'; readonly digits: number; readonly places: number }
  /** `maxLength` undefined: unlimited. */
  | { readonly kind: 'text'; readonly maxLength: number | undefined }
  | { readonly kind: 'boolean' }
  /** `YYYY-MM-DD` as a string: no time zone can shift it. */
  | { readonly kind: 'date' }
  /** `HH:MM:SS.ffffff` as a string. */
  | { readonly kind: 'time' }
  /** An instant, a `Date` in JavaScript, stored as UTC. */
  | { readonly kind: 'datetime' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'json' }
  | { readonly kind: 'binary' };

export const TEXT: ColumnType = Object.freeze({ kind: 'text', maxLength: undefined });
export const INTEGER: ColumnType = Object.freeze({ kind: 'integer', bits: 64 });
export const BOOLEAN: ColumnType = Object.freeze({ kind: 'boolean' });
export const FLOAT: ColumnType = Object.freeze({ kind: 'float' });
export const BIGINT: ColumnType = Object.freeze({ kind: 'bigint' });
export const DATE: ColumnType = Object.freeze({ kind: 'date' });
export const TIME: ColumnType = Object.freeze({ kind: 'time' });
export const DATETIME: ColumnType = Object.freeze({ kind: 'datetime' });
export const JSON_TYPE: ColumnType = Object.freeze({ kind: 'json' });
