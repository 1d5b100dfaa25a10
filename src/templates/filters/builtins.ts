import { type Filter, type Library, libraryOf } from '../library.ts';
import { dateFilters } from './dates.ts';
import { htmlFilters } from './html.ts';
import { listFilters } from './lists.ts';
import { logicFilters } from './logic.ts';
import { numberFilters } from './numbers.ts';
import { textFilters } from './text.ts';
import { truncateFilters } from './truncate.ts';
import { urlizeFilters } from './urlize.ts';
import { urlFilters } from './urls.ts';

const all: readonly Filter[] = [
  ...dateFilters,
  ...htmlFilters,
  ...listFilters,
  ...logicFilters,
  ...numberFilters,
  ...textFilters,
  ...truncateFilters,
  ...urlFilters,
  ...urlizeFilters,
];

/** Django's built-in filters. */
export const builtinFilters: Library = libraryOf({}, all);
