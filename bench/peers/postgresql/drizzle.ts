import { asc, eq, getTableColumns } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';
import { director, movie, schema, screening, updateSeats } from './drizzle-schema.ts';

/** Drizzle as one writes it first: the query is built each time. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const db = drizzle(pool, { schema });
  const moviesWithDirectors = async (count: number) =>
    db
      .select({ ...getTableColumns(movie), director })
      .from(movie)
      .innerJoin(director, eq(director.id, movie.directorId))
      .orderBy(asc(movie.id))
      .limit(count);
  return {
    movie: async (id) => (await db.select().from(movie).where(eq(movie.id, id)))[0],
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
      for (const { directorId } of await db
        .select()
        .from(movie)
        .orderBy(asc(movie.id))
        .limit(count)) {
        const [found] = await db.select().from(director).where(eq(director.id, directorId));
        names.push(found.name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const rows = await db
        .insert(screening)
        .values([...screenings])
        .returning({ id: screening.id });
      return rows.map(({ id }) => id);
    },
    updateSeats: (updates) => updateSeats(db, updates),
    close: () => pool.end(),
  };
}
