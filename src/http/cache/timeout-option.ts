import type { Timeout } from '../../cache/index.ts';
import { Duration, type OptionKind, parseShortDuration } from '../../core/index.ts';

/** A hundred years, as for caches: beyond it `null` is meant. */
const MAX_MS = 100 * 365.25 * 86_400_000;

/** A timeout of a cache. Caches check theirs the same way; apps that keep no pages load none. */
export const timeoutOption: OptionKind = {
  expected: 'seconds, a text such as "15m", or null',
  accepts: (value): value is Timeout => value === null || finiteMs(value) !== undefined,
};

/** As `timeoutOption`, with an end. */
export const ageOption: OptionKind = {
  expected: 'seconds, or a text such as "15m"',
  accepts: (value): value is Timeout => finiteMs(value) !== undefined,
};

/** A checked timeout in milliseconds; `null` for ever. */
export function timeoutMs(timeout: Timeout): number | null {
  return timeout === null ? null : finiteMs(timeout)!;
}

function finiteMs(value: unknown): number | undefined {
  const milliseconds = millisecondsOf(value);
  if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds <= MAX_MS))
    return undefined;
  return Math.ceil(milliseconds);
}

function millisecondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value * 1000;
  if (value instanceof Duration) return value.milliseconds;
  if (typeof value !== 'string') return undefined;
  return parseShortDuration(value) ?? isoMilliseconds(value);
}

function isoMilliseconds(text: string): number | undefined {
  try {
    return text.startsWith('P') ? new Duration(text).milliseconds : undefined;
  } catch {
    return undefined;
  }
}
