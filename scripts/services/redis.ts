import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { findProgram } from './programs.ts';
import type { Service } from './service.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** A Redis server for tests, which may delete all it has. */
export const redis: Service = {
  name: 'redis',
  variable: 'REDIS_URL',
  packages: ['redis-server'],
  check(value) {
    return /^rediss?:\/\//.test(value) ? undefined : 'it is no redis:// address';
  },
  async open() {
    return findRedis() === undefined ? undefined : startRedis();
  },
};

/** Starts one of its own, whose settings a test may choose. */
export async function startRedis(settings: readonly string[] = []): Promise<SmallServer> {
  const program = findRedis();
  if (program === undefined) throw new Error('There is no Redis server on this machine.');
  return startSmallServer({
    program,
    value: (port) => `redis://127.0.0.1:${port}`,
    flags: (port, folder) => [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no', '--databases', '4'],
      ...settings,
    ],
  });
}

/** A server that can be a node of a cluster. */
export interface ClusterNode {
  readonly server: SmallServer;
  /** Where the other nodes reach it. */
  readonly busPort: number;
}

export async function startClusterNode(): Promise<ClusterNode> {
  const busPort = await freePort();
  const server = await startRedis(['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`]);
  return { server, busPort };
}

/** Watches a server, by the name that clients know it by. */
export async function startSentinel(master: SmallServer, name: string): Promise<SmallServer> {
  const program = findRedis();
  if (program === undefined) throw new Error('There is no Redis server on this machine.');
  return startSmallServer({
    program,
    value: (port) => `redis://127.0.0.1:${port}`,
    flags(port, folder) {
      // A sentinel writes what it learns into its file of settings.
      const file = join(folder, 'sentinel.conf');
      writeFileSync(file, `bind 127.0.0.1\nsentinel monitor ${name} 127.0.0.1 ${master.port} 1\n`);
      return [file, '--sentinel', '--port', String(port)];
    },
  });
}

function findRedis(): string | undefined {
  return findProgram(['redis-server', 'valkey-server']);
}
