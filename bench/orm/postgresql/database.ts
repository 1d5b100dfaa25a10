import { Client } from 'pg';
import { startPostgresql } from '../../../scripts/services/index.ts';
import { directors, movies, type NewScreening, SCREENINGS, screenings } from '../cinema.ts';
import type { CinemaDatabase } from '../workloads.ts';

/** Tells the processes of the subjects where the server is that the first process has started. */
const URL_VARIABLE = 'UPTEMPO_BENCH_POSTGRESQL';

let stopServer: (() => Promise<void>) | undefined;

const TABLES = `
  CREATE TABLE director (
    id serial PRIMARY KEY,
    name varchar(120) NOT NULL
  );
  CREATE TABLE movie (
    id serial PRIMARY KEY,
    title varchar(200) NOT NULL,
    rating double precision,
    votes integer NOT NULL,
    released date,
    added timestamptz NOT NULL,
    director_id integer NOT NULL REFERENCES director
  );
  CREATE INDEX movie_director_id_index ON movie (director_id);
  CREATE TABLE screening (
    id serial PRIMARY KEY,
    hall varchar(40) NOT NULL,
    seats integer NOT NULL,
    price double precision,
    starts_at timestamptz NOT NULL,
    movie_id integer NOT NULL REFERENCES movie
  );
  CREATE INDEX screening_movie_id_index ON screening (movie_id);
`;

/**
 * Address of the bench's database. The first process starts a server in a temporary folder and
 * fills it; others find it.
 */
export async function postgresqlUrl(): Promise<string> {
  const known = process.env[URL_VARIABLE];
  if (known !== undefined) return known;
  const { value, close } = await startPostgresql();
  stopServer = close;
  process.env[URL_VARIABLE] = value;
  await fillPostgresql(value);
  return value;
}

export async function stopPostgresql(): Promise<void> {
  await stopServer?.();
}

/** Creates the tables in an empty database, and their rows. */
export async function fillPostgresql(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await fill(client);
  } finally {
    await client.end();
  }
}

async function fill(client: Client): Promise<void> {
  await client.query(TABLES);
  await insertAll(
    client,
    'director',
    directors().map(({ id, name }) => ({ id, name })),
  );
  await insertAll(
    client,
    'movie',
    movies().map(({ directorId, ...movie }) => ({ ...movie, director_id: directorId })),
  );
  await insertAll(client, 'screening', screenings().map(columnsOfScreening));
  await client.query(
    "SELECT setval(pg_get_serial_sequence(t, 'id'), 10000) FROM unnest($1::text[]) t",
    [['movie', 'screening']],
  );
  await client.query('VACUUM ANALYZE');
}

function columnsOfScreening({ startsAt, movieId, ...screening }: NewScreening, index: number) {
  return { id: index + 1, ...screening, starts_at: startsAt, movie_id: movieId };
}

async function insertAll(
  client: Client,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  await client.query(
    `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

/** The database as the bench sees it, over a connection of its own. */
export async function openPostgresql(url: string): Promise<CinemaDatabase> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    async reset() {
      await client.query('DELETE FROM screening WHERE id > $1', [SCREENINGS]);
      // Autovacuum is off; dead rows would slow down whoever comes later.
      await client.query('VACUUM screening');
    },
    async screenings(which) {
      const { rows } = await client.query(
        `SELECT hall, seats, price, to_json(starts_at)::text AS starts_at, movie_id
         FROM screening WHERE id > $1 ORDER BY starts_at, movie_id, hall`,
        [which === 'new' ? SCREENINGS : 0],
      );
      return rows;
    },
    close: () => client.end(),
  };
}
