import Database from 'better-sqlite3';
import { asc, eq, getTableColumns } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';
import { PRAGMAS } from '../../orm/sqlite/database.ts';
import { director, movie, schema, screening } from './drizzle-schema.ts';

/** SQLite takes no more than 32,766 values in a statement. */
const ROWS_PER_INSERT = 5_000;

/** Drizzle as one writes it first: the query is built each time. */
export async function openCinema({ url }: CinemaOptions): Promise<Cinema> {
  const client = new Database(url);
  client.exec(PRAGMAS);
  const db = drizzle(client, { schema });
  const moviesWithDirectors = async (count: number) =>
    db
      .select({ ...getTableColumns(movie), director })
      .from(movie)
      .innerJoin(director, eq(director.id, movie.directorId))
      .orderBy(asc(movie.id))
      .limit(count);
  return {
    movie: async (id) => db.select().from(movie).where(eq(movie.id, id)).get(),
    moviesWithDirectors,
    directorsWithMovies: async (count) =>
      db.query.director.findMany({
        with: { movies: true },
        orderBy: asc(director.id),
        limit: count,
      }),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      const movies = await db.select().from(movie).orderBy(asc(movie.id)).limit(count);
      for (const { directorId } of movies) {
        const found = await db.select().from(director).where(eq(director.id, directorId)).get();
        names.push(found.name);
      }
      return names;
    },
    insertScreenings: async (screenings) =>
      db.transaction((transaction) => {
        const ids: number[] = [];
        for (let from = 0; from < screenings.length; from += ROWS_PER_INSERT) {
          const rows = transaction
            .insert(screening)
            .values(screenings.slice(from, from + ROWS_PER_INSERT))
            .returning({ id: screening.id })
            .all();
          for (const { id } of rows) ids.push(id);
        }
        return ids;
      }),
    updateSeats: async (updates) =>
      db.transaction((transaction) => {
        for (const { id, seats } of updates) {
          transaction.update(screening).set({ seats }).where(eq(screening.id, id)).run();
        }
      }),
    close: async () => client.close(),
  };
}
