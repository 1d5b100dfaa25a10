import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import {
  char,
  connect,
  createTables,
  date,
  disconnect,
  float,
  foreignKey,
  integer,
  model,
} from '../src/orm/index.ts';
import type { Bench, Workload } from './harness/index.ts';

/** Not named as those of orm/uptempo.ts, which one process may load as well. */
const Filmmaker = model('Filmmaker', { name: char({ maxLength: 120 }) });
const Film = model('Film', {
  title: char({ maxLength: 200 }),
  rating: float({ null: true }),
  votes: integer(),
  released: date({ null: true }),
  get director() {
    return foreignKey(() => Filmmaker, { onDelete: 'cascade' });
  },
});

const MOVIES = 10_000;
const DIRECTORS = 500;
const HAND_WRITTEN = 'hand-written node:sqlite';

let folder: string | undefined;
let raw: DatabaseSync | undefined;

/** Rows as a person writes them for speed: a kept statement, rows as arrays, object literals. */
export const bench: Bench = {
  name: 'sqlite-read',
  description: 'QuerySets on SQLite against hand-written node:sqlite with array rows.',
  async workloads() {
    folder = mkdtempSync(join(tmpdir(), 'uptempo-bench-'));
    const file = join(folder, 'cinema.sqlite');
    connect({ default: `sqlite:${file}` });
    await createTables();
    await fill();
    raw = new DatabaseSync(file);
    return [oneRow(raw), joinedRows(raw, 100), joinedRows(raw, MOVIES)];
  },
  async close() {
    await disconnect();
    raw?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  },
};

async function fill(): Promise<void> {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  await Filmmaker.objects.bulkCreate(
    numbers(DIRECTORS).map((number) => ({ name: `Director ${number}` })),
  );
  await Film.objects.bulkCreate(
    numbers(MOVIES).map((number) => ({
      title: `Movie ${number}`,
      rating: number % 10 === 0 ? null : (number % 100) / 10,
      votes: number * 7,
      released: `19${String(number % 100).padStart(2, '0')}-06-12`,
      director: (number % DIRECTORS) + 1,
    })),
  );
}

function oneRow(database: DatabaseSync): Workload {
  const statement = arrays(
    database,
    'SELECT "id", "title", "rating", "votes", "released", "director_id" FROM "film" WHERE "id" = ?',
  );
  const handWritten = async (id: number) => {
    const row = statement.get(id) as unknown as MovieRow;
    return {
      id: row[0],
      title: row[1],
      rating: row[2],
      votes: row[3],
      released: row[4],
      directorId: row[5],
    };
  };
  let id = 0;
  const nextId = () => (id % MOVIES) + 1;
  return {
    name: 'one row by id',
    limit: HAND_WRITTEN,
    subjects: {
      uptempo: () => {
        id++;
        return Film.objects.get({ id: nextId() });
      },
      [HAND_WRITTEN]: () => {
        id++;
        return handWritten(nextId());
      },
    },
    // Each call reads another row, so only the form can be compared here.
    check: (result, expected) =>
      assertSame(Object.keys(result as object), Object.keys(expected as object)),
  };
}

function joinedRows(database: DatabaseSync, count: number): Workload {
  const statement = arrays(
    database,
    'SELECT m."id", m."title", m."rating", m."votes", m."released", m."director_id", d."id", d."name" ' +
      `FROM "film" m JOIN "filmmaker" d ON d."id" = m."director_id" ORDER BY m."id" LIMIT ${count}`,
  );
  return {
    name: `${count.toLocaleString('en')} joined rows`,
    limit: HAND_WRITTEN,
    subjects: {
      uptempo: () => Film.objects.selectRelated('director').orderBy('id').slice(0, count),
      [HAND_WRITTEN]: async () => (statement.all() as unknown as MovieRow[]).map(toMovie),
    },
    check: (result, expected) => assertSame(plain(result), plain(expected)),
  };
}

type MovieRow = readonly [number, string, number | null, number, string, number, number, string];

function toMovie(row: MovieRow) {
  return {
    id: row[0],
    title: row[1],
    rating: row[2],
    votes: row[3],
    released: row[4],
    directorId: row[5],
    director: { id: row[6], name: row[7] },
  };
}

function arrays(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

function plain(rows: unknown): unknown {
  return JSON.parse(JSON.stringify(rows));
}

function assertSame(result: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(result, expected)) throw new Error('The rows differ.');
}
