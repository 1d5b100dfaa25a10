import type { Locale } from '../../i18n/index.ts';
import { formatDate } from '../dates/format.ts';
import { momentOf } from '../dates/moment.ts';
import { isDecimal, numberText, plainNumber } from './number.ts';
import type { Render } from './render.ts';
import { textOf } from './text.ts';

/** A number as a page shows it, in the format of its language. */
export function shownNumber({ run }: Render, value: number): string {
  return run.isLocalized ? run.locale.number(plainNumber(value)) : numberText(value);
}

/** As `shownNumber`; whole numbers look alike in every language, unless their digits are grouped. */
export function number(render: Render, value: number): string | number {
  const isAlike = (value | 0) === value && !render.run.groupsDigits;
  return isAlike ? value : shownNumber(render, value);
}

/** As `shownNumber`, for digits that stand in the template. */
export function shownDigits({ run }: Render, digits: string): string {
  return run.isLocalized ? run.locale.number(digits) : digits;
}

/** A value as a page shows it, in the format of its language where it has one. */
export function shownText({ run }: Render, value: unknown): string {
  const { locale, timeZone } = run;
  return run.isLocalized
    ? localizedText(value, locale, timeZone)
    : unlocalizedText(value, locale, timeZone);
}

/** Numbers and dates in the formats of a language, any other value as it is printed. */
export function localizedText(value: unknown, locale: Locale, timeZone: string): string {
  if (typeof value === 'number') return locale.number(plainNumber(value));
  if (value instanceof Date) return dateText(value, locale, timeZone);
  const text = textOf(value, timeZone);
  return typeof value === 'bigint' || isDecimal(value) ? locale.number(text) : text;
}

/** Numbers and dates in the formats of no language; months keep their names. */
export function unlocalizedText(value: unknown, locale: Locale, timeZone: string): string {
  return value instanceof Date
    ? dateText(value, locale.unlocalized, timeZone)
    : textOf(value, timeZone);
}

function dateText(value: Date, locale: Locale, timeZone: string): string {
  const moment = momentOf(value, timeZone);
  return moment === undefined ? '' : formatDate(moment, 'DATETIME_FORMAT', locale);
}
