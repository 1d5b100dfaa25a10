import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { requestEvents } from '../../src/http/index.ts';
import {
  type CpuProfile,
  functionsOf,
  ofRoute,
  profileCpu,
  startCpuProfile,
  timesOf,
  toPprof,
} from '../../src/profiler/index.ts';
import { MEASURES_TIME } from '../support/timing.ts';
import { burnFor } from './burning.ts';
import { readPprof } from './pprof-reader.ts';

/** Two routes that each burn in a function of their own, after they have waited. */
function addRoutes(app: FastifyInstance): void {
  const burnForPrimes = () => burnFor(15, () => Math.sqrt(2));
  const burnForTitles = () => burnFor(5, () => 'Jaws'.localeCompare('Duel'));
  app.get('/primes/:limit', async () => {
    await delay(5);
    burnForPrimes();
    await delay(5);
    burnForPrimes();
    return 'primes';
  });
  app.get('/titles', async () => {
    await delay(3);
    burnForTitles();
    return 'titles';
  });
}

describe('requests of two routes at a time', MEASURES_TIME, () => {
  let app: FastifyInstance;

  beforeEach(async () => {
    app = fastify();
    onTestFinished(() => app.close());
    await app.register(requestEvents);
    addRoutes(app);
  });

  async function load(): Promise<CpuProfile> {
    const site = await app.listen({ port: 0, host: '127.0.0.1' });
    const paths = Array.from({ length: 30 }, (_, at) => (at % 2 ? '/titles' : `/primes/${at}?x=1`));
    return profileCpu({
      byRoute: true,
      samplingIntervalMs: 0.5,
      work: () =>
        Promise.all(paths.map((path) => fetch(site + path).then((answer) => answer.text()))),
    });
  }

  test('each has the time of its own function, and of no other’s', async () => {
    const profile = await load();
    const share = (route: string, name: string) => {
      const part = ofRoute(profile, route);
      const found = functionsOf(part).find(({ frame }) => frame.functionName === name);
      return (found?.totalMs ?? 0) / timesOf(part).busyMs;
    };
    expect(share('GET /primes/:limit', 'burnForPrimes')).toBeGreaterThan(0.8);
    expect(share('GET /primes/:limit', 'burnForTitles')).toBeLessThan(0.02);
    expect(share('GET /titles', 'burnForTitles')).toBeGreaterThan(0.6);
    expect(share('GET /titles', 'burnForPrimes')).toBeLessThan(0.02);
  });

  test('nearly all of what the views burn is given to their routes', async () => {
    const profile = await load();
    const all = functionsOf(profile).find(({ frame }) => frame.functionName === 'burnForPrimes')!;
    const part = functionsOf(ofRoute(profile, 'GET /primes/:limit')).find(
      ({ frame }) => frame.functionName === 'burnForPrimes',
    )!;
    expect(part.totalMs / all.totalMs).toBeGreaterThan(0.95);
  });

  test('requests are counted, and pprof has the route as a label', async () => {
    const profile = await load();
    expect(profile.routes).toEqual([
      { name: '', requestCount: 0 },
      { name: 'GET /primes/:limit', requestCount: 15 },
      { name: 'GET /titles', requestCount: 15 },
    ]);
    const labels = readPprof(gunzipSync(toPprof(profile))).samples.map(
      ({ labels }) => labels.route,
    );
    expect(new Set(labels)).toEqual(new Set([undefined, 'GET /primes/:limit', 'GET /titles']));
  });

  test('paths that no route answers are one route', async () => {
    const profiling = await startCpuProfile({ byRoute: true });
    for (const path of ['/a', '/b', '/c']) await app.inject(path);
    const { routes } = await profiling.stop();
    expect(routes.slice(1)).toEqual([{ name: 'no route', requestCount: 3 }]);
  });

  test('a route that was not asked for is an error that names those that were', async () => {
    const profile = await load();
    expect(() => ofRoute(profile, 'GET /title')).toThrow(
      expect.objectContaining({
        code: 'profiler.route.unknown',
        hint: expect.stringContaining('Did you mean "GET /titles"?'),
      }),
    );
  });
});

test('without byRoute there is no route but none', async () => {
  const profile = await profileCpu({ durationMs: 10 });
  expect(profile.routes).toEqual([{ name: '', requestCount: 0 }]);
  expect(() => ofRoute(profile, '')).toThrow(
    expect.objectContaining({ code: 'profiler.route.unknown' }),
  );
});
