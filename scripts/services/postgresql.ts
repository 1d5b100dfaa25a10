import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, unprivilegedAccount } from './account.ts';
import { answers, freePort } from './ports.ts';
import { findPrograms, isExecutable } from './programs.ts';
import type { OpenService, Service } from './service.ts';

/** Where Debian puts the servers, which are not in the PATH. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql';

const OLDEST_VERSION = 15;

const USER = 'uptempo';

/** A PostgreSQL server for tests: its URL leads to a database whose role may create others. */
export const postgresql: Service = {
  name: 'postgresql',
  variable: 'POSTGRESQL_URL',
  packages: ['postgresql'],
  check(value) {
    return /^postgres(ql)?:\/\//.test(value) ? undefined : 'it is no postgres:// address';
  },
  async open() {
    return findServer() === undefined ? undefined : startPostgresql();
  },
};

/** A server that can be stopped and started again with the data it has. */
export interface PostgresqlServer extends OpenService {
  /** Where it keeps its data. */
  readonly folder: string;
  restart(): Promise<void>;
}

/**
 * Starts a server on a free port of the loopback interface, its data in a temporary folder.
 * Nothing is flushed to disk: the data need not survive anything.
 *
 * @param settings - of the server, beside or instead of ours.
 * @param prepare - puts files into the folder before the server starts.
 */
export async function startPostgresql(
  settings: Readonly<Record<string, string>> = {},
  prepare: (folder: string) => void = () => {},
): Promise<PostgresqlServer> {
  const programs = findServer();
  if (programs === undefined) throw new Error('There is no PostgreSQL server on this machine.');
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-postgresql-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  initialize(programs, folder, account);
  prepare(folder);
  if (account !== undefined) own(folder, account);
  const port = await freePort();
  const start = async () => {
    const server = launch(programs, folder, port, account, settings);
    await ready(server, port);
    return server;
  };
  let server = await start();
  return {
    value: `postgres://${USER}@127.0.0.1:${port}/postgres`,
    folder,
    async restart() {
      await stop(server);
      server = await start();
    },
    async close() {
      await stop(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives the server the files that were put beside its own. */
function own(folder: string, { uid, gid }: Account): void {
  for (const name of readdirSync(folder)) chownSync(join(folder, name), uid, gid);
}

/** The folder with `initdb` and `postgres` of the newest version that is not too old. */
function findServer(): string | undefined {
  const fromPath = findPrograms('initdb').map(dirname);
  return [...debianFolders(), ...fromPath].find(
    (folder) => isExecutable(join(folder, 'postgres')) && majorVersion(folder) >= OLDEST_VERSION,
  );
}

function debianFolders(): string[] {
  try {
    const versions = readdirSync(DEBIAN_VERSIONS).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(DEBIAN_VERSIONS, version, 'bin'));
  } catch {
    return [];
  }
}

function majorVersion(folder: string): number {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

function initialize(programs: string, folder: string, account: Account | undefined): void {
  // Text sorts by code points, as it does in SQLite, and has upper and lower case in all scripts.
  const locale = [
    '--locale=C',
    `--lc-ctype=${process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'}`,
  ];
  const initdb = spawnSync(
    join(programs, 'initdb'),
    ['-D', folder, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-sync', ...locale],
    { ...account, encoding: 'utf8', cwd: folder },
  );
  if (initdb.status === 0) return;
  throw new Error(`initdb failed: ${initdb.error?.message ?? initdb.stderr}`);
}

function launch(
  programs: string,
  folder: string,
  port: number,
  account: Account | undefined,
  more: Readonly<Record<string, string>>,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '64MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    // A server whose starter was killed must not stay for ever with tests waiting in it.
    idle_in_transaction_session_timeout: '5min',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(programs, 'postgres'), ['-D', folder, '-p', String(port), ...flags], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Whoever leaves without closing takes the server along.
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  return server;
}

/** Resolves when the server takes connections. @throws Error with its last words if it ends. */
async function ready(server: ChildProcess, port: number): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  while (!/ready to accept connections/.test(log) || !(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  unref(server);
}

/** A script that forgets to close the server can end all the same. */
function unref(server: ChildProcess): void {
  server.unref();
  const log = server.stderr as { unref?: () => void } | null;
  log?.unref?.();
}

/** Fast shutdown: connections are closed, transactions undone. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.ref();
  server.kill('SIGINT');
  await ended;
}
