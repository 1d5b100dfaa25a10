import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { apm } from '../../src/apm/index.ts';
import { openHistory } from '../../src/history/index.ts';
import { createApp } from '../../src/http/index.ts';
import { profilerPages } from '../../src/profiling/index.ts';
import { requestHistory, toolbar } from '../../src/toolbar/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { sendRaw } from '../support/hostile.ts';

/** What reads, and what does something. */
const READS = [
  '/__uptempo/',
  '/__uptempo/history.json',
  '/__uptempo/history.jsonl',
  '/__uptempo/history.har',
  '/__uptempo/settings.json',
  '/__uptempo/compare.json?a=1&b=2',
  '/__uptempo/apm/',
  '/__uptempo/apm/report.json',
  '/__uptempo/profiler/',
  '/__uptempo/profiler/profiles.json',
  '/__uptempo/profiler/heap.json',
  '/metrics',
];
const STARTS = '/__uptempo/profiler/profile?seconds=0.1';
const ACTIONS = ['/__uptempo/profiler/profiles', '/__uptempo/profiler/heap'];

interface Sent {
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

async function listen(app: FastifyInstance) {
  onTestFinished(() => app.close());
  app.get('/', async () => 'The cinema');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return async (target: string, sent: Sent = {}) =>
    (await sendRaw(port, { target, ...sent })).status;
}

async function developmentTools(trustProxy = false) {
  const app = fastify({ forceCloseConnections: true, trustProxy });
  await app.register(toolbar);
  await app.register(apm, { mode: 'development', prometheus: {} });
  return listen(app);
}

describe('the tools in development', () => {
  test('are shown to this machine, by name and by address', async () => {
    const status = await developmentTools();
    for (const host of [
      'localhost',
      'LOCALHOST:8000',
      'film.localhost',
      '127.0.0.1:1',
      '[::1]:1',
    ]) {
      const headers = [['Host', host]] as const;
      expect(await status('/__uptempo/apm/', { headers }), host).toBe(200);
    }
    const found = await Promise.all(READS.map((target) => status(target)));
    expect(found).toEqual(READS.map((target) => (target.includes('compare') ? 404 : 200)));
  });

  test.each([
    'attacker.example',
    'localhost.attacker.example',
    '127.0.0.1.attacker.example',
    'attacker.example:8000',
    'localhost@attacker.example',
    'localhost#.attacker.example',
    '',
  ])('are not under the name “%s” that leads here', async (host) => {
    const status = await developmentTools();
    for (const target of [...READS, STARTS]) {
      const headers = [['Host', host]] as const;
      expect([400, 403], target).toContain(await status(target, { headers }));
    }
  });

  test('are not under such a name with one that a page may write itself', async () => {
    const status = await developmentTools(true);
    const headers = [
      ['Host', 'attacker.example'],
      ['X-Forwarded-Host', 'localhost'],
    ] as const;
    for (const target of READS) expect(await status(target, { headers }), target).toBe(403);
  });

  test.each([
    ['X-Forwarded-For', '192.0.2.7'],
    ['X-Forwarded-For', '127.0.0.1, 192.0.2.7'],
    ['X-Forwarded-For', '192.0.2.7, 127.0.0.1'],
    ['X-Real-IP', '192.0.2.7'],
    ['Forwarded', 'for=192.0.2.7;proto=http, for=127.0.0.1'],
    ['Forwarded', 'For="[2001:db8::1]:4711"'],
    ['Forwarded', 'proto=http;for=unknown'],
  ])('are not shown through a proxy: %s: %s', async (name, value) => {
    for (const trustProxy of [false, true]) {
      const status = await developmentTools(trustProxy);
      for (const target of READS) {
        expect(await status(target, { headers: [[name, value]] }), target).toBe(403);
      }
    }
  });

  test('are shown through one that tells of this machine', async () => {
    const status = await developmentTools();
    const headers = [
      ['X-Forwarded-For', '127.0.0.1'],
      ['Forwarded', 'for="[::1]:4711"'],
    ] as const;
    expect(await status('/__uptempo/apm/', { headers })).toBe(200);
  });

  test.each<[string, NonNullable<Sent['headers']>]>([
    ['of another site', [['Sec-Fetch-Site', 'cross-site']]],
    [
      'that a page of another site follows',
      [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'navigate'],
      ],
    ],
    ['of another port', [['Sec-Fetch-Site', 'same-site']]],
    ['with the origin of another site', [['Origin', 'https://attacker.example']]],
    ['without an origin', [['Origin', 'null']]],
  ])('do nothing for a form or script %s', async (_what, headers) => {
    const status = await developmentTools();
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'];
    for (const target of ACTIONS) {
      for (const type of types) {
        const all = [...headers, ['Content-Type', type]] as const;
        const sent = { method: 'POST', headers: all, body: '{}' };
        expect(await status(target, sent), target).toBe(403);
      }
    }
    expect(await status(STARTS, { headers })).toBe(403);
  });
});

describe('the tools in production', () => {
  beforeEach(() => void vi.stubEnv('NODE_ENV', 'production'));
  afterEach(() => void vi.unstubAllEnvs());

  test('are not there unless somebody says who may see them', async () => {
    const app = fastify({ forceCloseConnections: true });
    await app.register(toolbar);
    await app.register(apm, { pages: false });
    const status = await listen(app);
    for (const target of [...READS, STARTS]) expect(await status(target), target).toBe(404);
    for (const target of ACTIONS) expect(await status(target, { method: 'POST' })).toBe(404);
    for (const plugin of [apm, profilerPages, requestHistory]) {
      const bare = fastify();
      onTestFinished(() => bare.close());
      // @ts-expect-error Without a permission.
      await expect(async () => bare.register(plugin, {})).rejects.toThrow(/permission|who may see/);
    }
  });

  test('ask their permission for everything they have, whatever the address says', async () => {
    const store = openHistory({ file: join(temporaryFolder(), 'history.sqlite') });
    onTestFinished(() => store.close());
    const asked: string[] = [];
    const permission = ({ url }: { readonly url: string }) => {
      asked.push(url);
      return false;
    };
    const app = createApp({ mode: 'production', allowedHosts: ['cinema.example'] });
    await app.register(requestHistory, { store, permission, basePath: '/__uptempo' });
    await app.register(apm, { permission, prometheus: { permission } });
    await app.register(profilerPages, { permission });
    const status = await listen(app as unknown as FastifyInstance);
    const host = ['Host', 'cinema.example'] as const;
    const all = READS.filter((target) => !target.includes('settings'));
    for (const target of [...all, STARTS]) {
      const headers = [host, ['X-Forwarded-For', '127.0.0.1']] as const;
      expect(await status(target, { headers }), target).toBe(403);
      expect(await status(target, { headers: [['Host', 'localhost']] }), target).toBe(400);
    }
    for (const target of ACTIONS) {
      expect(await status(target, { method: 'POST', headers: [host] }), target).toBe(403);
    }
    expect(asked.length).toBe(all.length + 1 + ACTIONS.length);
    // The path in another spelling leads to nothing that is not asked for.
    for (const target of ['//__uptempo/apm/', '/__uptempo/../__uptempo/apm/', '/__UPTEMPO/apm/']) {
      expect([403, 404], target).toContain(await status(target, { headers: [host] }));
    }
  });
});
