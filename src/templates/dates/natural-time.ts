import { interpolate, type Locale } from '../../i18n/index.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { momentOf } from './moment.ts';
import { timeSince } from './time-since.ts';

const DAY_SECONDS = 86_400;

/** The words of one direction; between number and unit stands a hard space. */
interface Direction {
  readonly side: 'since' | 'until';
  /** Context of the units beyond a day. */
  readonly context: string;
  readonly day: string;
  readonly suffix: string;
}

const PAST: Direction = {
  side: 'since',
  context: 'naturaltime-past',
  day: '%(delta)s ago',
  suffix: 'ago',
};
const FUTURE: Direction = {
  side: 'until',
  context: 'naturaltime-future',
  day: '%(delta)s from now',
  suffix: 'from now',
};

/**
 * `3 minutes ago`, `an hour from now`, `now`; beyond a day as `timesince` says it. What is no
 * date stays as it is.
 */
export function naturalTime(value: unknown, scope: FilterScope): unknown {
  const moment = momentOf(value, 'UTC');
  if (moment?.zone === undefined) return value;
  const now = scope.now();
  const difference = now.getTime() - moment.zone.instantMs;
  const direction = difference > 0 ? PAST : FUTURE;
  const seconds = Math.floor(Math.abs(difference) / 1000);
  if (seconds >= DAY_SECONDS) return beyondDay(value, now, scope, direction);
  return seconds === 0
    ? scope.locale.gettext('now')
    : withinDay(seconds, scope.locale, direction.suffix);
}

function beyondDay(value: unknown, now: Date, scope: FilterScope, direction: Direction): string {
  const { locale } = scope;
  const { side, context, day } = direction;
  const delta = timeSince(value, now, scope, side, (count, unit) => {
    const message = locale.npgettext(context, `%(num)d ${unit}`, `%(num)d ${unit}s`, count);
    return interpolate(message, { num: count });
  });
  return interpolate(locale.gettext(day), { delta });
}

function withinDay(seconds: number, locale: Locale, suffix: string): string {
  if (seconds < 60) return counted(locale, seconds, 'a second', suffix);
  if (seconds < 3600) return counted(locale, Math.floor(seconds / 60), 'a minute', suffix);
  return counted(locale, Math.floor(seconds / 3600), 'an hour', suffix);
}

function counted(locale: Locale, count: number, one: string, suffix: string): string {
  const many = `%(count)s\u00a0${one.replace(/^an? /, '')}s ${suffix}`;
  return interpolate(locale.ngettext(`${one} ${suffix}`, many, count), { count });
}
