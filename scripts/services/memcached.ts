import { findProgram } from './programs.ts';
import type { Service } from './service.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** A Memcached server for tests, which may delete all it has. */
export const memcached: Service = {
  name: 'memcached',
  variable: 'MEMCACHED_URL',
  packages: ['memcached'],
  check(value) {
    return /^memcached:\/\//.test(value) ? undefined : 'it is no memcached:// address';
  },
  async open() {
    return findMemcached() === undefined ? undefined : startMemcached();
  },
};

/** Starts one of its own, whose settings a test may choose. */
export async function startMemcached(settings: readonly string[] = []): Promise<SmallServer> {
  const program = findMemcached();
  if (program === undefined) throw new Error('There is no Memcached server on this machine.');
  return startSmallServer({
    program,
    value: (port) => `memcached://127.0.0.1:${port}`,
    flags: (port) => [
      ...['-p', String(port), '-U', '0', '-l', '127.0.0.1'],
      // Memcached refuses to run as root without being told as whom.
      ...(process.getuid?.() === 0 ? ['-u', 'root'] : []),
      ...settings,
    ],
  });
}

function findMemcached(): string | undefined {
  return findProgram(['memcached']);
}
