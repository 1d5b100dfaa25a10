import { formatDate, formatTime } from '../dates/format.ts';
import { momentOf } from '../dates/moment.ts';
import { timeSince } from '../dates/time-since.ts';
import type { Filter } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { textOf } from '../runtime/text.ts';
import { valueFilter } from './define.ts';

export const dateFilters: readonly Filter[] = [
  valueFilter('date', dateText, { argument: 'optional' }),
  valueFilter('time', timeText, { argument: 'optional' }),
  valueFilter('timesince', (value, base, scope) => timeSince(value, base, scope, 'since'), {
    argument: 'optional',
  }),
  valueFilter('timeuntil', (value, base, scope) => timeSince(value, base, scope, 'until'), {
    argument: 'optional',
  }),
];

/** Empty for what is no date: null, a time alone, any other text. */
function dateText(value: unknown, format: unknown, { timeZone, locale }: FilterScope): string {
  const moment = momentOf(value, timeZone);
  if (moment === undefined) return '';
  const letters = textOf(format) || 'DATE_FORMAT';
  if (moment.date !== undefined) return formatDate(moment, letters, locale);
  return formatTime(moment, letters, locale) ?? '';
}

function timeText(value: unknown, format: unknown, { timeZone, locale }: FilterScope): string {
  const moment = momentOf(value, timeZone);
  if (moment === undefined) return '';
  return formatTime(moment, textOf(format) || 'TIME_FORMAT', locale) ?? '';
}
