import type { Locale } from '../../i18n/index.ts';

/** What the render tells a filter, beside the value and the argument. */
export interface FilterScope {
  /** Whether autoescape is on where the filter stands. */
  readonly autoescape: boolean;
  /** IANA name of the zone that dates are shown in. */
  readonly timeZone: string;
  /** IANA name of the zone of the page, also where `{% localtime off %}` shows dates in UTC. */
  readonly currentTimeZone: string;
  /** The language of the page: its translations, formats and names of months. */
  readonly locale: Locale;
  /** The current time. */
  now(): Date;
}
