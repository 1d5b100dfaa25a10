import { declareErrors } from './errors.ts';
import { registerValueCodec } from './value-codec.ts';

const durationError = declareErrors({
  'core.duration.invalid': { summary: 'A value is no span of time.', status: 400 },
});

/** A span of time by its units; they may be fractions and negative, and add up. */
export interface DurationUnits {
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
  readonly microseconds?: number;
}

export type DurationInput = Duration | DurationUnits | string | number;

const MICROSECONDS: Readonly<Record<keyof DurationUnits, number>> = {
  weeks: 604_800_000_000,
  days: 86_400_000_000,
  hours: 3_600_000_000,
  minutes: 60_000_000,
  seconds: 1_000_000,
  milliseconds: 1_000,
  microseconds: 1,
};

/** ISO 8601 without years and months, which have no fixed length: `-P1DT2H3M4.5S`, `P2W`. */
const ISO =
  /^(?<sign>[+-]?)P(?=\d|T\d)(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)(?:[.,](?<fraction>\d{1,6}))?S)?)?$/;

/** As Django writes it: `[-][days ]HH:MM:SS[.ffffff]`, the days with a sign of their own. */
const CLOCK =
  /^(?:(?<days>-?\d+) (?:days?, )?)?(?<sign>-?)(?:(?<hours>\d+):)?(?<minutes>\d{1,2}):(?<seconds>\d{1,2})(?:[.,](?<fraction>\d{1,6}))?$/;

/**
 * An exact span of time, the value of a `duration()` column. It counts microseconds, 285 years of
 * them at most in either direction: as many as a JavaScript number holds without a gap.
 *
 * ```ts
 * new Duration({ hours: 2, minutes: 26 }).toString(); // 'PT2H26M'
 * new Duration('PT2H26M').plus({ seconds: 1.5 }).milliseconds; // 8761500
 * ```
 */
export class Duration {
  readonly microseconds: number;

  /**
   * @param value - units, an ISO 8601 text such as `P1DT2H`, a text such as `1 02:30:00`, or a
   * number of milliseconds. What is finer than a microsecond is rounded.
   * @throws core.duration.invalid
   */
  constructor(value: DurationInput) {
    this.microseconds = microsecondsOf(value);
  }

  /** With a fraction where there are microseconds left. */
  get milliseconds(): number {
    return this.microseconds / MICROSECONDS.milliseconds;
  }
  get seconds(): number {
    return this.microseconds / MICROSECONDS.seconds;
  }
  plus(other: DurationInput): Duration {
    return new Duration({ microseconds: this.microseconds + microsecondsOf(other) });
  }
  minus(other: DurationInput): Duration {
    return new Duration({ microseconds: this.microseconds - microsecondsOf(other) });
  }
  times(factor: number): Duration {
    return new Duration({ microseconds: this.microseconds * factor });
  }
  negated(): Duration {
    return new Duration({ microseconds: 0 - this.microseconds });
  }
  /** -1, 0 or 1. */
  compare(other: DurationInput): number {
    return Math.sign(this.microseconds - microsecondsOf(other));
  }
  equals(other: DurationInput): boolean {
    return this.compare(other) === 0;
  }
  /** ISO 8601 in days, hours, minutes and seconds: `P1DT2H3M4.5S`; none is `PT0S`. */
  toString(): string {
    return isoText(this.microseconds);
  }
  toJSON(): string {
    return this.toString();
  }
  /** Milliseconds, so that `a < b` and adding to a `Date`'s time work. */
  valueOf(): number {
    return this.milliseconds;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Duration(${this})`;
  }
}

registerValueCodec(Duration.prototype, {
  name: 'duration',
  encode: ({ microseconds }) => ({ head: microseconds }),
  decode: (microseconds) => new Duration({ microseconds: microseconds as number }),
});

function microsecondsOf(value: DurationInput): number {
  if (value instanceof Duration) return value.microseconds;
  if (typeof value === 'string') return checked(parse(value), JSON.stringify(value.slice(0, 40)));
  if (typeof value === 'number') return checked(value * MICROSECONDS.milliseconds, String(value));
  return checked(sumOfUnits(value), 'the sum of the units');
}

function sumOfUnits(units: DurationUnits): number {
  if (typeof units !== 'object' || units === null) return Number.NaN;
  let sum = 0;
  for (const [unit, amount] of Object.entries(units)) {
    const factor = Object.hasOwn(MICROSECONDS, unit)
      ? MICROSECONDS[unit as keyof DurationUnits]
      : undefined;
    if (factor === undefined || typeof amount !== 'number') return Number.NaN;
    sum += amount * factor;
  }
  return sum;
}

function parse(text: string): number {
  const iso = ISO.exec(text)?.groups;
  if (iso !== undefined) {
    return withSign(iso.sign, daysOf(iso.weeks, iso.days) + clockOf(iso));
  }
  const clock = CLOCK.exec(text)?.groups;
  if (clock === undefined) return Number.NaN;
  return daysOf(undefined, clock.days) + withSign(clock.sign, clockOf(clock));
}

function withSign(sign: string | undefined, microseconds: number): number {
  return sign === '-' ? 0 - microseconds : microseconds;
}

function daysOf(weeks = '0', days = '0'): number {
  return Number(weeks) * MICROSECONDS.weeks + Number(days) * MICROSECONDS.days;
}

function clockOf({ hours = '0', minutes = '0', seconds = '0', fraction = '' }: Groups): number {
  return (
    Number(hours) * MICROSECONDS.hours +
    Number(minutes) * MICROSECONDS.minutes +
    Number(seconds) * MICROSECONDS.seconds +
    Number(fraction.padEnd(6, '0'))
  );
}

interface Groups {
  readonly [name: string]: string | undefined;
}

function checked(microseconds: number, given: string): number {
  const rounded = Math.round(microseconds);
  // Adding 0 turns -0, which would print and compare oddly, into 0.
  if (Number.isSafeInteger(rounded)) return rounded + 0;
  throw durationError('core.duration.invalid', `${given} is not a span of time.`, {
    hint: 'Pass units such as { hours: 2 }, a text such as "PT2H30M", or milliseconds; at most 285 years.',
  });
}

function isoText(microseconds: number): string {
  let rest = Math.abs(microseconds);
  const take = (unit: keyof DurationUnits) => {
    const count = Math.floor(rest / MICROSECONDS[unit]);
    rest -= count * MICROSECONDS[unit];
    return count;
  };
  const days = take('days');
  const hours = take('hours');
  const minutes = take('minutes');
  const seconds = take('seconds');
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
  const clock = `${part(hours, 'H')}${part(minutes, 'M')}${part(`${seconds}${fraction}`, 'S')}`;
  const text = `${part(days, 'D')}${clock === '' ? '' : `T${clock}`}`;
  return `${microseconds < 0 ? '-' : ''}P${text === '' ? 'T0S' : text}`;
}

function part(amount: number | string, letter: string): string {
  return String(amount) === '0' ? '' : `${amount}${letter}`;
}
