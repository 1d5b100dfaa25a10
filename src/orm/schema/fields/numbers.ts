import { Decimal, type DecimalInput, option } from '../../../core/index.ts';
import { ormError } from '../../errors.ts';
import { decimalDigits, maxValue, minValue } from '../../validation/validators.ts';
import {
  checkFieldOptions,
  Field,
  type FieldFlag,
  type FieldOptions,
  type FlagsOf,
  type OrNull,
} from '../field.ts';
import {
  type Chosen,
  choiceLabels,
  choicesOption,
  type WithNumberChoices,
  withChoices,
} from './choices.ts';

type Bits = 16 | 32 | 64;
type WholeOptions = FieldOptions<number> & WithNumberChoices;
type Whole<Options> = Field<OrNull<Chosen<Options, number>, Options>, FlagsOf<Options>>;

/** A whole number; `bits: 16 | 32 | 64` decides the column's width, default 32. */
export function integer<const Options extends WholeOptions & { readonly bits?: Bits }>(
  options: Options = {} as Options,
): Whole<Options> {
  checkFieldOptions('integer', options, { bits: option.any, choices: choicesOption });
  const bits = options.bits ?? 32;
  if (![16, 32, 64].includes(bits)) throw invalidOption('integer', 'bits must be 16, 32 or 64.');
  return wholeNumber(options, bits, false);
}

/** A whole number of 16 bits: -32768 to 32767. */
export function smallInteger<const Options extends WholeOptions>(
  options: Options = {} as Options,
): Whole<Options> {
  checkFieldOptions('smallInteger', options, { choices: choicesOption });
  return wholeNumber(options, 16, false);
}

/** A whole number from 0 to 2147483647; the database checks it too. */
export function positiveInteger<const Options extends WholeOptions>(
  options: Options = {} as Options,
): Whole<Options> {
  checkFieldOptions('positiveInteger', options, { choices: choicesOption });
  return wholeNumber(options, 32, true);
}

/** A whole number from 0 to 32767; the database checks it too. */
export function positiveSmallInteger<const Options extends WholeOptions>(
  options: Options = {} as Options,
): Whole<Options> {
  checkFieldOptions('positiveSmallInteger', options, { choices: choicesOption });
  return wholeNumber(options, 16, true);
}

type Big<Options> = Field<
  OrNull<bigint, Options>,
  FlagsOf<Options>,
  OrNull<bigint | number, Options>
>;

/** A 64-bit whole number, read as a `bigint` so that no digit is lost. */
export function bigInteger<const Options extends FieldOptions<bigint | number, bigint>>(
  options: Options = {} as Options,
): Big<Options> {
  checkFieldOptions('bigInteger', options);
  return bigNumber(options, false);
}

/** A `bigint` from 0 to 2^63 - 1; the database checks it too. */
export function positiveBigInteger<const Options extends FieldOptions<bigint | number, bigint>>(
  options: Options = {} as Options,
): Big<Options> {
  checkFieldOptions('positiveBigInteger', options);
  return bigNumber(options, true);
}

/** Options of the keys that the database numbers. */
export interface AutoOptions {
  /** Name in the database; default the field's name in snake_case. */
  readonly column?: string;
}

/** A primary key of 32 bits that the database numbers, for models whose key is not called `id`. */
export function auto(options: AutoOptions = {}): Field<number, 'primary' | 'default'> {
  checkAutoOptions('auto', options);
  return automatic(options, 32);
}

/** The same of 16 bits. */
export function smallAuto(options: AutoOptions = {}): Field<number, 'primary' | 'default'> {
  checkAutoOptions('smallAuto', options);
  return automatic(options, 16);
}

/** The same of 64 bits, which is what the automatic `id` is. */
export function bigAuto(options: AutoOptions = {}): Field<number, 'primary' | 'default'> {
  checkAutoOptions('bigAuto', options);
  return automatic(options, 64);
}

/** The automatic primary key that a model gets when it declares none. */
export function automaticKey(): Field<number, 'primary' | 'default'> {
  return automatic({}, 64);
}

