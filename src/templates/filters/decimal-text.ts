import { plainNumber, roundHalfEven } from '../runtime/number.ts';

/** An exact decimal number: `digits` × 10 ^ `exponent`. */
export interface ExactDecimal {
  readonly isNegative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
  /** Number of digits as written. */
  readonly length: number;
}

const DECIMAL = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,6}))?$/i;

/** Reads a number as Python's `Decimal(text)`; undefined for anything else, infinity and NaN. */
export function parseExact(text: string): ExactDecimal | undefined {
  const match = DECIMAL.exec(text.trim().replaceAll('_', ''));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return {
    isNegative: sign === '-',
    digits,
    exponent: Number(exponent) - fraction.length,
    length: digits === 0n ? 1 : String(digits).length,
  };
}

/** Whether there is nothing but zeros behind the point. */
export function isWhole({ digits, exponent }: ExactDecimal): boolean {
  return exponent >= 0 || digits % 10n ** BigInt(-exponent) === 0n;
}

/** Rounded half away from zero to `places` digits behind the point, in plain notation. */
export function toPlaces(value: ExactDecimal, places: number): string {
  const scaled = scaleTo(value, places);
  const text = String(scaled).padStart(places + 1, '0');
  const sign = value.isNegative && scaled !== 0n ? '-' : '';
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function scaleTo({ digits, exponent }: ExactDecimal, places: number): bigint {
  const shift = exponent + places;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor / 2n) / divisor;
}

/** One digit behind the point, half to even where the number lies exactly between. */
export function toOnePlace(value: number): string {
  // Beyond that every number is whole, and toFixed would invent digits.
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return `${plainNumber(value)}.0`;
  const isTie = Math.abs(value * 4) % 2 === 1;
  return (isTie ? roundHalfEven(value * 10) / 10 : value).toFixed(1);
}
