import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import {
  instantRows,
  jsonRows,
  type RowReader,
  WireConnection,
} from '../src/db/drivers/postgresql/wire/index.ts';
import type { JsonForm, JsonPlan } from '../src/db/index.ts';
import type { Bench, Workload } from './harness/index.ts';
import { type Cinema, MOVIES } from './orm/cinema.ts';
import { postgresqlUrl, stopPostgresql } from './orm/postgresql/database.ts';
import { openHandWritten, openPipelined } from './orm/postgresql/hand-written.ts';

const LIMIT = 'hand-written pg';
const PIPELINED = 'pg, pipelined';
const WIRE = 'wire';

const COLUMNS = 'm.id, m.title, m.rating, m.votes, m.released, m.added, m.director_id';
const MOVIE = `SELECT ${COLUMNS} FROM movie m WHERE m.id = $1`;

let closeAll: (() => Promise<void>) | undefined;

/** One connection each, the same SQL, the same mapping by hand; only the data path differs. */
export const bench: Bench = {
  name: 'wire',
  description: 'Our data path over a connection of pg, against pg itself.',
  async workloads() {
    const url = await postgresqlUrl();
    const limit = await openHandWritten({ url, connections: 1 });
    const pipelined = await openPipelined({ url, connections: 1 });
    const client = new Client({ connectionString: url });
    await client.connect();
    const wire = new WireConnection(client);
    closeAll = async () => {
      await Promise.all([limit.close(), pipelined.close(), wire.close()]);
    };
    const cinemas = { [LIMIT]: limit, [PIPELINED]: pipelined, [WIRE]: wireCinema(wire) };
    return [
      workload('one row by id, one after another', cinemas, (cinema) => cinema.movie(nextId())),
      workload('64 rows by id at once', cinemas, (cinema) => atOnce(cinema, 64)),
      workload('1,000 rows by id at once', cinemas, (cinema) => atOnce(cinema, 1_000)),
      workload('100 joined rows', cinemas, (cinema) => cinema.moviesWithDirectors(100)),
      workload('10,000 joined rows', cinemas, (cinema) => cinema.moviesWithDirectors(MOVIES)),
      workload('100 joined rows as JSON', cinemas, (cinema) => cinema.moviesAsJson(100)),
      workload('10,000 joined rows as JSON', cinemas, (cinema) => cinema.moviesAsJson(MOVIES)),
    ];
  },
  versions: () => ({ pg: createRequire(import.meta.url)('pg/package.json').version }),
  async close() {
    await closeAll?.();
    await stopPostgresql();
  },
};

type Reading = Pick<Cinema, 'movie' | 'moviesWithDirectors' | 'moviesAsJson'>;

function workload(
  name: string,
  cinemas: Readonly<Record<string, Reading>>,
  work: (cinema: Reading) => PromiseLike<unknown>,
): Workload {
  const subjects = Object.entries(cinemas).map(
    ([subject, cinema]) => [subject, () => work(cinema)] as const,
  );
  return { name, limit: LIMIT, subjects: Object.fromEntries(subjects), check: assertSame };
}

let id = 0;

function nextId(): number {
  id = (id % MOVIES) + 1;
  return id;
}

function atOnce(cinema: Reading, count: number): Promise<unknown> {
  return Promise.all(Array.from({ length: count }, (_, index) => cinema.movie(index + 1)));
}

/** Rows by id move on with each call, so of those only the form can be compared. */
function assertSame(result: unknown, expected: unknown): void {
  const [ours, theirs] = [result, expected].map((value) => JSON.parse(jsonOf(value)));
  const isOneRow = !Array.isArray(theirs);
  const same = isOneRow
    ? isDeepStrictEqual(Object.keys(ours), Object.keys(theirs))
    : isDeepStrictEqual(ours, theirs);
  if (!same) throw new Error('The rows differ.');
}

function jsonOf(value: unknown): string {
  return typeof value === 'string' || Buffer.isBuffer(value)
    ? value.toString()
    : JSON.stringify(value);
}

type MovieRow = readonly [number, string, number | null, number, string | null, number, number];
type JoinedRow = readonly [...MovieRow, string];

function wireCinema(wire: WireConnection): Reading {
  const joined = (count: number) =>
    `SELECT ${COLUMNS}, d.name FROM movie m JOIN director d ON d.id = m.director_id
     ORDER BY m.id LIMIT ${count}`;
  const json = jsonRows(JOINED_PLAN);
  const read = async <Result>(sql: string, values: number[], reader: RowReader<Result>) =>
    (await wire.query(sql, values, reader)).rows;
  return {
    async movie(id) {
      const [row] = await read(MOVIE, [id], instantRows);
      return toMovie(row as unknown as MovieRow);
    },
    async moviesWithDirectors(count) {
      const rows = await read(joined(count), [], instantRows);
      return (rows as unknown as JoinedRow[]).map(toJoined);
    },
    moviesAsJson: (count) => read(joined(count), [], json),
  };
}

function toMovie(row: MovieRow) {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    added: new Date(row[5]),
    directorId: row[6],
  };
}

function toJoined(row: JoinedRow) {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    added: new Date(row[5]),
    directorId: row[6],
    director: { id: row[6], name: row[7] },
  };
}

const column = (index: number, form: JsonForm): JsonPlan => ({
  kind: 'column',
  column: index,
  form,
});

const JOINED_PLAN: JsonPlan = {
  kind: 'object',
  members: [
    { name: 'id', value: column(0, 'number') },
    { name: 'title', value: column(1, 'string') },
    { name: 'rating', value: column(2, 'number') },
    { name: 'votes', value: column(3, 'number') },
    { name: 'released', value: column(4, 'string') },
    { name: 'added', value: column(5, 'instant') },
    { name: 'directorId', value: column(6, 'number') },
    {
      name: 'director',
      value: {
        kind: 'object',
        members: [
          { name: 'id', value: column(6, 'number') },
          { name: 'name', value: column(7, 'string') },
        ],
      },
    },
  ],
};
