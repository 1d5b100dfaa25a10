/** The rows that every library reads and writes here, and what it is asked to do with them. */

export interface Director {
  readonly id: number;
  readonly name: string;
}

export interface Movie {
  readonly id: number;
  readonly title: string;
  readonly rating: number | null;
  readonly votes: number;
  /** `YYYY-MM-DD` */
  readonly released: string | null;
  readonly added: Date;
  readonly directorId: number;
}

export interface MovieWithDirector extends Movie {
  readonly director: Director;
}

export interface NewScreening {
  readonly hall: string;
  readonly seats: number;
  readonly price: number | null;
  readonly startsAt: Date;
  readonly movieId: number;
}

export interface SeatUpdate {
  readonly id: number;
  readonly seats: number;
}

/**
 * One library at work. Rows may be of any class as long as they have the fields above: of
 * `released` and `added` what the library makes of a date and a time, of a relation the row.
 */
export interface Cinema {
  /** One row by id. */
  movie(id: number): PromiseLike<unknown>;
  /** The first `count` movies by id, their directors joined or fetched, as the library prefers. */
  moviesWithDirectors(count: number): PromiseLike<readonly unknown[]>;
  /** The first `count` directors by id, each with its `movies` in any order. */
  directorsWithMovies(count: number): PromiseLike<readonly unknown[]>;
  /** The rows of `moviesWithDirectors` as the body of a response. */
  moviesAsJson(count: number): PromiseLike<string | Uint8Array>;
  /** Names of directors, fetched one by one for the first `count` movies. */
  directorOfEach(count: number): PromiseLike<readonly string[]>;
  /** Inserts all, in as few statements as it takes, and resolves to their ids. */
  insertScreenings(screenings: readonly NewScreening[]): PromiseLike<readonly number[]>;
  /** Gives each of these rows a value of its own. */
  updateSeats(updates: readonly SeatUpdate[]): PromiseLike<unknown>;
  close(): Promise<void>;
}

/** What opens a `Cinema`. */
export interface CinemaOptions {
  /** Address of a PostgreSQL database, or path of a SQLite file. */
  readonly url: string;
  /** Connections that it may have at a time. */
  readonly connections: number;
}

/** What a module of a library exports. */
export interface CinemaModule {
  openCinema(options: CinemaOptions): Promise<Cinema>;
}

export const DIRECTORS = 500;
export const MOVIES = 10_000;
export const SCREENINGS = 10_000;

const FIRST_NAMES = [
  'Agnès',
  'Akira',
  'Chantal',
  'David',
  'Ingmar',
  'Jane',
  'Lucrecia',
  'Satyajit',
];
const LAST_NAMES = [
  'Bergman',
  'Campion',
  'Kurosawa',
  'Lynch',
  'Martel',
  "O'Connor",
  'Ray',
  'Varda',
];
const ADJECTIVES = ['Broken', 'Distant', 'Golden', 'Last', 'Quiet', 'Red', 'Second', '"Strange"'];
const NOUNS = ['Affair', 'Été', 'Garden', 'Harbour', 'Mirror', 'River', 'Summer & Smoke', '夜'];

export function directors(): Director[] {
  return numbers(DIRECTORS).map((index) => ({
    id: index + 1,
    name: `${pick(FIRST_NAMES, index)} ${pick(LAST_NAMES, index >> 3)} ${index}`,
  }));
}

export function movies(): Movie[] {
  return numbers(MOVIES).map((index) => ({
    id: index + 1,
    title: `The ${pick(ADJECTIVES, index)} ${pick(NOUNS, index >> 3)} of ${1900 + (index % 120)}`,
    rating: index % 10 === 9 ? null : ((index * 37) % 100) / 10,
    votes: (index * 7919) % 1_000_003,
    released: index % 50 === 49 ? null : day(index),
    added: new Date(Date.UTC(2020, 0, 1) + index * 7_654_321),
    directorId: (index % DIRECTORS) + 1,
  }));
}

export function screenings(count = SCREENINGS): NewScreening[] {
  return numbers(count).map((index) => ({
    hall: `Hall ${(index % 24) + 1}`,
    seats: 40 + (index % 360),
    price: index % 20 === 19 ? null : 8 + (index % 12) / 2,
    startsAt: new Date(Date.UTC(2026, 0, 1, 14) + index * 1_800_000),
    movieId: (index % MOVIES) + 1,
  }));
}

/** New values for `count` rows; another `round`, other values. */
export function seatUpdates(count: number, round: number): SeatUpdate[] {
  return numbers(count).map((index) => ({ id: index + 1, seats: 50 + ((index + round) % 300) }));
}

function day(index: number): string {
  return new Date(Date.UTC(1920, 0, 1) + index * 4 * 86_400_000).toISOString().slice(0, 10);
}

function pick(values: readonly string[], index: number): string {
  return values[index % values.length]!;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
