import type { SourceFilm } from './source.ts';

/** A film on its way from the file to the database. */
export interface Film {
  /** The row it was read from. */
  readonly source: SourceFilm;
  readonly title: string;
  readonly year: number | null;
  /** `YYYY-MM-DD` */
  readonly released: string | null;
  readonly director: string | null;
  readonly genre: string | null;
  readonly distributor: string | null;
  readonly certificate: string | null;
  readonly rating: number | null;
  readonly votes: number;
  readonly gross: number | null;
  readonly budget: number | null;
  readonly runningTime: number | null;
}

/** The row under our names and in our types, with nothing put right yet. */
export function filmOf(source: SourceFilm): Film {
  return {
    source,
    title: String(source.Title ?? ''),
    ...dateOf(source['Release Date']),
    director: source.Director,
    genre: source['Major Genre'],
    distributor: source.Distributor,
    certificate: source['MPAA Rating'],
    rating: source['IMDB Rating'],
    votes: source['IMDB Votes'] ?? 0,
    gross: source['Worldwide Gross'],
    budget: source['Production Budget'],
    runningTime: source['Running Time min'],
  };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Reads `Jun 12 1998`; a day that no calendar has is no date. */
function dateOf(text: string | null): Pick<Film, 'year' | 'released'> {
  const [, month = '', day = '', year = ''] = /^(\w{3}) (\d\d) (\d{4})$/.exec(text ?? '') ?? [];
  const date = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day)));
  const exists = MONTHS[date.getUTCMonth()] === month && date.getUTCDate() === Number(day);
  if (!exists) return { year: null, released: null };
  return { year: Number(year), released: date.toISOString().slice(0, 10) };
}
