import { expect, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { cachePage, createApp } from '../../src/http/index.ts';
import { toolbar } from '../../src/toolbar/index.ts';
import { closedAfterTest, page } from './cinema-app.ts';

const TRACES = /data-uptempo-trace="([\da-f-]{36})"/g;

test('a page of the cache carries the toolbar of its own request, and is kept without', async () => {
  const cache = createCache();
  const app = closedAfterTest(createApp({ mode: 'development' }));
  await app.register(toolbar);
  let runs = 0;
  app.get('/', cachePage({ cache, timeout: '1m' }), (_request, reply) => {
    runs += 1;
    return reply.type('text/html').send(page('<h1>Movies</h1>'));
  });
  const seen = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const { body, headers } = await app.inject('/');
    const traces = [...body.matchAll(TRACES)].map(([, id]) => id!);
    expect(traces).toEqual([headers['x-uptempo-trace']]);
    expect('age' in headers).toBe(i > 0);
    // The kept bytes have a tag, these have not.
    expect(headers).not.toHaveProperty('etag');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    const trace = (await app.inject(`/__uptempo/traces/${traces[0]}.json`)).json();
    expect(trace).toMatchObject({ url: '/', status: 200 });
    seen.add(traces[0]!);
  }
  expect(seen.size).toBe(3);
  expect(runs).toBe(1);
  const head = await app.inject({ method: 'HEAD', url: '/' });
  expect(head.body).toBe('');
  await cache.close();
});

test('a kept answer that is no page is given as it is, and its trace in the headers', async () => {
  const cache = createCache();
  const app = closedAfterTest(createApp({ mode: 'development' }));
  await app.register(toolbar);
  app.get('/', cachePage({ cache, timeout: '1m' }), async () => ({ title: 'Jaws' }));
  await app.inject('/');
  const { headers, body } = await app.inject('/');
  expect(body).toBe('{"title":"Jaws"}');
  expect(headers).toMatchObject({ 'x-uptempo-trace': expect.any(String), age: '0' });
  expect(headers['server-timing']).toContain('total;dur=');
  await cache.close();
});
