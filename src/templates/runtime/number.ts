import { isText } from '../safe-string.ts';

/** An exact decimal number: `Decimal` of uptempo/orm, or of a library such as decimal.js. */
export interface DecimalLike {
  toNumber(): number;
  toString(): string;
}

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Whether a value has `toNumber` and writes itself as a number. */
export function isDecimal(value: unknown): value is DecimalLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toNumber' in value &&
    typeof value.toNumber === 'function' &&
    PLAIN_NUMBER.test(String(value))
  );
}

export type Numeric = number | bigint | boolean | DecimalLike;

/** Numbers as Python counts them: booleans are 0 and 1. */
export function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint' ||
    isDecimal(value)
  );
}

/** The nearest floating-point number. */
export function asNumber(value: Numeric): number {
  return typeof value === 'object' ? value.toNumber() : Number(value);
}

const INTEGER_TEXT = /^[-+]?\d+(?:_\d+)*$/;
const FLOAT_TEXT = /^[-+]?(?:(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?|nan)$/;

/**
 * Python's `int(value)`: cuts a number off behind the point, reads a text of digits.
 * Undefined where Python raises an error.
 */
export function toInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (isText(value)) {
    const text = String(value).trim();
    return INTEGER_TEXT.test(text) ? Number(text.replaceAll('_', '')) : undefined;
  }
  return isDecimal(value) ? Math.trunc(value.toNumber()) : undefined;
}

/** As `toInteger`, but exact whatever its size: a number where JavaScript's are exact, else a bigint. */
export function toExactInteger(value: unknown): number | bigint | undefined {
  const number = toInteger(value);
  if (number === undefined || Number.isSafeInteger(number)) return number;
  if (typeof value === 'bigint') return value;
  if (isText(value)) return BigInt(String(value).trim().replaceAll('_', '').replace(/^\+/, ''));
  return BigInt(number);
}

/** A bigint as a number where that is exact. */
export function plainInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Python's `float(value)`, undefined where Python raises an error. */
export function toFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (isText(value)) return parseFloatText(String(value).trim().toLowerCase());
  return isDecimal(value) ? value.toNumber() : undefined;
}

function parseFloatText(text: string): number | undefined {
  if (!FLOAT_TEXT.test(text)) return undefined;
  if (text.endsWith('nan')) return Number.NaN;
  if (text.includes('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  const number = Number(text.replaceAll('_', ''));
  return Number.isNaN(number) ? undefined : number;
}

/** Rounds half to even, as Python's `round`. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A number as Python prints it: `inf`, `nan`, `1e+16` and otherwise as JavaScript does. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '0' : shortText(value);
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
}

/** Numbers with more digits than this are written with an exponent, as Django does. */
const MAX_DIGITS = 200;

/** As `numberText`, but with all its digits instead of an exponent, as pages show it. */
export function plainNumber(value: number): string {
  const text = numberText(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign, whole, fraction = '', power] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const digits = whole + fraction;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) + digits.length > MAX_DIGITS) return text;
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** JavaScript writes 1e-7 where Python writes 1e-07. */
function shortText(value: number): string {
  const text = String(value);
  return text.includes('e') ? text.replace(/e([-+])(\d)$/, 'e$10$2') : text;
}
