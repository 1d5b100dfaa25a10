import { Duration, describeKind, parseShortDuration } from '../core/index.ts';
import { cacheError } from './errors.ts';

/**
 * How long an entry is kept: seconds, a text such as `15m`, `1h30m` or `PT15M`, a `Duration`,
 * `null` for ever, 0 not at all.
 */
export type Timeout = number | string | Duration | null;

/** Beyond it `null` is meant. */
const MAX_MS = 100 * 365.25 * 86_400_000;

/**
 * A timeout in milliseconds, rounded up; `null` stays.
 *
 * @param what - what it is the timeout of, for the message.
 * @throws cache.timeout.invalid, also for what is negative: a value is never kept by mistake.
 */
export function timeoutMs(timeout: Timeout, what = 'A timeout'): number | null {
  if (timeout === null) return null;
  const milliseconds = millisecondsOf(timeout);
  if (milliseconds !== undefined && milliseconds >= 0 && milliseconds <= MAX_MS) {
    return Math.ceil(milliseconds);
  }
  throw cacheError('cache.timeout.invalid', `${what} cannot be ${shown(timeout)}.`, {
    hint: 'Pass seconds, a text such as "15m" or "1h30m", null for ever, or 0 for not at all; at most 100 years.',
  });
}

function millisecondsOf(timeout: unknown): number | undefined {
  if (typeof timeout === 'number') return timeout * 1000;
  if (timeout instanceof Duration) return timeout.milliseconds;
  if (typeof timeout !== 'string') return undefined;
  return parseShortDuration(timeout) ?? isoMilliseconds(timeout);
}

function isoMilliseconds(text: string): number | undefined {
  try {
    return text.startsWith('P') ? new Duration(text).milliseconds : undefined;
  } catch {
    return undefined;
  }
}

function shown(timeout: unknown): string {
  return typeof timeout === 'string' ? JSON.stringify(timeout.slice(0, 40)) : describeKind(timeout);
}
