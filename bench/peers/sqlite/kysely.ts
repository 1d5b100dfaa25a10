import Database from 'better-sqlite3';
import { Kysely, ParseJSONResultsPlugin, SqliteDialect, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/sqlite';
import type { Cinema, CinemaOptions, MovieWithDirector } from '../../orm/cinema.ts';
import { instantAsText, PRAGMAS, textAsInstant } from '../../orm/sqlite/database.ts';

const MOVIE = [
  'movie.id',
  'title',
  'rating',
  'votes',
  'released',
  'added',
  'director_id as directorId',
];

/** SQLite takes no more than 32,766 values in a statement. */
const ROWS_PER_INSERT = 5_000;

/** Kysely: queries that are the same each time are compiled once; children by its JSON helper. */
export async function openCinema({ url }: CinemaOptions): Promise<Cinema> {
  const client = new Database(url);
  client.exec(PRAGMAS);
  // biome-ignore lint/suspicious/noExplicitAny: its types are not what is compared here
  const db = new Kysely<any>({ dialect: new SqliteDialect({ database: client }) });
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
  const withChildren = db.withPlugin(new ParseJSONResultsPlugin());
  const parents = kept((count) =>
    withChildren
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
    async movie(id) {
      const query = db.selectFrom('movie').select(MOVIE).where('movie.id', '=', id);
      return withInstant(await query.executeTakeFirstOrThrow());
    },
    moviesWithDirectors,
    async directorsWithMovies(count) {
      const { rows } = await withChildren.executeQuery(parents(count));
      return rows.map((director) => ({ ...director, movies: director.movies.map(withInstant) }));
    },
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
    insertScreenings: (screenings) =>
      db.transaction().execute(async (transaction) => {
        const values = screenings.map(({ startsAt, movieId, ...screening }) => ({
          ...screening,
          starts_at: instantAsText(startsAt),
          movie_id: movieId,
        }));
        const ids: number[] = [];
        for (let from = 0; from < values.length; from += ROWS_PER_INSERT) {
          const rows = await transaction
            .insertInto('screening')
            .values(values.slice(from, from + ROWS_PER_INSERT))
            .returning('id')
            .execute();
          for (const { id } of rows) ids.push(id);
        }
        return ids;
      }),
    updateSeats: (updates) =>
      db.transaction().execute(async (transaction) => {
        for (const { id, seats } of updates) {
          await transaction.updateTable('screening').set({ seats }).where('id', '=', id).execute();
        }
      }),
    close: () => db.destroy(),
  };
}

function withInstant(movie) {
  movie.added = textAsInstant(movie.added);
  return movie;
}

function toJoined({ directorName, ...movie }): MovieWithDirector {
  return { ...withInstant(movie), director: { id: movie.directorId, name: directorName } };
}

function kept<Query>(make: (count: number) => Query): (count: number) => Query {
  const queries = new Map<number, Query>();
  return (count) => {
    const found = queries.get(count) ?? make(count);
    queries.set(count, found);
    return found;
  };
}
