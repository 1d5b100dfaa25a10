import Database from 'better-sqlite3';
import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';
import { PRAGMAS } from '../../orm/sqlite/database.ts';
import { director, movie, schema } from './drizzle-schema.ts';

/** Drizzle as its page on performance says: built and prepared once. */
export async function openCinema({ url }: CinemaOptions): Promise<Cinema> {
  const client = new Database(url);
  client.exec(PRAGMAS);
  const db = drizzle(client, { schema });
  const limit = sql.placeholder('count');
  const movieById = db
    .select()
    .from(movie)
    .where(eq(movie.id, sql.placeholder('id')))
    .prepare();
  const directorById = db
    .select()
    .from(director)
    .where(eq(director.id, sql.placeholder('id')))
    .prepare();
  const joined = db
    .select({ ...getTableColumns(movie), director })
    .from(movie)
    .innerJoin(director, eq(director.id, movie.directorId))
    .orderBy(asc(movie.id))
    .limit(limit)
    .prepare();
  const parents = db.query.director
    .findMany({ with: { movies: true }, orderBy: asc(director.id), limit })
    .prepare();
  const movies = db.select().from(movie).orderBy(asc(movie.id)).limit(limit).prepare();
  const refuse = async () => {
    throw new Error('A batch is not prepared.');
  };
  return {
    movie: async (id) => movieById.get({ id }),
    moviesWithDirectors: async (count) => joined.all({ count }),
    directorsWithMovies: async (count) => parents.execute({ count }),
    moviesAsJson: async (count) => JSON.stringify(joined.all({ count })),
    directorOfEach: async (count) =>
      movies.all({ count }).map(({ directorId }) => directorById.get({ id: directorId }).name),
    insertScreenings: refuse,
    updateSeats: refuse,
    close: async () => client.close(),
  };
}
