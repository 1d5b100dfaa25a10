import { filmRule, type Rule } from './rule.ts';

/** The source is of 2010; the last film it announces opened at the end of 2011. */
const LAST_YEAR = 2011;

const unreadable = filmRule('date no calendar has', 'taken as unknown', (film) =>
  film.released === null && film.source['Release Date'] !== null ? film : undefined,
);

/** Zero as a Unix time is New Year's Day of 1970, and in America the evening before. */
const zero = filmRule('date is 31 December 1969', 'taken as unknown: it is a zero', (film) =>
  film.released === '1969-12-31' ? { ...film, year: null, released: null } : undefined,
);

/**
 * 87 films have this day, 50 have Christmas and no other day more than 22: Casablanca in 1941,
 * The Apartment in 1959, High Noon in 1951, each a year too early. Only the year was known, it
 * was written as its first of January, and a time zone took a day away. Four or five did open
 * that night; they are a year late here.
 */
const newYearsEve = filmRule('date is a New Year’s Eve', 'the year after kept, no day', (film) => {
  if (film.year === null || film.year > LAST_YEAR) return undefined;
  return film.released?.endsWith('-12-31') === true
    ? { ...film, year: film.year + 1, released: null }
    : undefined;
});

/** `39` was read as 2039: Gone with the Wind is not announced, it is old. */
const future = filmRule('date in the future', 'moved back a century', (film) => {
  if (film.year === null || film.year <= LAST_YEAR) return undefined;
  const year = film.year - 100;
  return { ...film, year, released: film.released?.replace(/^\d+/, String(year)) ?? null };
});

const newYearsDay = filmRule('date is a New Year’s Day', 'year kept, no day', (film) =>
  film.released?.endsWith('-01-01') === true ? { ...film, released: null } : undefined,
);

/** In this order: two-digit years came by a way on which no day was lost. */
export const dateRules: readonly Rule[] = [unreadable, zero, newYearsEve, future, newYearsDay];
