import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import type { HeapList, ProfileDocument, ProfileList } from '../../src/profile-view/index.ts';
import { readCpuProfile } from '../../src/profiler/index.ts';
import { HOT_LINE } from '../profiler/burning.ts';
import { readPprof } from '../profiler/pprof-reader.ts';
import { speedscopeProblems } from '../profiler/speedscope-schema.ts';
import { KEY, profiledApp } from './profiled-app.ts';

const BASE = '/__uptempo/profiler';

function ask(app: FastifyInstance, path: string, method = 'GET', payload?: object) {
  const body = payload === undefined ? {} : { payload };
  return app.inject({ method: method as 'GET', url: BASE + path, headers: KEY, ...body });
}

/** Takes a profile while both routes are asked, and gives its id. */
async function takeProfile(app: FastifyInstance): Promise<string> {
  const started = await ask(app, '/profiles', 'POST', { seconds: 60, intervalMs: 0.5 });
  expect(started.statusCode).toBe(201);
  const { id } = started.json();
  for (let at = 0; at < 10; at++) await app.inject('/primes');
  await app.inject('/titles');
  expect((await ask(app, `/profiles/${id}/stop`, 'POST')).statusCode).toBe(200);
  return id;
}

describe('a profile that is started and stopped', () => {
  test('shows functions, lines with their source, and the tree', async () => {
    const app = await profiledApp();
    const id = await takeProfile(app);
    const document: ProfileDocument = (await ask(app, `/profiles/${id}.json`)).json();
    const { frames, functions, files, tree, times } = document;
    const hottest = functions.find(({ frame }) => frames[frame]!.kind === 'application')!;
    expect(frames[hottest.frame]).toEqual({
      name: 'findPrimes',
      file: 'profiler/burning.ts',
      line: 5,
      kind: 'application',
    });
    const burning = files.find(({ file }) => file === 'profiler/burning.ts')!;
    const line = burning.lines.find((shown) => shown.line === HOT_LINE)!;
    expect(line.text).toContain('candidate % divisor');
    expect(line.share).toBeGreaterThan(0);
    expect(tree.parent[0]).toBe(-1);
    expect(tree.totalMs[0]).toBeCloseTo(times.busyMs, 2);
    expect(tree.parent.every((parent, index) => parent < index)).toBe(true);
  });

  test('tells the routes apart, its own left out', async () => {
    const app = await profiledApp();
    const id = await takeProfile(app);
    const whole: ProfileDocument = (await ask(app, `/profiles/${id}.json`)).json();
    expect(whole.routes.map(({ name, requestCount }) => [name, requestCount])).toEqual([
      ['GET /primes', 10],
      ['GET /titles', 1],
    ]);
    const route = encodeURIComponent('GET /primes');
    const part: ProfileDocument = (await ask(app, `/profiles/${id}.json?route=${route}`)).json();
    expect(part.route).toBe('GET /primes');
    expect(part.times.busyMs).toBeLessThanOrEqual(whole.times.busyMs);
    expect(part.functions.some(({ frame }) => part.frames[frame]!.name === 'findPrimes')).toBe(
      true,
    );
    const unknown = await ask(app, `/profiles/${id}.json?route=GET+/nowhere`);
    expect(unknown.json().code).toBe('profiler.route.unknown');
  });

  test('comes as every kind of file', async () => {
    const app = await profiledApp();
    const id = await takeProfile(app);
    const file = async (ending: string) => ask(app, `/profiles/${id}.${ending}`);
    expect(readCpuProfile((await file('cpuprofile')).json()).samples.length).toBeGreaterThan(0);
    expect(speedscopeProblems((await file('speedscope.json')).json())).toEqual([]);
    const pprof = await file('pb.gz');
    expect(pprof.headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.pb\.gz"$/);
    const labels = readPprof(gunzipSync(pprof.rawPayload)).samples.map(
      ({ labels }) => labels.route,
    );
    expect(labels).toContain('GET /primes');
    expect((await file('txt')).body).toContain('findPrimes  profiler/burning.ts:5');
    expect((await file('exe')).json().code).toBe('profiling.request.invalid');
    expect((await file('constructor')).json().code).toBe('profiling.request.invalid');
  });

  test('is listed, newest first, and makes room for newer ones', async () => {
    const app = await profiledApp({ history: 2 });
    const ids = [await takeProfile(app), await takeProfile(app), await takeProfile(app)];
    const { profiles, running, maxSeconds }: ProfileList = (
      await ask(app, '/profiles.json')
    ).json();
    expect(profiles.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect({ running, maxSeconds }).toEqual({ running: null, maxSeconds: 60 });
    const gone = await ask(app, `/profiles/${ids[0]}.json`);
    expect([gone.statusCode, gone.json().code]).toEqual([404, 'profiling.profile.unknown']);
  });
});

test('one request takes a profile of the next seconds and answers with it', async () => {
  const app = await profiledApp();
  const answer = ask(app, '/profile?seconds=0.5&format=txt');
  const burning = Promise.all(Array.from({ length: 5 }, () => app.inject('/primes')));
  const { statusCode, body, headers } = await answer;
  await burning;
  expect(statusCode).toBe(200);
  expect(body).toMatch(/samples, busy .* %/);
  const kept = await ask(app, `/profiles/${headers['x-uptempo-profile']}.json`);
  expect(kept.statusCode).toBe(200);
});

test('it ends when whoever asked has gone', async () => {
  const app = await profiledApp();
  const site = await app.listen({ port: 0, host: '127.0.0.1' });
  const leaving = new AbortController();
  const asked = fetch(`${site}${BASE}/profile?seconds=60`, {
    headers: KEY,
    signal: leaving.signal,
  });
  asked.catch(() => {});
  const running = async () => ((await ask(app, '/profiles.json')).json() as ProfileList).running;
  await expect.poll(running).not.toBe(null);
  leaving.abort();
  await expect.poll(running).toBe(null);
});

test('a second one is refused while one is taken, and closing the app ends it', async () => {
  const app = await profiledApp();
  expect((await ask(app, '/profiles', 'POST', { seconds: 60 })).statusCode).toBe(201);
  const second = await ask(app, '/profiles', 'POST', { seconds: 1 });
  expect([second.statusCode, second.json().code]).toEqual([409, 'profiler.busy']);
  const { running } = (await ask(app, '/profiles.json')).json() as ProfileList;
  expect(running!.seconds).toBe(60);
  await app.close();
  const next = await profiledApp();
  expect((await ask(next, '/profile?seconds=0.1')).statusCode).toBe(200);
});

describe('whoever may not', () => {
  const requests = [
    ['GET', '/'],
    ['GET', '/profiles.json'],
    ['GET', '/profile?seconds=1'],
    ['GET', '/profiles/some.json'],
    ['GET', '/heap.json'],
    ['GET', '/assets/0/browser/dom.js'],
    ['POST', '/profiles'],
    ['POST', '/profiles/some/stop'],
    ['POST', '/heap'],
  ] as const;

  test.each(requests)('is refused %s %s', async (method, path) => {
    const app = await profiledApp();
    const answer = await app.inject({ method, url: BASE + path });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'http.tool.denied']);
  });

  test.each(requests)('is refused %s %s from another site', async (method, path) => {
    const app = await profiledApp();
    const headers = { ...KEY, 'sec-fetch-site': 'cross-site' };
    const answer = await app.inject({ method, url: BASE + path, headers });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'http.tool.cross_site']);
  });

  test('can’t be everybody by leaving it out', async () => {
    await expect(profiledApp({ permission: undefined } as never)).rejects.toMatchObject({
      code: 'core.option.invalid',
    });
  });
});

