import { Duration, type DurationInput, option } from '../../../core/index.ts';
import {
  checkFieldOptions,
  Field,
  type FieldOptions,
  type FieldParts,
  type FlagsOf,
  type OrNull,
} from '../field.ts';

/** Fields that can take the time of the write by themselves. */
export interface TimedOptions {
  /** Set to the time of each `create()` and `save()`. Default false. */
  readonly autoNow?: boolean;
  /** Set to the time of the `create()`. Default false. */
  readonly autoNowAdd?: boolean;
}

/** What `autoNow` and `autoNowAdd` make of a field's options. */
type TimedFlags<Options> =
  | FlagsOf<Options>
  | (Options extends { autoNow: true } | { autoNowAdd: true } ? 'default' : never);

const TIMED = { autoNow: option.boolean, autoNowAdd: option.boolean };

/** A day as `YYYY-MM-DD`; a string, so that no time zone can shift it. */
export function date<const Options extends FieldOptions<string> & TimedOptions>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, TimedFlags<Options>> {
  checkFieldOptions('date', options, TIMED);
  return timedField(options, () => new Date().toISOString().slice(0, 10), {
    type: { kind: 'date' },
    expected: 'a day as "YYYY-MM-DD"',
    normalize: normalizeDate,
  });
}

/** A time of day as `HH:MM[:SS[.ffffff]]`. */
export function time<const Options extends FieldOptions<string> & TimedOptions>(
  options: Options = {} as Options,
): Field<OrNull<string, Options>, TimedFlags<Options>> {
  checkFieldOptions('time', options, TIMED);
  return timedField(options, () => new Date().toISOString().slice(11, -1), {
    type: { kind: 'time' },
    expected: 'a time as "HH:MM:SS"',
    normalize: normalizeTime,
  });
}

/** An instant: a `Date`, stored as UTC. Filters and writes take ISO 8601 texts with a zone too. */
export function datetime<const Options extends FieldOptions<Date | string, Date> & TimedOptions>(
  options: Options = {} as Options,
): Field<OrNull<Date, Options>, TimedFlags<Options>, OrNull<Date | string, Options>> {
  checkFieldOptions('datetime', options, TIMED);
  return timedField(options, () => new Date(), {
    type: { kind: 'datetime' },
    expected: 'a valid Date, or an ISO 8601 text with a time zone',
    normalize: normalizeInstant,
  });
}

/**
 * A span of time: a `Duration`, exact to the microsecond. Filters and writes take units
 * (`{ hours: 2 }`), ISO 8601 texts (`PT2H`) and numbers of milliseconds too.
 */
export function duration<const Options extends FieldOptions<DurationInput, Duration>>(
  options: Options = {} as Options,
): Field<OrNull<Duration, Options>, FlagsOf<Options>, OrNull<DurationInput, Options>> {
  checkFieldOptions('duration', options);
  return new Field(options, {
    type: { kind: 'duration' },
    expected: 'a Duration, units such as { hours: 2 }, a text such as "PT2H", or milliseconds',
    normalize: normalizeDuration,
  });
}

function timedField(
  options: FieldOptions<unknown, never> & TimedOptions,
  now: () => unknown,
  parts: FieldParts,
): Field<never, never, never> {
  const { autoNow = false, autoNowAdd = false } = options;
  if (!autoNow && !autoNowAdd) return new Field(options, parts);
  return new Field({ default: now, ...options }, { ...parts, ...(autoNow && { onSave: now }) });
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The same time is the same text: SQLite compares texts. */
function normalizeTime(value: unknown): unknown {
  if (typeof value !== 'string' || !TIME.test(value)) return undefined;
  const full = value.length === 'HH:MM'.length ? `${value}:00` : value;
  return full.includes('.') ? full.replace(/\.?0+$/, '') : full;
}

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

function normalizeDuration(value: unknown): unknown {
  if (value instanceof Duration) return value;
  try {
    return new Duration(value as DurationInput);
  } catch {
    return undefined;
  }
}
