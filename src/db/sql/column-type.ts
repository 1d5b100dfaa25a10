/**
 * What a column holds, independent of any database. A dialect says how each kind is declared,
 * written as a parameter and read from a row.
 */
export type ColumnType = StoredType & {
  /** Between the value in JavaScript and what the kind holds; none for the built-in fields. */
  readonly conversion?: Conversion;
};

type StoredType =
  /** Whole number up to 2^53 in JavaScript; `bits` decides the column's width. */
  | { readonly kind: 'integer'; readonly bits: 16 | 32 | 64; readonly isPositive?: true }
  /** 64-bit whole number as a bigint. */
  | { readonly kind: 'bigint'; readonly isPositive?: true }
  | { readonly kind: 'float' }
  /**
   * Exact number of `digits` digits in all, `places` of them after the point; undefined for what
   * was computed and has as many as it has.
   */
  | {
      readonly kind: 'decimal';
      readonly digits: number | undefined;
      readonly places: number | undefined;
    }
  /** `maxLength` undefined: unlimited. */
  | { readonly kind: 'text'; readonly maxLength: number | undefined }
  | { readonly kind: 'boolean' }
  /** `YYYY-MM-DD` as a string: no time zone can shift it. */
  | { readonly kind: 'date' }
  /** `HH:MM:SS.ffffff` as a string. */
  | { readonly kind: 'time' }
  /** An instant, a `Date` in JavaScript, stored as UTC. */
  | { readonly kind: 'datetime' }
  /** A span of time in microseconds, a `Duration` in JavaScript. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'uuid' }
  /** An IPv4 or IPv6 address of one host, as its canonical text. */
  | { readonly kind: 'ip' }
  | { readonly kind: 'json' }
  | { readonly kind: 'binary' }
  /** A list of one type; `size` is what the model promises, the database checks none. */
  | { readonly kind: 'array'; readonly item: ColumnType; readonly size: number | undefined };

/** How a custom field's values are turned into those of the type it is stored as, never NULL. */
export interface Conversion {
  toDatabase(value: unknown): unknown;
  fromDatabase(stored: unknown): unknown;
}

export const TEXT: ColumnType = Object.freeze({ kind: 'text', maxLength: undefined });
export const INTEGER: ColumnType = Object.freeze({ kind: 'integer', bits: 64 });
export const BOOLEAN: ColumnType = Object.freeze({ kind: 'boolean' });
export const FLOAT: ColumnType = Object.freeze({ kind: 'float' });
export const BIGINT: ColumnType = Object.freeze({ kind: 'bigint' });
export const DATE: ColumnType = Object.freeze({ kind: 'date' });
export const TIME: ColumnType = Object.freeze({ kind: 'time' });
export const DATETIME: ColumnType = Object.freeze({ kind: 'datetime' });
export const DURATION: ColumnType = Object.freeze({ kind: 'duration' });
export const JSON_TYPE: ColumnType = Object.freeze({ kind: 'json' });
export const DECIMAL: ColumnType = Object.freeze({
  kind: 'decimal',
  digits: undefined,
  places: undefined,
});
