import type { Director, Movie } from './cinema.ts';

/**
 * Rows of any library in one form, so that they can be compared: texts for dates and times, the
 * director's key whether the row or the director has it.
 */
type Fields = Readonly<Record<string, unknown>>;

export function movieInNormalForm(row: unknown): object {
  const movie = row as Partial<Movie> & { readonly director?: Director };
  return {
    id: movie.id,
    title: movie.title,
    rating: movie.rating,
    votes: movie.votes,
    released: dayOf(movie.released),
    added: instantOf(movie.added),
    directorId: movie.directorId ?? movie.director?.id,
  };
}

export function joinedInNormalForm(row: unknown): object {
  const { director } = row as { readonly director: Director };
  return { ...movieInNormalForm(row), director: { id: director.id, name: director.name } };
}

export function parentInNormalForm(row: unknown): object {
  const { id, name, movies } = row as Fields;
  const children = Array.from(movies as Iterable<Movie>).sort((a, b) => a.id - b.id);
  return { id, name, movies: children.map(movieInNormalForm) };
}

/** `YYYY-MM-DD` of a text, of midnight UTC, or of a date of Luxon. */
function dayOf(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (isLuxon(value)) return value.toISODate();
  return String(value).slice(0, 10);
}

function instantOf(value: unknown): string {
  if (isLuxon(value)) return value.toJSDate().toISOString();
  return new Date(value as Date | string).toISOString();
}

interface LuxonDate {
  toISODate(): string;
  toJSDate(): Date;
}

function isLuxon(value: unknown): value is LuxonDate {
  return typeof value === 'object' && value !== null && 'toISODate' in value;
}
