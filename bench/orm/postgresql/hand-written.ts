import { Client, type CustomTypesConfig, Pool, type QueryResult, types } from 'pg';
import type {
  Cinema,
  CinemaOptions,
  MovieWithDirector,
  NewScreening,
  SeatUpdate,
} from '../cinema.ts';

/**
 * The limit: `pg` as somebody uses it who knows it. Named statements, rows as arrays, LIMIT as a
 * literal, mapping by hand, arrays of values for writing.
 */
export async function openHandWritten({ url, connections }: CinemaOptions): Promise<Cinema> {
  const pool = new Pool({ connectionString: url, max: connections });
  return cinemaOf(
    (name, text, values) =>
      pool.query({ name, text, values, rowMode: 'array', types: DAYS_AS_TEXT }),
    () => pool.end(),
  );
}

/** The same, but connections do not wait for an answer before they send the next statement. */
export async function openPipelined({ url, connections }: CinemaOptions): Promise<Cinema> {
  const clients = Array.from(
    { length: connections },
    () => new Client({ connectionString: url, pipeline: true }),
  );
  for (const client of clients) await client.connect();
  let turn = 0;
  return cinemaOf(
    (name, text, values) =>
      clients[turn++ % clients.length]!.query({
        name,
        text,
        values,
        rowMode: 'array',
        types: DAYS_AS_TEXT,
      }),
    async () => {
      for (const client of clients) await client.end();
    },
  );
}

type Run = (name: string, text: string, values: unknown[]) => Promise<QueryResult<unknown[]>>;

type MovieRow = [number, string, number | null, number, string | null, Date, number];
type JoinedRow = [...MovieRow, string];

const COLUMNS = 'm.id, m.title, m.rating, m.votes, m.released, m.added, m.director_id';

/** `pg` makes a `Date` of a day, at midnight of the local zone; a day is no instant. */
const DAYS_AS_TEXT: CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text') =>
    oid === types.builtins.DATE
      ? (text: string) => text
      : types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

function cinemaOf(run: Run, close: () => Promise<void>): Cinema {
  const moviesWithDirectors = async (count: number) => {
    const { rows } = await run(
      `movies_with_directors_${count}`,
      `SELECT ${COLUMNS}, d.name FROM movie m JOIN director d ON d.id = m.director_id
       ORDER BY m.id LIMIT ${count}`,
      [],
    );
    return (rows as JoinedRow[]).map(toJoined);
  };
  return {
    async movie(id) {
      const { rows } = await run('movie', `SELECT ${COLUMNS} FROM movie m WHERE m.id = $1`, [id]);
      return toMovie(rows[0] as MovieRow);
    },
    moviesWithDirectors,
    directorsWithMovies: (count) => directorsWithMovies(run, count),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    directorOfEach: (count) => directorOfEach(run, count),
    insertScreenings: (screenings) => insertScreenings(run, screenings),
    updateSeats: (updates) => updateSeats(run, updates),
    close,
  };
}

async function directorsWithMovies(run: Run, count: number) {
  const parents = await run(
    `directors_${count}`,
    `SELECT id, name FROM director ORDER BY id LIMIT ${count}`,
    [],
  );
  const directors = (parents.rows as [number, string][]).map(([id, name]) => ({
    id,
    name,
    movies: [] as ReturnType<typeof toMovie>[],
  }));
  const byId = new Map(directors.map((director) => [director.id, director]));
  const children = await run(
    'movies_of_directors',
    `SELECT ${COLUMNS} FROM movie m WHERE m.director_id = ANY($1)`,
    [[...byId.keys()]],
  );
  for (const row of children.rows as MovieRow[]) byId.get(row[6])!.movies.push(toMovie(row));
  return directors;
}

async function directorOfEach(run: Run, count: number): Promise<string[]> {
  const movies = await run(
    `movies_${count}`,
    `SELECT ${COLUMNS} FROM movie m ORDER BY m.id LIMIT ${count}`,
    [],
  );
  const names: string[] = [];
  for (const movie of (movies.rows as MovieRow[]).map(toMovie)) {
    const text = 'SELECT id, name FROM director WHERE id = $1';
    const { rows } = await run('director', text, [movie.directorId]);
    names.push(rows[0]![1] as string);
  }
  return names;
}

async function insertScreenings(run: Run, screenings: readonly NewScreening[]) {
  const { rows } = await run(
    'insert_screenings',
    `INSERT INTO screening (hall, seats, price, starts_at, movie_id)
     SELECT * FROM unnest($1::varchar[], $2::int[], $3::float8[], $4::timestamptz[], $5::int[])
     RETURNING id`,
    [
      screenings.map(({ hall }) => hall),
      screenings.map(({ seats }) => seats),
      screenings.map(({ price }) => price),
      screenings.map(({ startsAt }) => startsAt),
      screenings.map(({ movieId }) => movieId),
    ],
  );
  return rows.map(([id]) => id as number);
}

async function updateSeats(run: Run, updates: readonly SeatUpdate[]) {
  await run(
    'update_seats',
    `UPDATE screening SET seats = given.seats
     FROM unnest($1::int[], $2::int[]) AS given (id, seats) WHERE screening.id = given.id`,
    [updates.map(({ id }) => id), updates.map(({ seats }) => seats)],
  );
}

function toMovie(row: MovieRow) {
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

function toJoined(row: JoinedRow): MovieWithDirector {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    added: row[5],
    directorId: row[6],
    director: { id: row[6], name: row[7] },
  };
}
