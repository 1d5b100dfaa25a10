import type { Deferred, Prepared, Workload } from '../harness/index.ts';
import { type Cinema, MOVIES, SCREENINGS, screenings, seatUpdates } from './cinema.ts';
import { joinedInNormalForm, movieInNormalForm, parentInNormalForm } from './normal-form.ts';

/** A library that takes part. */
export interface Rival {
  readonly name: string;
  open(connections: number): Promise<Cinema>;
  /** Tasks that it can't do, and why. */
  readonly without?: Readonly<Partial<Record<Task, string>>>;
}

export type Task = Exclude<keyof Cinema, 'close'>;

/** What only the database of the bench can do. */
export interface CinemaDatabase {
  /** Removes what inserts have added and tidies up after inserts and updates. Not timed. */
  reset(): Promise<void>;
  /** The screenings that inserts have added, or all, in order and without their ids. */
  screenings(which: 'new' | 'all'): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** How each workload is opened and measured: the same for both databases. */
interface Work extends Omit<Workload, 'subjects' | 'limit'> {
  readonly task: Task;
  readonly connections: number;
  /** Whether it makes sense only where a server answers while the program goes on. */
  readonly isForServers?: boolean;
  prepare(cinema: Cinema, database: () => Promise<CinemaDatabase>): Prepared | Promise<Prepared>;
}

/** Connections where more than one can be used; more than the machine has cores, as in use. */
const POOL = 8;

const reading: readonly Work[] = [
  { ...gets('one row by id', 1), connections: 1 },
  { ...gets('1,000 gets one after another', 1_000), connections: 1 },
  { ...getsAtOnce('1,000 gets at once'), connections: POOL, isForServers: true },
  { ...getsAtOnce('1,000 gets at once, one connection'), connections: 1, isForServers: true },
  joined(100),
  parents(50),
  joined(MOVIES),
  { ...joined(MOVIES), name: `memory of ${format(MOVIES)} joined rows`, measure: 'memory' },
  json(100),
  json(MOVIES),
  loop(100),
  requests(64, 256),
];

const writing: readonly Work[] = [insert(SCREENINGS), update(1_000)];

/** The workloads of an ORM for these rivals, the first of which is the limit. */
export function ormWorkloads(
  rivals: readonly Rival[],
  openDatabase: () => Promise<CinemaDatabase>,
  { isEmbedded = false } = {},
): Workload[] {
  const works = [...reading, ...writing].filter(
    ({ isForServers }) => !(isEmbedded && isForServers),
  );
  return works.map(({ task, connections, isForServers: _, prepare, ...workload }) => {
    const able = rivals.filter(({ without }) => without?.[task] === undefined);
    const unable = rivals.filter((rival) => !able.includes(rival));
    return {
      ...workload,
      limit: rivals[0]!.name,
      subjects: Object.fromEntries(able.map((rival) => [rival.name, subject(rival)])),
      without: Object.fromEntries(unable.map(({ name, without }) => [name, without![task]!])),
    };

    function subject(rival: Rival): Deferred {
      return {
        async prepare() {
          const cinema = await rival.open(connections);
          let database: CinemaDatabase | undefined;
          const prepared = await prepare(cinema, async () => {
            database = await openDatabase();
            return database;
          });
          return {
            ...prepared,
            async close() {
              await cinema.close();
              await database?.close();
            },
          };
        },
      };
    }
  });
}

type Unconnected = Omit<Work, 'connections'>;

/** Another row each time, since in use it is hardly ever the same. */
function gets(name: string, count: number): Unconnected {
  return {
    name,
    task: 'movie',
    prepare(cinema) {
      let id = 0;
      const next = () => cinema.movie((id++ % MOVIES) + 1);
      if (count === 1) return { work: next, plain: movieInNormalForm };
      return {
        async work() {
          const rows: unknown[] = [];
          for (let index = 0; index < count; index++) rows.push(await next());
          return rows;
        },
        plain: listOf(movieInNormalForm),
      };
    },
  };
}

function getsAtOnce(name: string): Unconnected {
  return {
    name,
    task: 'movie',
    prepare: (cinema) => ({
      work: () => Promise.all(Array.from({ length: 1_000 }, (_, index) => cinema.movie(index + 1))),
      plain: listOf(movieInNormalForm),
    }),
  };
}

function joined(count: number): Work {
  return {
    name: `${format(count)} joined rows`,
    task: 'moviesWithDirectors',
    connections: 1,
    prepare: (cinema) => ({
      work: () => cinema.moviesWithDirectors(count),
      plain: listOf(joinedInNormalForm),
    }),
  };
}

function parents(count: number): Work {
  return {
    name: `${count} parents with their children`,
    task: 'directorsWithMovies',
    connections: 1,
    prepare: (cinema) => ({
      work: () => cinema.directorsWithMovies(count),
      plain: listOf(parentInNormalForm),
    }),
  };
}

/** The bytes of a response, which is where JSON goes. */
function json(count: number): Work {
  return {
    name: `${format(count)} joined rows as JSON`,
    task: 'moviesAsJson',
    connections: 1,
    prepare: (cinema) => ({
      async work() {
        const body = await cinema.moviesAsJson(count);
        return typeof body === 'string' ? Buffer.from(body) : body;
      },
      plain: (bytes) => {
        const rows = JSON.parse(Buffer.from(bytes as Uint8Array).toString());
        return listOf(joinedInNormalForm)(rows);
      },
    }),
  };
}

/** N+1 as a beginner writes it. */
function loop(count: number): Work {
  return {
    name: `the beginner's loop over ${count} rows`,
    task: 'directorOfEach',
    connections: 1,
    prepare: (cinema) => ({ work: () => cinema.directorOfEach(count) }),
  };
}

/** So many users at a time, each of whom asks for a page of 25 rows when the last one is there. */
function requests(inFlight: number, count: number): Work {
  return {
    name: `${count} pages of 25 joined rows, ${inFlight} in flight`,
    task: 'moviesWithDirectors',
    connections: POOL,
    isForServers: true,
    prepare: (cinema) => ({
      async work() {
        let left = count;
        let page: readonly unknown[] = [];
        const user = async () => {
          while (left-- > 0) page = await cinema.moviesWithDirectors(25);
        };
        await Promise.all(Array.from({ length: inFlight }, user));
        return page;
      },
      plain: listOf(joinedInNormalForm),
    }),
  };
}

function insert(count: number): Work {
  return {
    name: `insert ${format(count)}`,
    task: 'insertScreenings',
    connections: 1,
    async prepare(cinema, openDatabase) {
      const rows = screenings(count);
      const database = await openDatabase();
      return {
        before: () => database.reset(),
        work: () => cinema.insertScreenings(rows),
        plain: async (ids) => ({
          distinctIds: new Set(ids as number[]).size,
          rows: await database.screenings('new'),
        }),
      };
    },
  };
}

function update(count: number): Work {
  return {
    name: `update ${format(count)} by key`,
    task: 'updateSeats',
    connections: 1,
    async prepare(cinema, openDatabase) {
      let round = 0;
      const database = await openDatabase();
      return {
        before: () => database.reset(),
        work: () => cinema.updateSeats(seatUpdates(count, round++)),
        plain: () => database.screenings('all'),
      };
    },
  };
}

function listOf(form: (row: unknown) => object): (rows: unknown) => object[] {
  return (rows) => Array.from(rows as Iterable<unknown>, form);
}

function format(count: number): string {
  return count.toLocaleString('en');
}
