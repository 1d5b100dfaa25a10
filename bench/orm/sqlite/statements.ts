import type { Cinema, MovieWithDirector, NewScreening, SeatUpdate } from '../cinema.ts';
import { instantAsText, textAsInstant } from './database.ts';

/** A prepared statement, whose rows are arrays, of whichever library. */
export interface ArrayStatement {
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
  run(...values: SqliteValue[]): { readonly lastInsertRowid: number | bigint };
}

export type SqliteValue = string | number | null;

/** A library that runs SQL, with what differs from one to the other. */
export interface SqliteLibrary {
  /** A statement whose rows are arrays where it has any. */
  prepare(sql: string, hasRows: boolean): ArrayStatement;
  inTransaction(work: () => void): void;
  close(): void;
}

type MovieRow = [number, string, number | null, number, string | null, string, number];
type JoinedRow = [...MovieRow, string];

const COLUMNS = 'm.id, m.title, m.rating, m.votes, m.released, m.added, m.director_id';

/** What somebody writes by hand who knows SQLite: statements are kept, rows are arrays. */
export function handWrittenCinema(library: SqliteLibrary): Cinema {
  const statements = new Map<string, ArrayStatement>();
  const kept = (sql: string, hasRows = true): ArrayStatement => {
    const statement = statements.get(sql) ?? library.prepare(sql, hasRows);
    statements.set(sql, statement);
    return statement;
  };
  const movieById = kept(`SELECT ${COLUMNS} FROM movie m WHERE m.id = ?`);
  const moviesWithDirectors = async (count: number) => {
    const statement = kept(
      `SELECT ${COLUMNS}, d.name FROM movie m JOIN director d ON d.id = m.director_id
       ORDER BY m.id LIMIT ${count}`,
    );
    return (statement.all() as JoinedRow[]).map(toJoined);
  };
  return {
    movie: async (id) => toMovie(movieById.get(id) as MovieRow),
    moviesWithDirectors,
    directorsWithMovies: async (count) => directorsWithMovies(kept, count),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    directorOfEach: async (count) => directorOfEach(kept, count),
    insertScreenings: async (screenings) => insertScreenings(library, kept, screenings),
    updateSeats: async (updates) => updateSeats(library, kept, updates),
    close: async () => library.close(),
  };
}

type Kept = (sql: string, hasRows?: boolean) => ArrayStatement;

function directorsWithMovies(kept: Kept, count: number) {
  const parents = kept(`SELECT id, name FROM director ORDER BY id LIMIT ${count}`).all();
  const directors = (parents as [number, string][]).map(([id, name]) => ({
    id,
    name,
    movies: [] as ReturnType<typeof toMovie>[],
  }));
  const byId = new Map(directors.map((director) => [director.id, director]));
  const children = kept(
    `SELECT ${COLUMNS} FROM movie m WHERE m.director_id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify([...byId.keys()]));
  for (const row of children as MovieRow[]) byId.get(row[6])!.movies.push(toMovie(row));
  return directors;
}

function directorOfEach(kept: Kept, count: number): string[] {
  const movies = kept(`SELECT ${COLUMNS} FROM movie m ORDER BY m.id LIMIT ${count}`).all();
  const director = kept('SELECT id, name FROM director WHERE id = ?');
  return (movies as MovieRow[]).map(toMovie).map(({ directorId }) => {
    const [, name] = director.get(directorId) as [number, string];
    return name;
  });
}

function insertScreenings(
  library: SqliteLibrary,
  kept: Kept,
  screenings: readonly NewScreening[],
): number[] {
  const statement = kept(
    'INSERT INTO screening (hall, seats, price, starts_at, movie_id) VALUES (?, ?, ?, ?, ?)',
    false,
  );
  const ids: number[] = [];
  library.inTransaction(() => {
    for (const { hall, seats, price, startsAt, movieId } of screenings) {
      const result = statement.run(hall, seats, price, instantAsText(startsAt), movieId);
      ids.push(Number(result.lastInsertRowid));
    }
  });
  return ids;
}

function updateSeats(library: SqliteLibrary, kept: Kept, updates: readonly SeatUpdate[]): void {
  const statement = kept('UPDATE screening SET seats = ? WHERE id = ?', false);
  library.inTransaction(() => {
    for (const { id, seats } of updates) statement.run(seats, id);
  });
}

function toMovie(row: MovieRow) {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    added: textAsInstant(row[5]),
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
    added: textAsInstant(row[5]),
    directorId: row[6],
    director: { id: row[6], name: row[7] },
  };
}
