import postgres from 'postgres';
import type { Cinema, CinemaOptions, MovieWithDirector } from '../../orm/cinema.ts';

/**
 * postgres.js prepares and pipelines by itself; rows as arrays, because `.values()` is its fast way.
 */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  const sql = postgres(url, {
    max: connections,
    // As text, like everybody else: a day is no instant.
    types: { day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text } },
  });
  const columns = sql`m.id, m.title, m.rating, m.votes, m.released, m.added, m.director_id`;
  // A literal: PostgreSQL plans a statement anew each time when its LIMIT is a parameter.
  const limit = (count: number) => sql`LIMIT ${sql.unsafe(String(count))}`;
  const moviesWithDirectors = async (count: number) => {
    const rows = await sql`
      SELECT ${columns}, d.name FROM movie m JOIN director d ON d.id = m.director_id
      ORDER BY m.id ${limit(count)}`.values();
    return rows.map(toJoined);
  };
  return {
    async movie(id) {
      const [row] = await sql`SELECT ${columns} FROM movie m WHERE m.id = ${id}`.values();
      return toMovie(row);
    },
    moviesWithDirectors,
    async directorsWithMovies(count) {
      const parents = await sql`SELECT id, name FROM director ORDER BY id ${limit(count)}`.values();
      const directors = parents.map(([id, name]) => ({ id, name, movies: [] }));
      const byId = new Map(directors.map((director) => [director.id, director]));
      const children = await sql`
        SELECT ${columns} FROM movie m WHERE m.director_id = ANY(${[...byId.keys()]})`.values();
      for (const row of children) byId.get(row[6])?.movies.push(toMovie(row));
      return directors;
    },
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      const movies =
        await sql`SELECT ${columns} FROM movie m ORDER BY m.id ${limit(count)}`.values();
      for (const movie of movies.map(toMovie)) {
        const [row] =
          await sql`SELECT id, name FROM director WHERE id = ${movie.directorId}`.values();
        names.push(row[1]);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const rows = await sql`
        INSERT INTO screening (hall, seats, price, starts_at, movie_id)
        SELECT * FROM unnest(
          ${screenings.map(({ hall }) => hall)}::text[],
          ${screenings.map(({ seats }) => seats)}::int[],
          ${screenings.map(({ price }) => price)}::float8[],
          ${screenings.map(({ startsAt }) => startsAt.toISOString())}::timestamptz[],
          ${screenings.map(({ movieId }) => movieId)}::int[]
        ) RETURNING id`.values();
      return rows.map(([id]) => id);
    },
    async updateSeats(updates) {
      await sql`
        UPDATE screening SET seats = given.seats
        FROM unnest(
          ${updates.map(({ id }) => id)}::int[], ${updates.map(({ seats }) => seats)}::int[]
        ) AS given (id, seats)
        WHERE screening.id = given.id`;
    },
    close: () => sql.end(),
  };
}

function toMovie(row) {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    added: row[5],
    directorId: row[6],
  };
}

function toJoined(row): MovieWithDirector {
  return { ...toMovie(row), director: { id: row[6], name: row[7] } };
}
