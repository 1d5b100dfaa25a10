import type { Filter } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { textOf } from '../runtime/text.ts';
import { isTrue } from '../runtime/truth.ts';
import { valueFilter } from './define.ts';

export const logicFilters: readonly Filter[] = [
  valueFilter('default', (value, other) => (isTrue(value) ? value : other), {
    argument: 'required',
  }),
  valueFilter('default_if_none', (value, other) => value ?? other, { argument: 'required' }),
  valueFilter('yesno', yesNo, { argument: 'optional' }),
];

/** `"yeah,no,maybe"`: words for true, false and null; null counts as false without a third. */
function yesNo(value: unknown, argument: unknown, { locale }: FilterScope): unknown {
  const words = textOf(argument ?? locale.gettext('yes,no,maybe')).split(',');
  if (words.length < 2) return value;
  const [yes, no] = words;
  const maybe = words.length === 3 ? words[2] : no;
  if (value === null || value === undefined) return maybe;
  return isTrue(value) ? yes : no;
}
