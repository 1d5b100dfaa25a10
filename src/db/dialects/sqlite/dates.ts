import type { DatePart, DateUnit } from '../../sql/nodes.ts';

/** Name of the SQL function `(text, zone)`: a UTC instant as the local time of a zone. */
export const TO_ZONE = 'uptempo_to_zone';

/** Name of the SQL function `(text, zone)`: a zone's local time as the UTC instant. */
export const FROM_ZONE = 'uptempo_from_zone';

/**
 * A part of a date or time in text form as a whole number. The formats are those of
 * https://www.sqlite.org/lang_datefunc.html.
 */
export function extractPart(part: DatePart, text: string): string {
  const number = (format: string) => `CAST(STRFTIME('${format}', ${text}) AS INTEGER)`;
  switch (part) {
    case 'year':
      return number('%Y');
    case 'iso_year':
      return number('%G');
    case 'quarter':
      return `((${number('%m')} + 2) / 3)`;
    case 'month':
      return number('%m');
    case 'week':
      return number('%V');
    case 'day':
      return number('%d');
    case 'week_day':
      return `(${number('%w')} + 1)`;
    case 'iso_week_day':
      return number('%u');
    case 'hour':
      return number('%H');
    case 'minute':
      return number('%M');
    case 'second':
      return number('%S');
  }
}

/** A date, time or instant in text form, cut off below a unit; `kind` is what comes out. */
export function truncateTo(
  unit: DateUnit,
  text: string,
  kind: 'date' | 'time' | 'datetime',
): string {
  if (unit === 'time') return withoutZeros(`STRFTIME('%H:%M:%f', ${text})`);
  if (kind === 'time') return `STRFTIME('${TIME_FORMATS[unit] ?? '00:00:00'}', ${text})`;
  const day = startOf(unit, text);
  if (kind === 'date') return day;
  const clock = TIME_FORMATS[unit];
  return clock === undefined
    ? `(${day} || ' 00:00:00.000')`
    : `STRFTIME('%Y-%m-%d ${clock}.000', ${text})`;
}

/** The seconds of a local time that lie behind the start of its hour, minute or second. */
const SECONDS_BEHIND: Readonly<Partial<Record<DateUnit, (local: string) => string>>> = {
  hour: (local) => `(STRFTIME('%M', ${local}) * 60 + STRFTIME('%f', ${local}))`,
  minute: (local) => `STRFTIME('%f', ${local})`,
  second: (local) => `(STRFTIME('%f', ${local}) - STRFTIME('%S', ${local}))`,
};

/**
 * An instant cut off within its day, undefined for other units. It must not become local on the
 * way: where the clock is put back, two instants have the same local time.
 */
export function truncateInstant(unit: DateUnit, instant: string, local: string) {
  const behind = SECONDS_BEHIND[unit]?.(local);
  return behind && `STRFTIME('%Y-%m-%d %H:%M:%f', ${instant}, '-' || ${behind} || ' seconds')`;
}

const TIME_FORMATS: Readonly<Partial<Record<DateUnit, string>>> = {
  hour: '%H:00:00',
  minute: '%H:%M:00',
  second: '%H:%M:%S',
};

/** The first day of the unit as `YYYY-MM-DD`. */
function startOf(unit: DateUnit, text: string): string {
  switch (unit) {
    case 'year':
      return `STRFTIME('%Y-01-01', ${text})`;
    case 'quarter':
      return `(STRFTIME('%Y-', ${text}) || PRINTF('%02d', ${extractPart('quarter', text)} * 3 - 2) || '-01')`;
    case 'month':
      return `STRFTIME('%Y-%m-01', ${text})`;
    case 'week':
      return `DATE(${text}, '-6 days', 'weekday 1')`;
    default:
      return `DATE(${text})`;
  }
}

/** `20:15:00.500` as `20:15:00.5`, and `20:15:00.000` as `20:15:00`. */
function withoutZeros(text: string): string {
  return `RTRIM(RTRIM(${text}, '0'), '.')`;
}
