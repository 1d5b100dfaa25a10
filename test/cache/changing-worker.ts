import { writeFileSync } from 'node:fs';
import { createCache } from '../../src/cache/index.ts';
import { isUptempoError } from '../../src/core/index.ts';
import { atomic, connect, database, disconnect } from '../../src/db/index.ts';
import { F } from '../../src/orm/index.ts';
import { randomNumbers } from '../support/seed.ts';
import { Director, Genre, Movie } from './changing-models.ts';

/** What the test tells one process of those that read and write at random. */
export interface ChangingTask {
  readonly database: string;
  readonly cache: string;
  readonly prefix: string;
  /** Whether each process has copies in its memory. */
  readonly tiered: boolean;
  readonly seconds: number;
  readonly seed: number;
  /** Where it writes what it did, as a `ChangingLog`. */
  readonly logFile: string;
}

/** Times are milliseconds of the machine's monotonic clock, which all processes share. */
export interface ChangingLog {
  /** Films, by their keys, whose votes went up by one. */
  readonly votes: Change<{ readonly rows: readonly number[] }>[];
  readonly inserts: Change<{ readonly row: number; readonly director: number }>[];
  readonly deletes: Change<{ readonly row: number; readonly startedMs: number }>[];
  /** Films that got a genre, which they may have had. */
  readonly tags: Change<{ readonly row: number }>[];
  readonly reads: ChangingRead[];
  /** Reads that were no hit. */
  computed: number;
}

/** `doneMs` is after the commit, when the caller goes on. */
type Change<T> = T & { readonly doneMs: number };

export interface ChangingRead {
  readonly startedMs: number;
  readonly endedMs: number;
  /** Of which director the list was, or undefined for the page of one film. */
  readonly director: number | undefined;
  /** `[key, votes, number of genres]` of each film on the page. */
  readonly films: readonly (readonly [number, number, number])[];
}

const task: ChangingTask = JSON.parse(process.argv[2]!);
connect({ default: task.database });
const cache = createCache({
  url: task.cache,
  prefix: task.prefix,
  tiered: task.tiered,
  dependencies: true,
  onFailure: 'raise',
  // A busy machine is no failure of the backend.
  answerTimeout: '60s',
});
const random = randomNumbers(task.seed);
const log: ChangingLog = { votes: [], inserts: [], deletes: [], tags: [], reads: [], computed: 0 };

const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
const below = (count: number) => Math.floor(random() * count);
const UNTIL = { until: 'changed', timeout: null } as const;

type Film = readonly [key: number, votes: number, genres: number];

async function films(conditions: object): Promise<readonly Film[]> {
  log.computed += 1;
  const movies = await Movie.objects.filter(conditions).prefetchRelated('genres').orderBy('id');
  return movies.map(({ id, votes, genres }) => [id, votes, genres.length] as const);
}

async function read(director: number | undefined, key: string, conditions: object): Promise<void> {
  const startedMs = nowMs();
  const found = await cache.getOrSet(key, UNTIL, () => films(conditions));
  log.reads.push({ startedMs, endedMs: nowMs(), director, films: found });
}

async function add(rows: readonly number[], work: () => Promise<unknown>): Promise<void> {
  await work();
  log.votes.push({ rows: [...rows], doneMs: nowMs() });
}

/** Rows of a director as they are now, for updates that name no keys. */
async function keysOf(director: number): Promise<readonly number[]> {
  return Movie.objects.filter({ director }).valuesList('id', { flat: true });
}

const directors = await Director.objects.orderBy('id').valuesList('id', { flat: true });
const genres = await Genre.objects.orderBy('id').valuesList('id', { flat: true });

async function write(): Promise<void> {
  const director = directors[below(directors.length)]!;
  const keys = await keysOf(director);
  const key = keys[below(keys.length)];
  if (key === undefined) return insert(director);
  switch (below(8)) {
    case 0:
      return add([key], () =>
        Movie.objects.filter({ id: key }).update({ votes: F('votes').add(1) }),
      );
    case 1:
      // Rows that others insert meanwhile are counted up too, which the check allows.
      return add(keys, () =>
        Movie.objects.filter({ director }).update({ votes: F('votes').add(1) }),
      );
    case 2:
      return add([key], () =>
        atomic(async () => {
          const movie = await Movie.objects.selectForUpdate().filter({ id: key }).first();
          if (movie === null) return;
          movie.votes += 1;
          await movie.save();
        }),
      );
    case 3:
      return add([key], () =>
        database().raw('UPDATE movie SET votes = votes + 1 WHERE id = ?', [key], {
          writes: ['movie'],
        }),
      );
    case 4:
      return insert(director);
    case 5: {
      const startedMs = nowMs();
      await Movie.objects.filter({ id: key }).delete();
      log.deletes.push({ row: key, startedMs, doneMs: nowMs() });
      return;
    }
    case 6:
      return tag(key);
    case 7:
      return addByBulkUpdate(keys.slice(0, 3));
  }
}

async function addByBulkUpdate(keys: readonly number[]): Promise<void> {
  const rows: number[] = [];
  await add(rows, () =>
    atomic(async () => {
      const movies = await Movie.objects.selectForUpdate().filter({ id__in: keys }).orderBy('id');
      for (const movie of movies) movie.votes += 1;
      await Movie.objects.bulkUpdate(movies, ['votes']);
      rows.push(...movies.map(({ id }) => id));
    }),
  );
}

async function insert(director: number): Promise<void> {
  const { id } = await Movie.objects.create({ title: 'Film', director });
  log.inserts.push({ row: id, director, doneMs: nowMs() });
}

async function tag(key: number): Promise<void> {
  const movie = await Movie.objects.filter({ id: key }).first();
  if (movie === null) return;
  await movie.genres.add(genres[below(genres.length)]!);
  log.tags.push({ row: key, doneMs: nowMs() });
}

/** What others can do to a write: it is undone then, and not in the log. */
const COLLISIONS = ['db.deadlock', 'db.constraint.foreign_key'] as const;

async function tryToWrite(): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!COLLISIONS.some((code) => isUptempoError(error, code))) throw error;
  }
}

/** A machine that is busy may get nowhere in the time: some writes there are in any case. */
const MIN_WRITES = 5;
const endMs = nowMs() + task.seconds * 1_000;
while (nowMs() < endMs || log.votes.length + log.inserts.length < MIN_WRITES) {
  const dice = random();
  if (dice < 0.08) await tryToWrite();
  else if (dice < 0.6) {
    const director = directors[below(directors.length)]!;
    await read(director, `director:${director}`, { director });
  } else {
    const key = 1 + below(40);
    await read(undefined, `film:${key}`, { id: key });
  }
}
writeFileSync(task.logFile, JSON.stringify(log));
await cache.close();
await disconnect();
