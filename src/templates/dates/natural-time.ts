import type { FilterScope } from '../runtime/filter-scope.ts';
import { momentOf } from './moment.ts';
import { timeSince } from './time-since.ts';

const DAY_SECONDS = 86_400;

/**
 * `3 minutes ago`, `an hour from now`, `now`; beyond a day as `timesince` says it. What is no
 * date stays as it is.
 */
export function naturalTime(value: unknown, scope: FilterScope): unknown {
  const moment = momentOf(value, 'UTC');
  if (moment?.zone === undefined) return value;
  const now = scope.now();
  const difference = now.getTime() - moment.zone.instantMs;
  const isPast = difference > 0;
  const seconds = Math.floor(Math.abs(difference) / 1000);
  const suffix = isPast ? 'ago' : 'from now';
  if (seconds >= DAY_SECONDS) {
    return `${timeSince(value, now, scope, isPast ? 'since' : 'until')} ${suffix}`;
  }
  return seconds === 0 ? 'now' : `${largestUnit(seconds)} ${suffix}`;
}

function largestUnit(seconds: number): string {
  if (seconds < 60) return counted(seconds, 'a second', 'seconds');
  if (seconds < 3600) return counted(Math.floor(seconds / 60), 'a minute', 'minutes');
  return counted(Math.floor(seconds / 3600), 'an hour', 'hours');
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : `${count}\u00a0${many}`;
}
