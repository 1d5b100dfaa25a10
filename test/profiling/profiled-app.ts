import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { type ProfilerPagesOptions, profilerPages } from '../../src/profiling/index.ts';
import { burnFor, findPrimes } from '../profiler/burning.ts';

export const KEY = { 'x-key': 'popcorn' };

/** An app with a route that burns, whose profiler is for who has the key. */
export async function profiledApp(
  options: Partial<ProfilerPagesOptions> = {},
): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true });
  onTestFinished(() => app.close());
  await app.register(profilerPages, {
    permission: ({ headers }) => headers['x-key'] === KEY['x-key'],
    projectRoot: `${import.meta.dirname}/..`,
    ...options,
  });
  app.get('/primes', async () => {
    burnFor(10, () => findPrimes(500));
    return 'primes';
  });
  app.get('/titles', async () => 'titles');
  return app;
}
