import type { Timeout } from '../../cache/index.ts';
import { describeWord, type OptionKind, timeSpanMs } from '../../core/index.ts';

/** A timeout of a cache; checked here, since apps that keep no pages load no cache. */
export const timeoutOption: OptionKind = {
  expected: 'seconds, a text such as "15m", or null',
  accepts: (value): value is Timeout => value === null || timeSpanMs(value) !== undefined,
  describe: describeWord,
};

/** As `timeoutOption`, with an end. */
export const ageOption: OptionKind = {
  expected: 'seconds, or a text such as "15m"',
  accepts: (value): value is Timeout => timeSpanMs(value) !== undefined,
  describe: describeWord,
};

/** A checked timeout in milliseconds; `null` for ever. */
export function timeoutMs(timeout: Timeout): number | null {
  return timeout === null ? null : timeSpanMs(timeout)!;
}
