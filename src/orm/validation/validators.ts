import { Decimal, type DecimalInput, Duration } from '../../core/index.ts';
import { type Validator, validationError } from './validation-error.ts';

/** Validators of amounts, lengths and patterns; messages and codes are Django's. */

export interface ValidatorOptions {
  /** In place of the validator's own message. */
  readonly message?: string;
  /** In place of the validator's own code. */
  readonly code?: string;
}

/** Values with an order: numbers, texts, Dates, Decimals, Durations. */
type Ordered = number | bigint | string | Date | Decimal | Duration;

/** At least `limit`, or what the function gives at the time; code `min_value`. */
export function minValue<Limit extends Ordered>(
  limit: Limit | (() => Limit),
  options: ValidatorOptions = {},
): Validator<Comparable<Limit>> {
  return limited(limit, options, 'min_value', (value, bound) =>
    compare(value, bound) < 0
      ? `Ensure this value is greater than or equal to ${bound}.`
      : undefined,
  );
}

/** At most `limit`, or what the function gives at the time; code `max_value`. */
export function maxValue<Limit extends Ordered>(
  limit: Limit | (() => Limit),
  options: ValidatorOptions = {},
): Validator<Comparable<Limit>> {
  return limited(limit, options, 'max_value', (value, bound) =>
    compare(value, bound) > 0 ? `Ensure this value is less than or equal to ${bound}.` : undefined,
  );
}

/** A multiple of `step`, counted from `offset`; exact for decimal fractions; code `step_size`. */
export function stepValue(
  step: DecimalInput,
  options: ValidatorOptions & { readonly offset?: DecimalInput } = {},
): Validator<number | bigint | Decimal> {
  return limited(step, options, 'step_size', (value, size) => {
    const distance = new Decimal(value as DecimalInput).minus(options.offset ?? 0);
    const steps = distance.dividedBy(size).round();
    return steps.times(size).equals(distance)
      ? undefined
      : `Ensure this value is a multiple of step size ${size}.`;
  });
}

/** At least so many characters or items; code `min_length`. */
export function minLength(limit: number, options: ValidatorOptions = {}): Validator<Measured> {
  return limited(limit, options, 'min_length', (value, least) => {
    const length = lengthOf(value as Measured);
    if (length >= least) return undefined;
    return `Ensure this value has at least ${count(least, 'character')} (it has ${length}).`;
  });
}

/** At most so many characters or items; code `max_length`. */
export function maxLength(limit: number, options: ValidatorOptions = {}): Validator<Measured> {
  return limited(limit, options, 'max_length', (value, most) => {
    const length = lengthOf(value as Measured);
    if (length <= most) return undefined;
    return `Ensure this value has at most ${count(most, 'character')} (it has ${length}).`;
  });
}

/** A text in which the pattern is found or, with `isInverse`, is not; code `invalid`. */
export function regex(
  pattern: RegExp | string,
  options: ValidatorOptions & { readonly isInverse?: boolean } = {},
): Validator<string | number> {
  // Without g and y, which would remember where the last value ended.
  const tested = new RegExp(pattern, typeof pattern === 'string' ? 'u' : withoutState(pattern));
  return (value) => {
    if (tested.test(String(value)) !== (options.isInverse ?? false)) return;
    throw validationError(options.message ?? 'Enter a valid value.', {
      code: options.code ?? 'invalid',
    });
  };
}

function withoutState({ flags }: RegExp): string {
  return flags.replace(/[gy]/g, '');
}

/** A decimal of so many digits; codes `max_digits`, `max_decimal_places`, `max_whole_digits`. */
export function decimalDigits(digits: number, places: number): Validator<DecimalInput> {
  return (value) => {
    const { text } = new Decimal(value);
    const [whole = '', fraction = ''] = text.replace('-', '').split('.');
    const wholeDigits = whole.replace(/^0+/, '').length;
    assertDigits('max_digits', digits, wholeDigits + fraction.length, 'digit', ' in total');
    assertDigits('max_decimal_places', places, fraction.length, 'decimal place', '');
    const before = ' before the decimal point';
    assertDigits('max_whole_digits', digits - places, wholeDigits, 'digit', before);
  };
}

function assertDigits(code: string, max: number, actual: number, what: string, where: string) {
  if (actual <= max) return;
  throw validationError(`Ensure that there are no more than ${count(max, what)}${where}.`, {
    code,
    params: { max },
  });
}

/** A file name that ends in one of these, in any case; code `invalid_extension`. */
export function fileExtension(
  allowed: readonly string[],
  options: ValidatorOptions = {},
): Validator<string | { readonly name: string }> {
  const extensions = allowed.map((extension) => extension.toLowerCase());
  return (value) => {
    const name = typeof value === 'string' ? value : value.name;
    const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    if (extensions.includes(extension)) return;
    const own =
      `File extension “${extension}” is not allowed. ` +
      `Allowed extensions are: ${extensions.join(', ')}.`;
    throw validationError(options.message ?? own, {
      code: options.code ?? 'invalid_extension',
      params: { extension, allowedExtensions: extensions },
    });
  };
}

/** What a limit of one type compares with: a Decimal with numbers, a number with bigints. */
type Comparable<Limit> = Limit extends number | bigint | Decimal
  ? number | bigint | Decimal
  : Limit extends string
    ? string
    : Limit;

type Measured = string | { readonly length: number };

function limited<Limit>(
  limit: Limit | (() => Limit),
  options: ValidatorOptions,
  code: string,
  problemOf: (value: unknown, limit: Limit) => string | undefined,
): Validator {
  return (value) => {
    const limitValue = typeof limit === 'function' ? (limit as () => Limit)() : limit;
    const problem = problemOf(value, limitValue);
    if (problem === undefined) return;
    throw validationError(options.message ?? problem, {
      code: options.code ?? code,
      params: { limitValue },
    });
  };
}

function compare(value: unknown, limit: unknown): number {
  if (value instanceof Decimal || limit instanceof Decimal) {
    return new Decimal(value as DecimalInput).compare(limit as DecimalInput);
  }
  if (value instanceof Duration) return value.compare(limit as Duration);
  const [one, other] = [value as number, limit as number];
  return one < other ? -1 : Number(one > other);
}

/** Characters as databases count them: a surrogate pair is one. */
function lengthOf(value: Measured): number {
  return typeof value === 'string' ? [...value].length : value.length;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
