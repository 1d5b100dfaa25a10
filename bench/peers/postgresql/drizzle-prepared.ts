import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';
import { director, movie, schema } from './drizzle-schema.ts';

/** Drizzle as its page on performance says: built once, prepared under a name. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const db = drizzle(pool, { schema });
  const movieById = db
    .select()
    .from(movie)
    .where(eq(movie.id, sql.placeholder('id')))
    .prepare('movie_by_id');
  const directorById = db
    .select()
    .from(director)
    .where(eq(director.id, sql.placeholder('id')))
    .prepare('director_by_id');
  // Each limit is a statement of its own: PostgreSQL plans anew each time for one that is given.
  const joined = kept((count) =>
    db
      .select({ ...getTableColumns(movie), director })
      .from(movie)
      .innerJoin(director, eq(director.id, movie.directorId))
      .orderBy(asc(movie.id))
      .limit(sql.raw(String(count)))
      .prepare(`joined_${count}`),
  );
  const parents = kept((count) =>
    db.query.director
      .findMany({ with: { movies: true }, orderBy: asc(director.id), limit: count })
      .prepare(`parents_${count}`),
  );
  const movies = kept((count) =>
    db
      .select()
      .from(movie)
      .orderBy(asc(movie.id))
      .limit(sql.raw(String(count)))
      .prepare(`movies_${count}`),
  );
  const refuse = async () => {
    throw new Error('A batch is not prepared.');
  };
  return {
    movie: async (id) => (await movieById.execute({ id }))[0],
    moviesWithDirectors: (count) => joined(count).execute(),
    directorsWithMovies: (count) => parents(count).execute(),
    moviesAsJson: async (count) => JSON.stringify(await joined(count).execute()),
    async directorOfEach(count) {
      const names: string[] = [];
      for (const { directorId } of await movies(count).execute()) {
        const [found] = await directorById.execute({ id: directorId });
        names.push(found.name);
      }
      return names;
    },
    insertScreenings: refuse,
    updateSeats: refuse,
    close: () => pool.end(),
  };
}

function kept<Statement>(make: (count: number) => Statement): (count: number) => Statement {
  const statements = new Map<number, Statement>();
  return (count) => {
    const found = statements.get(count) ?? make(count);
    statements.set(count, found);
    return found;
  };
}
