import { rowsLoadedChannel } from '../src/events/index.ts';
import { char, connect, createTables, disconnect, integer, model, text } from '../src/orm/index.ts';
import type { Bench, Workload } from './harness/index.ts';

const Movie = model('WatchedMovie', {
  title: char({ maxLength: 200 }),
  tagline: char({ maxLength: 200 }),
  synopsis: text(),
  year: integer(),
  votes: integer(),
  minutes: integer(),
  seats: integer(),
  country: char({ maxLength: 2 }),
  language: char({ maxLength: 2 }),
});

const ROWS = 10_000;

async function addMovies(): Promise<void> {
  connect({ default: 'sqlite::memory:' });
  await createTables();
  await Movie.objects.bulkCreate(
    Array.from({ length: ROWS }, (_, index) => ({
      title: `Movie ${index}`,
      tagline: 'Not what it seems.',
      synopsis: 'In a house at the end of the street.',
      year: 1900 + (index % 100),
      votes: index,
      minutes: 90,
      seats: 200,
      country: 'fr',
      language: 'fr',
    })),
  );
}

/** Reads two of ten columns, as a list does. */
async function list(rows: number): Promise<number> {
  let length = 0;
  for (const movie of await Movie.objects.slice(0, rows)) length += movie.title.length + movie.year;
  return length;
}

async function watched(rows: number): Promise<number> {
  const stop = rowsLoadedChannel.subscribe(() => {});
  try {
    return await list(rows);
  } finally {
    stop();
  }
}

function reading(rows: number, what: string): Workload {
  return {
    name: `${rows.toLocaleString('en')} rows, ${what}`,
    limit: 'nobody watches',
    subjects: { 'nobody watches': () => list(rows), watched: () => watched(rows) },
  };
}

export const bench: Bench = {
  name: 'orm-watching',
  description: 'Rows that note what is read of them against rows that do not.',
  async workloads() {
    await addMovies();
    return [
      reading(25, '3 of 10 columns watched'),
      reading(400, '3 of 10 columns watched'),
      reading(ROWS, '9 of 10 columns watched'),
    ];
  },
  close: () => disconnect(),
};
