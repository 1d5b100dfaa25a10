import { readData } from './data-file.ts';
import { withGenerics } from './language-codes.ts';

/** How a language writes dates and numbers. The names are those of Django's settings. */
export interface Formats {
  readonly DATE_FORMAT: string;
  readonly TIME_FORMAT: string;
  readonly DATETIME_FORMAT: string;
  readonly YEAR_MONTH_FORMAT: string;
  readonly MONTH_DAY_FORMAT: string;
  readonly SHORT_DATE_FORMAT: string;
  readonly SHORT_DATETIME_FORMAT: string;
  /** 0 is Sunday. */
  readonly FIRST_DAY_OF_WEEK: number;
  readonly DECIMAL_SEPARATOR: string;
  readonly THOUSAND_SEPARATOR: string;
  /** Digits in a group, or the size of each group from the right, 0 for those that follow. */
  readonly NUMBER_GROUPING: number | readonly number[];
}

/** Django's defaults: for languages without formats of their own. */
export const DEFAULT_FORMATS: Formats = {
  DATE_FORMAT: 'N j, Y',
  TIME_FORMAT: 'P',
  DATETIME_FORMAT: 'N j, Y, P',
  YEAR_MONTH_FORMAT: 'F Y',
  MONTH_DAY_FORMAT: 'F j',
  SHORT_DATE_FORMAT: 'm/d/Y',
  SHORT_DATETIME_FORMAT: 'm/d/Y P',
  FIRST_DAY_OF_WEEK: 0,
  DECIMAL_SEPARATOR: '.',
  THOUSAND_SEPARATOR: ',',
  NUMBER_GROUPING: 0,
};

const ENGLISH_FORMATS: Formats = { ...DEFAULT_FORMATS, NUMBER_GROUPING: 3 };

let table: ReadonlyMap<string, Partial<Formats>> | undefined;

/** The formats of a language, `de-at` having those of `de`. */
export function formatsOf(code: string): Formats {
  // The default needs no table, and most processes none but the default.
  if (code === 'en' || code === 'en-us') return ENGLISH_FORMATS;
  table ??= new Map(Object.entries(readData<Partial<Formats>>('formats')));
  const found = withGenerics(code).find((candidate) => table!.has(candidate));
  return found === undefined ? DEFAULT_FORMATS : { ...DEFAULT_FORMATS, ...table.get(found) };
}