test.each([
  ['POST', '/profiles', { seconds: 61 }],
  ['POST', '/profiles', { seconds: 0 }],
  ['POST', '/profiles', { seconds: '1' }],
  ['POST', '/profiles', { intervalMs: 0.01 }],
  ['POST', '/profiles', { second: 1 }],
  ['GET', '/profile?seconds=', undefined],
  ['GET', '/profile?seconds=61', undefined],
  ['GET', '/profile?seconds=1&seconds=2', undefined],
  ['GET', '/profile?seconds=1&format=exe', undefined],
  ['GET', '/profile?__proto__=1', undefined],
])('%s %s %j is refused', async (method, path, body) => {
  const app = await profiledApp();
  const answer = await ask(app, path, method, body);
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'profiling.request.invalid']);
});

test('more samples than are kept are refused before they are taken', async () => {
  const app = await profiledApp();
  const answer = await ask(app, '/profiles', 'POST', { seconds: 60, intervalMs: 0.1 });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'profiler.profile.too_long']);
});

test.each(['profiler', '/profiler/', '/a"b', '/a?b'])(
  'a basePath of %j is refused',
  async (basePath) => {
    await expect(profiledApp({ basePath })).rejects.toMatchObject({
      code: 'profiling.path.invalid',
    });
  },
);

test('summaries of the heap show what there is more of', async () => {
  class SpareTicket {}
  const app = await profiledApp();
  await ask(app, '/heap', 'POST');
  const spare = Array.from({ length: 10_000 }, () => new SpareTicket());
  const { summaries }: HeapList = (await ask(app, '/heap', 'POST')).json();
  expect(summaries.length).toBe(2);
  expect(summaries[1]!.changes).toBe(null);
  const tickets = summaries[0]!.changes!.find(({ name }) => name === 'SpareTicket')!;
  expect(tickets.countDelta).toBe(spare.length);
  for (let at = 0; at < 5; at++) await ask(app, '/heap', 'POST');
  expect(((await ask(app, '/heap.json')).json() as HeapList).summaries.length).toBe(5);
});