/** A floating-point number of 64 bits. */
export function float<const Options extends FieldOptions<number>>(
  options: Options = {} as Options,
): Field<OrNull<number, Options>, FlagsOf<Options>> {
  checkFieldOptions('float', options);
  return new Field(options, {
    type: { kind: 'float' },
    expected: 'a finite number',
    normalize: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  });
}

/** An exact number of `digits` digits in all, `places` of them after the point. */
export function decimal<
  const Options extends FieldOptions<DecimalInput, Decimal> & {
    readonly digits: number;
    readonly places: number;
  },
>(
  options: Options,
): Field<OrNull<Decimal, Options>, FlagsOf<Options>, OrNull<DecimalInput, Options>> {
  checkFieldOptions('decimal', options, {
    digits: option.integer({ min: 1, max: 1_000 }),
    places: option.integer({ min: 0, max: 1_000 }),
  });
  const { digits, places } = options;
  if (places > digits) throw invalidOption('decimal', 'places must not be above digits.');
  return new Field(options, {
    type: { kind: 'decimal', digits, places },
    expected: `a decimal of ${digits} digits, ${places} of them after the point`,
    normalize: (value) => normalizeDecimal(value, digits, places),
    normalizeCompared: toDecimal,
    validators: [decimalDigits(digits, places)],
  });
}

function wholeNumber<Value, Flags extends FieldFlag>(
  options: WholeOptions,
  bits: Bits,
  isPositive: boolean,
): Field<Value, Flags> {
  const limit = Math.min(2 ** (bits - 1), Number.MAX_SAFE_INTEGER + 1);
  const [low, high] = [isPositive ? 0 : -limit, limit - 1];
  const parts = {
    type: { kind: 'integer', bits, ...(isPositive && { isPositive }) } as const,
    expected: `a whole number from ${low} to ${high}`,
    normalize: (value: unknown) =>
      Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high
        ? value
        : undefined,
    normalizeCompared: safeInteger,
    validators: [minValue(low), maxValue(high)],
  };
  return new Field(options, withChoices(parts, choiceLabels(options.choices, Number)));
}

const BIGINT_LIMIT = 2n ** 63n;

function bigNumber<Value, Flags extends FieldFlag, Input>(
  options: object,
  isPositive: boolean,
): Field<Value, Flags, Input> {
  const low = isPositive ? 0n : -BIGINT_LIMIT;
  const inRange = (big: bigint) => (big >= low && big < BIGINT_LIMIT ? big : undefined);
  return new Field(options, {
    type: { kind: 'bigint', ...(isPositive && { isPositive }) },
    expected: isPositive ? 'a bigint from 0 to 2^63 - 1' : 'a bigint of 64 bits',
    normalize(value) {
      const big = toBigInt(value);
      return big === undefined ? undefined : inRange(big);
    },
    normalizeCompared(value) {
      const big = toBigInt(value);
      return big !== undefined && big >= -BIGINT_LIMIT && big < BIGINT_LIMIT ? big : undefined;
    },
    validators: [minValue(low), maxValue(BIGINT_LIMIT - 1n)],
  });
}

function automatic(options: AutoOptions, bits: Bits): Field<number, 'primary' | 'default'> {
  return new Field(
    { ...options, primaryKey: true },
    {
      type: { kind: 'integer', bits },
      expected: 'a whole number',
      normalize: safeInteger,
      isAutomatic: true,
    },
  );
}

function checkAutoOptions(factory: string, options: AutoOptions): void {
  checkFieldOptions(factory, options);
  const other = Object.keys(options).find((name) => name !== 'column');
  if (other === undefined) return;
  throw invalidOption(factory, `the database numbers the rows, so "${other}" says nothing.`);
}

function safeInteger(value: unknown): unknown {
  return Number.isSafeInteger(value) ? value : undefined;
}

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
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

function invalidOption(factory: string, problem: string) {
  return ormError('orm.model.invalid', `${factory}(): ${problem}`);
}
