import { Decimal, type DecimalInput, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import {
  checkFieldOptions,
  Field,
  type FieldFlag,
  type FieldOptions,
  type FlagsOf,
  type OrNull,
} from './field.ts';

/** A text of at most `maxLength` characters. */
export function char<const Options extends FieldOptions<string> & { readonly maxLength: number }>(
  options: Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('char', options, { maxLength: option.integer({ min: 1 }) });
  return textField(options, options.maxLength);
}

/** A text without a limit. */
export function text<const Options extends FieldOptions<string>>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('text', options);
  return textField(options, undefined);
}

/** A whole number; `bits: 16 | 32 | 64` decides the column's width, default 32. */
export function integer<
  const Options extends FieldOptions<number> & { readonly bits?: 16 | 32 | 64 },
>(options: Options = {} as Options): Field<OrNull<number, Options>, FlagsOf<Options>> {
  checkFieldOptions('integer', options, { bits: option.any });
  const bits = options.bits ?? 32;
  if (![16, 32, 64].includes(bits)) throw invalidOption('integer', 'bits must be 16, 32 or 64.');
  const limit = Math.min(2 ** (bits - 1), Number.MAX_SAFE_INTEGER + 1);
  return new Field(
    { kind: 'integer', bits },
    options,
    `a whole number from ${-limit} to ${limit - 1}`,
    (value) =>
      Number.isSafeInteger(value) && (value as number) >= -limit && (value as number) < limit
        ? value
        : undefined,
    (value) => (Number.isSafeInteger(value) ? value : undefined),
  );
}

const BIGINT_LIMIT = 2n ** 63n;

/** A 64-bit whole number, read as a `bigint` so that no digit is lost. */
export function bigInteger<const Options extends FieldOptions<bigint | number>>(
  options: Options = {} as Options,
): Field<OrNull<bigint, Options>, FlagsOf<Options>, OrNull<bigint | number, Options>> {
  checkFieldOptions('bigInteger', options);
  return new Field({ kind: 'bigint' }, options, 'a bigint of 64 bits', (value) => {
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return undefined;
    const big = BigInt(value as bigint | number);
    return big >= -BIGINT_LIMIT && big < BIGINT_LIMIT ? big : undefined;
  });
}

/** A floating-point number of 64 bits. */
export function float<const Options extends FieldOptions<number>>(
  options: Options = {} as Options,
): Field<OrNull<number, Options>, FlagsOf<Options>> {
  checkFieldOptions('float', options);
  return new Field({ kind: 'float' }, options, 'a finite number', (value) =>
    typeof value === 'number' && Number.isFinite(value) ? value : undefined,
  );
}

/** An exact number of `digits` digits in all, `places` of them after the point. */
export function decimal<
  const Options extends FieldOptions<DecimalInput> & {
    readonly digits: number;
    readonly places: number;
  },
>(
  options: Options,
): Field<OrNull<Decimal, Options>, FlagsOf<Options>, OrNull<DecimalInput, Options>> {
  const bounds = { min: 1, max: 1_000 };
  checkFieldOptions('decimal', options, {
    digits: option.integer(bounds),
    places: option.integer({ min: 0, max: 1_000 }),
  });
  const { digits, places } = options;
  if (places > digits) throw invalidOption('decimal', 'places must not be above digits.');
  return new Field(
    { kind: 'decimal', digits, places },
    options,
    `a decimal of ${digits} digits, ${places} of them after the point`,
    (value) => normalizeDecimal(value, digits, places),
    toDecimal,
  );
}

/** True or false. */
export function boolean<const Options extends FieldOptions<boolean>>(
  options: Options = {} as Options,
): Field<OrNull<boolean, Options>, FlagsOf<Options>> {
  checkFieldOptions('boolean', options);
  return new Field({ kind: 'boolean' }, options, 'true or false', (value) =>
    typeof value === 'boolean' ? value : undefined,
  );
}

/** A day as `YYYY-MM-DD`; a string, so that no time zone can shift it. */
export function date<const Options extends FieldOptions<string>>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('date', options);
  return new Field({ kind: 'date' }, options, 'a day as "YYYY-MM-DD"', normalizeDate);
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;

/** A time of day as `HH:MM[:SS[.ffffff]]`. */
export function time<const Options extends FieldOptions<string>>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('time', options);
  return new Field({ kind: 'time' }, options, 'a time as "HH:MM:SS"', (value) =>
    typeof value === 'string' && TIME.test(value) ? value : undefined,
  );
}

