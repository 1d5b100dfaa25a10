import type { DatePart, DatePartNode } from '../../sql/nodes.ts';
import { quoteText } from './quote-text.ts';

/** A part of a date or time as a whole number, as Django counts. */
export function extractPart(part: DatePart, text: string): string {
  const extract = (field: string) => `EXTRACT(${field} FROM ${text})::integer`;
  switch (part) {
    case 'iso_year':
      return extract('ISOYEAR');
    case 'week_day':
      return `(${extract('DOW')} + 1)`;
    case 'iso_week_day':
      return extract('ISODOW');
    // Seconds come with their fraction, which would be rounded.
    case 'second':
      return `FLOOR(EXTRACT(SECOND FROM ${text}))::integer`;
    default:
      return extract(part.toUpperCase());
  }
}

type Truncation = Extract<DatePartNode, { readonly kind: 'truncate' }>;

/** Whether an instant is cut off within its day. */
export function isClockUnit(node: DatePartNode): node is Truncation {
  return node.kind === 'truncate' && ['hour', 'minute', 'second'].includes(node.unit);
}

/**
 * An instant cut off within its day. It must not become local on the way: where the clock is put
 * back, two instants have the same local time.
 */
export function truncateInstant({ unit, zone }: Truncation, instant: string): string {
  return `DATE_TRUNC('${unit}', ${instant}, ${quoteText(zone)})`;
}

/** A local date or time cut off below a unit; an instant again where the node is one. */
export function truncateTo({ unit, zone, type }: Truncation, local: string): string {
  if (unit === 'time' || (unit === 'date' && type.kind === 'date')) return `${local}::${unit}`;
  const field = unit === 'date' ? 'day' : unit;
  if (type.kind === 'date') return `DATE_TRUNC('${field}', ${local}::timestamp)::date`;
  if (type.kind === 'time') return `DATE_TRUNC('${field}', ${local})::time`;
  return `(DATE_TRUNC('${field}', ${local}::timestamp) AT TIME ZONE ${quoteText(zone)})`;
}
