import { Director, Distributor, Genre, Movie } from '../models.ts';
import type { Film } from './film.ts';

/** Films per call of bulkCreate, and so per step of the progress bar. */
const BATCH_SIZE = 1_000;

/**
 * Stores films with the people and companies they name, all in few statements. Run it in a
 * transaction: it expects to find the tables empty.
 *
 * @param copies - how often each film is stored; all but the first say so in their title.
 * @param onStored - is told how many films each batch has added.
 */
export async function storeFilms(
  films: readonly Film[],
  copies: number,
  onStored: (count: number) => void,
): Promise<void> {
  const related = {
    director: idsByName(await Director.objects.bulkCreate(named(films, 'director'))),
    genre: idsByName(await Genre.objects.bulkCreate(named(films, 'genre'))),
    distributor: idsByName(await Distributor.objects.bulkCreate(named(films, 'distributor'))),
  };
  for (let copy = 1; copy <= copies; copy++) {
    for (let start = 0; start < films.length; start += BATCH_SIZE) {
      const batch = films.slice(start, start + BATCH_SIZE);
      await Movie.objects.bulkCreate(batch.map((film) => valuesOf(film, copy, related)));
      onStored(batch.length);
    }
  }
}

/** Takes all films, and what they refer to, out again. */
export async function removeFilms(): Promise<void> {
  for (const { objects } of [Movie, Director, Genre, Distributor]) await objects.delete();
}

type Relation = 'director' | 'genre' | 'distributor';
type Ids = ReadonlyMap<string, number>;

/** Values for one row per name that occurs in the films. */
function named(films: readonly Film[], relation: Relation): readonly { name: string }[] {
  const names = new Set(films.map((film) => film[relation]).filter((name) => name !== null));
  return [...names].sort().map((name) => ({ name }));
}

function idsByName(rows: readonly { readonly id: number; readonly name: string }[]): Ids {
  return new Map(rows.map(({ id, name }) => [name, id]));
}

function valuesOf(film: Film, copy: number, related: Readonly<Record<Relation, Ids>>) {
  const { source: _, ...facts } = film;
  const idOf = (relation: Relation) => related[relation].get(film[relation] ?? '') ?? null;
  const values = {
    ...facts,
    director: idOf('director'),
    genre: idOf('genre'),
    distributor: idOf('distributor'),
  };
  // Nobody has voted for a copy, which lets lists by votes begin with the films themselves.
  return copy === 1 ? values : { ...values, title: `${film.title} (copy ${copy})`, votes: 0 };
}
