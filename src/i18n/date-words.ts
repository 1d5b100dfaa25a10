import type { Locale } from './locale.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const SHORT_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** In the style of the Associated Press. */
const AP_MONTHS = 'Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.'.split(' ');
/** From Sunday, as `Date.getUTCDay` counts. */
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const SHORT_WEEKDAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** What dates are written with in one language; lists of months begin with January. */
export class DateWords {
  readonly months: readonly string[];
  /** In lower case. */
  readonly shortMonths: readonly string[];
  /** In the style of the Associated Press, where the language has one. */
  readonly apMonths: readonly string[];
  /** As a month is called within a date, in the genitive for one. */
  readonly monthsInDates: readonly string[];
  /** From Sunday. */
  readonly weekdays: readonly string[];
  readonly shortWeekdays: readonly string[];
  readonly am: string;
  readonly pm: string;
  readonly upperAm: string;
  readonly upperPm: string;
  readonly midnight: string;
  readonly noon: string;

  constructor(locale: Locale) {
    const word = (message: string) => locale.gettext(message);
    this.months = MONTHS.map(word);
    this.shortMonths = SHORT_MONTHS.map(word);
    this.apMonths = AP_MONTHS.map((month) => locale.pgettext('abbrev. month', month));
    this.monthsInDates = MONTHS.map((month) => locale.pgettext('alt. month', month));
    this.weekdays = WEEKDAYS.map(word);
    this.shortWeekdays = SHORT_WEEKDAYS.map(word);
    this.am = word('a.m.');
    this.pm = word('p.m.');
    this.upperAm = word('AM');
    this.upperPm = word('PM');
    this.midnight = word('midnight');
    this.noon = word('noon');
  }
}
