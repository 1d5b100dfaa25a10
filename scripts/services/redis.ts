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

function findRedis(): string | undefined {
  return findProgram(['redis-server', 'valkey-server']);
}
