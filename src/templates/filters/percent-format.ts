import { asNumber, isNumeric, numberText, toFloat } from '../runtime/number.ts';
import { escapeCharacter, representation, textOf } from '../runtime/text.ts';
import { isText } from '../safe-string.ts';

/** Fields beyond this would only serve to fill the memory. */
const MAX_FIELD = 10_000;

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

const CONVERSION = /^%([-+ #0]*)(\d*)(?:\.(\d*))?[hlL]?([diouxXeEfFgGcrsa%])/;

/**
 * Python's `format % value` for a format that begins with its one conversion, such as `%05.2f`.
 * Undefined where Python raises an error.
 */
export function formatPercent(format: string, value: unknown): string | undefined {
  const match = CONVERSION.exec(format);
  if (match === null) return undefined;
  const [all, flags, width, precision, type] = match as unknown as [
    string,
    string,
    string,
    string | undefined,
    string,
  ];
  const rest = format.slice(all.length).replaceAll('%%', '\0');
  const conversion = {
    flags,
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
  // As Python: a list or a dictionary has no value to convert, so the format may use none.
  if (type === '%' && typeof value === 'object' && value !== null && !isText(value)) {
    return isNumeric(value) ? undefined : `%${rest.replaceAll('\0', '%')}`;
  }
  const isTooLarge = conversion.width > MAX_FIELD || (conversion.precision ?? 0) > MAX_FIELD;
  if (type === '%' || rest.includes('%') || isTooLarge) return undefined;
  const text = convert(value, conversion);
  return text === undefined ? undefined : text + rest.replaceAll('\0', '%');
}

function convert(value: unknown, conversion: Conversion): string | undefined {
  switch (conversion.type) {
    case 's':
      return padded(cutTo(textOf(value), conversion), conversion, ' ');
    case 'a':
      return padded(cutTo(asciiText(value), conversion), conversion, ' ');
    case 'r':
      return padded(cutTo(representation(value), conversion), conversion, ' ');
    case 'c':
      return convertCharacter(value, conversion);
    case 'd':
    case 'i':
    case 'u':
      return convertInteger(value, conversion, 10);
    case 'o':
      return convertInteger(value, conversion, 8);
    case 'x':
    case 'X':
      return convertInteger(value, conversion, 16);
    default:
      return convertFloat(value, conversion);
  }
}

/** Python's `ascii(value)`. */
function asciiText(value: unknown): string {
  return representation(value).replace(/[^\0-\x7f]/gu, escapeCharacter);
}

function cutTo(text: string, { precision }: Conversion): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function convertCharacter(value: unknown, conversion: Conversion): string | undefined {
  if (isText(value)) {
    const characters = Array.from(String(value));
    return characters.length === 1 ? padded(characters[0]!, conversion, ' ') : undefined;
  }
  const code = typeof value === 'boolean' ? Number(value) : value;
  const isCode = typeof code === 'number' && Number.isInteger(code) && code >= 0 && code < 0x110000;
  return isCode ? padded(String.fromCodePoint(code), conversion, ' ') : undefined;
}

function convertInteger(
  value: unknown,
  conversion: Conversion,
  base: 8 | 10 | 16,
): string | undefined {
  if (!isNumeric(value)) return undefined;
  const number = asNumber(value);
  if (!Number.isFinite(number) || (base !== 10 && !Number.isInteger(number))) return undefined;
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(number));
  const digits = (whole < 0n ? -whole : whole)
    .toString(base)
    .padStart(conversion.precision ?? 0, '0');
  const prefix = conversion.flags.includes('#') ? { 8: '0o', 10: '', 16: '0x' }[base] : '';
  const text = prefix + digits;
  return signed(
    conversion.type === 'X' ? text.toUpperCase() : text,
    whole < 0n,
    conversion,
    prefix.length,
  );
}

function convertFloat(value: unknown, conversion: Conversion): string | undefined {
  const number = isText(value) ? undefined : toFloat(value);
  if (number === undefined) return undefined;
  const precision = Math.min(conversion.precision ?? 6, 100);
  const isUpper = conversion.type === conversion.type.toUpperCase();
  const text = Number.isFinite(number)
    ? floatDigits(Math.abs(number), conversion, precision)
    : numberText(Math.abs(number));
  const isNegative = number < 0 || Object.is(number, -0);
  return signed(isUpper ? text.toUpperCase() : text, isNegative, conversion, 0);
}

function floatDigits(number: number, { type, flags }: Conversion, precision: number): string {
  switch (type.toLowerCase()) {
    case 'f':
      return fixed(number, precision) + (flags.includes('#') && precision === 0 ? '.' : '');
    case 'e':
      return exponential(halfToEven(number, precision, number.toExponential.bind(number)));
    default:
      return general(number, precision || 1, flags.includes('#'));
  }
}

/** `toFixed` writes numbers from 1e21 with an exponent, and rounds halves up where Python rounds to even. */
function fixed(number: number, precision: number): string {
  if (number < 1e21) return halfToEven(number, precision, number.toFixed.bind(number));
  const zeros = precision === 0 ? '' : `.${'0'.repeat(precision)}`;
  return String(BigInt(number)) + zeros;
}

/** Enough further digits to tell an exact half from a number near it. */
const PROBE_DIGITS = 25;

function halfToEven(
  number: number,
  precision: number,
  write: (precision: number) => string,
): string {
  const rounded = write(precision);
  const exact = write(Math.min(100, precision + PROBE_DIGITS));
  const [digits, exponent = ''] = exact.split('e') as [string, string?];
  const pointAt = digits.indexOf('.');
  const kept = digits.slice(0, pointAt + 1 + precision);
  const isHalf = /^\.?50*$/.test(digits.slice(kept.length));
  if (!isHalf || number === 0 || Number(kept.at(precision === 0 ? -2 : -1)) % 2 === 1)
    return rounded;
  return kept.replace(/\.$/, '') + (exponent === '' ? '' : `e${exponent}`);
}

/** Python writes at least two digits of exponent. */
function exponential(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}

function general(number: number, precision: number, keepsZeros: boolean): string {
  const scientific = halfToEven(number, precision - 1, number.toExponential.bind(number));
  const exponent = number === 0 ? 0 : Number(/e(.*)$/.exec(scientific)![1]);
  const isShort = exponent >= -4 && exponent < precision;
  const places = Math.max(0, precision - 1 - exponent);
  const text = isShort ? halfToEven(number, places, number.toFixed.bind(number)) : scientific;
  return exponential(
    keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, ''),
  );
}

function signed(text: string, isNegative: boolean, conversion: Conversion, prefix: number): string {
  const { flags, width } = conversion;
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (!flags.includes('0') || flags.includes('-')) return padded(sign + text, conversion, ' ');
  const missing = Math.max(0, width - sign.length - text.length);
  return sign + text.slice(0, prefix) + '0'.repeat(missing) + text.slice(prefix);
}

function padded(text: string, { flags, width }: Conversion, fill: string): string {
  const missing = fill.repeat(Math.max(0, width - Array.from(text).length));
  return flags.includes('-') ? text + missing : missing + text;
}