/** An instant: a `Date`, stored as UTC. Filters and writes take ISO 8601 texts with a zone too. */
export function datetime<const Options extends FieldOptions<Date | string>>(
  options: Options = {} as Options,
): Field<OrNull<Date, Options>, FlagsOf<Options>, OrNull<Date | string, Options>> {
  checkFieldOptions('datetime', options);
  const expected = 'a valid Date, or an ISO 8601 text with a time zone';
  return new Field({ kind: 'datetime' }, options, expected, normalizeInstant);
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A UUID, kept in lower case with hyphens. */
export function uuid<const Options extends FieldOptions<string>>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, FlagsOf<Options>> {
  checkFieldOptions('uuid', options);
  return new Field({ kind: 'uuid' }, options, 'a UUID', (value) => {
    if (typeof value !== 'string' || !UUID.test(value)) return undefined;
    const hex = value.replaceAll('-', '').toLowerCase();
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  });
}

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What the options of a JSON field are; its default says nothing of its type. */
type JsonOptions<Value> = FieldOptions<NoInfer<Value>>;

/**
 * A JSON document; give its type as `json<Settings>()`. Overloads, because TypeScript infers either
 * all type arguments or none, and the options decide on the flags.
 */
export function json<Value = Json>(
  options: JsonOptions<Value> & { readonly null: true; readonly default: unknown },
): Field<Value | null, 'null' | 'default'>;
export function json<Value = Json>(
  options: JsonOptions<Value> & { readonly null: true },
): Field<Value | null, 'null'>;
export function json<Value = Json>(
  options: JsonOptions<Value> & { readonly default: unknown },
): Field<Value, 'default'>;
export function json<Value = Json>(options?: JsonOptions<Value>): Field<Value>;
export function json(options: FieldOptions<unknown> = {}): Field<unknown, FieldFlag> {
  checkFieldOptions('json', options);
  return new Field({ kind: 'json' }, options, 'a value JSON can hold', normalizeJson);
}

/** Bytes. */
export function binary<const Options extends FieldOptions<Uint8Array>>(
  options: Options = {} as Options,
): Field<OrNull<Uint8Array, Options>, FlagsOf<Options>> {
  checkFieldOptions('binary', options);
  return new Field({ kind: 'binary' }, options, 'a Uint8Array', (value) =>
    value instanceof Uint8Array ? value : undefined,
  );
}

/** The automatic primary key that a model gets when it declares none. */
export function automaticKey(): Field<number, 'primary' | 'default'> {
  const type = { kind: 'integer', bits: 64 } as const;
  const isKey = (value: unknown) => (Number.isSafeInteger(value) ? value : undefined);
  return new Field(type, { primaryKey: true }, 'a whole number', isKey);
}

function textField<Value, Flags extends 'null' | 'default' | 'primary'>(
  options: object,
  maxLength: number | undefined,
): Field<Value, Flags> {
  const expected = maxLength === undefined ? 'a text' : `a text of at most ${maxLength} characters`;
  const compared = (value: unknown) =>
    typeof value === 'string' && isStorable(value) ? value : undefined;
  return new Field(
    { kind: 'text', maxLength },
    options,
    expected,
    (value) => (fits(value, maxLength) ? compared(value) : undefined),
    compared,
  );
}

/**
 * Whether databases take the text as it is. PostgreSQL refuses NUL, SQLite stores it and ends the
 * text there in comparisons; half of a surrogate pair arrives as U+FFFD.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Counts characters as databases do, a surrogate pair as one; only texts near the limit need it. */
function fits(value: unknown, maxLength: number | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (maxLength === undefined || value.length <= maxLength) return true;
  return value.length <= maxLength * 2 && [...value].length <= maxLength;
}

function normalizeJson(value: unknown): unknown {
  try {
    return JSON.stringify(value) === undefined ? undefined : value;
  } catch {
    // It holds a bigint, or itself.
    return undefined;
  }
}

function normalizeDecimal(value: unknown, digits: number, places: number): unknown {
  const exact = toDecimal(value);
  if (exact === undefined) return undefined;
  const rounded = new Decimal(exact.toFixed(places));
  const whole = rounded.text.replace('-', '').split('.')[0]!.replace(/^0+/, '');
  return whole.length <= digits - places ? rounded : undefined;
}

function toDecimal(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (!['string', 'number', 'bigint'].includes(typeof value)) return undefined;
  try {
    return new Decimal(value as DecimalInput);
  } catch {
    return undefined;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function normalizeDate(value: unknown): unknown {
  if (typeof value !== 'string' || !DAY.test(value)) return undefined;
  const parsed = new Date(`${value}T00:00:00Z`);
  // 30 February parses as 1 March; only a day that comes back unchanged exists.
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
  return exists ? value : undefined;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

function normalizeInstant(value: unknown): unknown {
  const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value;
  return instant instanceof Date && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

function invalidOption(factory: string, problem: string) {
  return ormError('orm.model.invalid', `${factory}(): ${problem}`);
}
