import { readFile } from 'node:fs/promises';

/** A row of movies.json, as it is. */
export interface SourceFilm {
  readonly Title: string | number | null;
  /** `Jun 12 1998` */
  readonly 'Release Date': string | null;
  readonly Director: string | null;
  readonly Distributor: string | null;
  readonly 'Major Genre': string | null;
  readonly 'MPAA Rating': string | null;
  readonly 'Running Time min': number | null;
  readonly 'Production Budget': number | null;
  readonly 'Worldwide Gross': number | null;
  readonly 'IMDB Rating': number | null;
  readonly 'IMDB Votes': number | null;
}

/** The 3,201 films of the npm package vega-datasets; people's mistakes included. */
export async function readSourceFilms(): Promise<readonly SourceFilm[]> {
  const file = new URL('../data/movies.json', import.meta.resolve('vega-datasets'));
  return JSON.parse(await readFile(file, 'utf8'));
}
