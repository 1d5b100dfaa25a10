import { Kysely, PostgresDialect, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import pg from 'pg';
import type { Cinema, CinemaOptions, MovieWithDirector } from '../../orm/cinema.ts';

const MOVIE = [
  'movie.id',
  'title',
  'rating',
  'votes',
  'released',
  'added',
  'director_id as directorId',
];

/** Kysely: queries that are the same each time are compiled once; children by its JSON helper. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  // Its documentation sends those who want other types than those of `pg` to the parsers of `pg`.
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // biome-ignore lint/suspicious/noExplicitAny: its types are not what is compared here
  const db = new Kysely<any>({ dialect: new PostgresDialect({ pool }) });
  const joined = kept((count) =>
    db
      .selectFrom('movie')
      .innerJoin('director', 'director.id', 'movie.director_id')
      .select([...MOVIE, 'director.name as directorName'])
      .orderBy('movie.id')
      .limit(sql.raw(String(count)))
      .compile(),
  );
  const movies = kept((count) =>
    db
      .selectFrom('movie')
      .select(MOVIE)
      .orderBy('movie.id')
      .limit(sql.raw(String(count)))
      .compile(),
  );
  const parents = kept((count) =>
    db
      .selectFrom('director')
      .select((eb) => [
        'director.id',
        'director.name',
        jsonArrayFrom(
          eb.selectFrom('movie').select(MOVIE).whereRef('movie.director_id', '=', 'director.id'),
        ).as('movies'),
      ])
      .orderBy('director.id')
      .limit(sql.raw(String(count)))
      .compile(),
  );
  const moviesWithDirectors = async (count: number) => {
    const { rows } = await db.executeQuery(joined(count));
    return rows.map(toJoined);
  };
  return {
    movie: (id) =>
      db.selectFrom('movie').select(MOVIE).where('movie.id', '=', id).executeTakeFirstOrThrow(),
    moviesWithDirectors,
    directorsWithMovies: async (count) => (await db.executeQuery(parents(count))).rows,
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      const { rows } = await db.executeQuery(movies(count));
      for (const { directorId } of rows) {
        const found = await db
          .selectFrom('director')
          .selectAll()
          .where('id', '=', directorId)
          .executeTakeFirstOrThrow();
        names.push(found.name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const values = screenings.map(({ startsAt, movieId, ...screening }) => ({
        ...screening,
        starts_at: startsAt,
        movie_id: movieId,
      }));
      const rows = await db.insertInto('screening').values(values).returning('id').execute();
      return rows.map(({ id }) => id);
    },
    async updateSeats(updates) {
      const ids = updates.map(({ id }) => id);
      const seats = updates.map((update) => update.seats);
      await db
        .updateTable('screening')
        .from(sql`unnest(${ids}::int[], ${seats}::int[])`.as(sql`given(id, seats)`))
        .set((eb) => ({ seats: eb.ref('given.seats') }))
        .whereRef('screening.id', '=', 'given.id')
        .execute();
    },
    close: () => db.destroy(),
  };
}

function toJoined({ directorName, ...movie }): MovieWithDirector {
  return { ...movie, director: { id: movie.directorId, name: directorName } };
}

function kept<Query>(make: (count: number) => Query): (count: number) => Query {
  const queries = new Map<number, Query>();
  return (count) => {
    const found = queries.get(count) ?? make(count);
    queries.set(count, found);
    return found;
  };
}
