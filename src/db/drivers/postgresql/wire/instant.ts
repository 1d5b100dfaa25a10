import { unreadableTimestamp } from './failures.ts';
import { readInt4 } from './integers.ts';

/** 2000-01-01, from which PostgreSQL counts, in milliseconds since 1970. */
const EPOCH_MS = 946_684_800_000;

const UPPER_HALF = 4_294_967_296;

/** `1998-06-12 20:15:00.123456+02`, with more digits for late years and ` BC` for early ones. */
const TIMESTAMP =
  /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?( BC)?$/;

/**
 * Milliseconds since 1970 of a timestamp in binary form, cut to whole ones; NaN for the infinities.
 * Microseconds since 2000 in 64 bits are more than a JavaScript number holds, so the two halves are
 * divided by 1,000 one after the other, which is exact.
 */
export function readInstant(bytes: Buffer, offset: number): number {
  const high = readInt4(bytes, offset);
  const low = readInt4(bytes, offset + 4) >>> 0;
  if ((high === 0x7fff_ffff && low === 0xffff_ffff) || (high === -0x8000_0000 && low === 0)) {
    return Number.NaN;
  }
  const quotient = Math.floor(high / 1_000);
  const rest = (high - quotient * 1_000) * UPPER_HALF + low;
  return quotient * UPPER_HALF + Math.floor(rest / 1_000) + EPOCH_MS;
}

/**
 * The same from the text form. A timestamp without a zone is taken as UTC.
 *
 * @throws db.protocol when the server writes dates in another style than ISO.
 */
export function parseInstant(text: string): number {
  const match = TIMESTAMP.exec(text);
  if (match === null) {
    if (text.endsWith('infinity')) return Number.NaN;
    throw unreadableTimestamp();
  }
  const part = (index: number) => Number(match[index] ?? 0);
  const year = match[12] === undefined ? part(1) : 1 - part(1);
  const date = new Date(0);
  date.setUTCFullYear(year, part(2) - 1, part(3));
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  date.setUTCHours(part(4), part(5), part(6), milliseconds);
  const offset = (part(9) * 3_600 + part(10) * 60 + part(11)) * 1_000;
  return date.getTime() - (match[8] === '-' ? -offset : offset);
}
