import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unprivilegedAccount } from './account.ts';
import { answers, freePort } from './ports.ts';
import { findProgram, isExecutable } from './programs.ts';
import type { OpenService, Service } from './service.ts';

/** PgBouncer, a proxy before PostgreSQL; its value is the program, for it needs a server of the test's. */
export const pgbouncer: Service = {
  name: 'pgbouncer',
  variable: 'PGBOUNCER',
  packages: ['pgbouncer'],
  check(value) {
    return isExecutable(value) ? undefined : `there is no program at ${value}`;
  },
  async open() {
    // Debian keeps it where the PATH of ordinary users does not lead.
    const value = findProgram(['pgbouncer', '/usr/sbin/pgbouncer', '/usr/local/sbin/pgbouncer']);
    return value === undefined ? undefined : { value, async close() {} };
  },
};

/**
 * Starts a PgBouncer that pools transactions, on a free port of the loopback interface. Through it
 * one reaches every database of a server, over at most `poolSize` sessions each.
 */
export async function startPgbouncer(
  program: string,
  server: URL,
  poolSize: number,
): Promise<OpenService> {
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-pgbouncer-'));
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, configuration(server, port, poolSize));
  if (account !== undefined) for (const path of [folder, file]) own(path, account);
  const proxy = spawn(program, ['--quiet', file], { ...account, cwd: folder, stdio: [...STDIO] });
  const kill = () => proxy.kill('SIGKILL');
  process.once('exit', kill);
  proxy.once('exit', () => process.off('exit', kill));
  await ready(proxy, port);
  const url = new URL(server);
  url.host = `127.0.0.1:${port}`;
  return {
    value: url.href,
    async close() {
      await stop(proxy);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const STDIO = ['ignore', 'ignore', 'pipe'] as const;

function own(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  chownSync(path, uid, gid);
}

/** With `auth_type = any` everybody is the user of the line under `[databases]`. */
function configuration(server: URL, port: number, poolSize: number): string {
  const { hostname, port: serverPort, username, password } = server;
  const login = [`user=${decodeURIComponent(username)}`];
  if (password !== '') login.push(`password=${decodeURIComponent(password)}`);
  return `[databases]
* = host=${hostname} port=${serverPort || 5432} ${login.join(' ')}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
`;
}

async function ready(proxy: ChildProcess, port: number): Promise<void> {
  let log = '';
  proxy.stderr?.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  while (!(await answers(port))) {
    if (proxy.exitCode !== null) throw new Error(`PgBouncer did not start: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** At once: clients that are still connected are not waited for. */
async function stop(proxy: ChildProcess): Promise<void> {
  if (proxy.exitCode !== null || proxy.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => proxy.once('exit', () => resolve()));
  proxy.kill('SIGTERM');
  await ended;
}
