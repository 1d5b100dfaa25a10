import { type Duration, describeWord, timeSpanMs } from '../core/index.ts';
import { cacheError } from './errors.ts';

/**
 * How long an entry is kept: seconds, a text such as `15m`, `1h30m` or `PT15M`, a `Duration`,
 * `null` for ever, 0 not at all.
 */
export type Timeout = number | string | Duration | null;

/**
 * A timeout in milliseconds, rounded up; `null` stays.
 *
 * @param what - what it is the timeout of, for the message.
 * @throws cache.timeout.invalid, also for what is negative: a value is never kept by mistake.
 */
export function timeoutMs(timeout: Timeout, what = 'A timeout'): number | null {
  if (timeout === null) return null;
  const milliseconds = timeSpanMs(timeout);
  if (milliseconds !== undefined) return milliseconds;
  throw cacheError('cache.timeout.invalid', `${what} cannot be ${describeWord(timeout)}.`, {
    hint: 'Pass seconds, a text such as "15m" or "1h30m", null for ever, or 0 for not at all; at most 100 years.',
  });
}
