import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CacheBackend, createCache, MemoryBackend } from '../../../src/cache/index.ts';
import { cachePage, pageCache } from '../../../src/http/index.ts';
import { counting, site } from './site.ts';

/** Keeps bytes, as a server does. */
class BytesInMemory extends MemoryBackend {
  override readonly capabilities: CacheBackend['capabilities'] = {
    ...new MemoryBackend().capabilities,
    isShared: true,
    keepsLiveEntries: false,
  };
}

describe('a backend that keeps bytes', () => {
  test.for([1024, 200_000])('gives the same %d bytes, also in another process', async (size) => {
    const backend = new BytesInMemory();
    const binary = Buffer.from(Array.from({ length: size }, (_, index) => index % 256));
    const sites = [0, 1].map(() => site({ cache: createCache({ backend }) }));
    for (const { page } of sites) {
      page('/', { timeout: '1m' }, (_request, reply) =>
        reply.header('x-reel', ['one', 'two']).type('application/x-reel').send(binary),
      );
    }
    const host = 'a.example';
    const first = await sites[0]!.get('/', { host });
    const second = await sites[1]!.get('/', { host });
    expect(second.bytes.equals(binary)).toBe(true);
    expect(second.headers).toMatchObject({ 'x-reel': 'one, two', etag: first.headers.etag });
    expect(second.headers).toHaveProperty('age');
    expect(sites[1]!.runs.get('/')).toBeUndefined();
    const unchanged = await sites[1]!.get('/', { host, 'if-none-match': first.headers.etag! });
    expect(unchanged.status).toBe(304);
  });

  test('pages have their keys, which are short and printable whatever was asked for', async () => {
    const backend = new BytesInMemory();
    const keys: string[] = [];
    backend.set = (key) => void keys.push(key);
    const { page, get } = site({ cache: createCache({ backend }) });
    page('/*', { timeout: '1m' }, counting());
    await get('/short', { host: 'a.example' });
    await get('/long'.repeat(300), { host: 'a.example', cookie: 'name=ünïcode; other="x y"' });
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,250}$/);
    expect(keys[0]).toContain('/short');
  });
});

describe('a backend that fails', () => {
  class Failing extends MemoryBackend {
    isFailing = false;
    override set(...parameters: Parameters<MemoryBackend['set']>): void {
      if (this.isFailing) throw new Error('The disk is full');
      super.set(...parameters);
    }
  }

  test('to keep an answer does not change the answer', async () => {
    const backend = new Failing();
    backend.isFailing = true;
    const { page, get, runs } = site({ cache: createCache({ backend }) });
    page('/', { timeout: '1m' }, counting());
    expect((await get('/')).body).toBe('run 1');
    expect((await get('/')).body).toBe('run 2');
    backend.isFailing = false;
    expect((await get('/')).body).toBe('run 3');
    expect((await get('/')).body).toBe('run 3');
    expect(runs.get('/')).toBe(3);
  });
});

describe('HTTP/2', () => {
  test('hits and 304 work as over HTTP/1', async () => {
    const cache = createCache();
    const app = fastify({ http2: true });
    onTestFinished(async () => {
      await app.close();
      await cache.close();
    });
    await app.register(pageCache as never);
    app.get('/', cachePage({ cache, timeout: '1m' }) as never, async () => 'page');
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    onTestFinished(() => void session.destroy());
    const get = (headers: Record<string, string> = {}) =>
      new Promise<{ status: number; etag: string; age: string | undefined; body: string }>(
        (resolve, reject) => {
          const stream = session.request({ ':path': '/', ...headers });
          let answer: Record<string, unknown> = {};
          let body = '';
          stream.on('response', (received) => {
            answer = received;
          });
          stream.on('data', (chunk) => {
            body += chunk;
          });
          stream.on('error', reject);
          stream.on('end', () =>
            resolve({
              status: answer[':status'] as number,
              etag: String(answer.etag),
              age: answer.age as string | undefined,
              body,
            }),
          );
        },
      );
    const first = await get();
    expect(first).toMatchObject({ status: 200, body: 'page', age: undefined });
    expect(await get()).toMatchObject({ status: 200, body: 'page', age: expect.any(String) });
    expect(await get({ 'if-none-match': first.etag })).toMatchObject({ status: 304, body: '' });
  });
});
