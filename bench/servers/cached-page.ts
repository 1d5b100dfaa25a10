import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { createClient } from 'redis';
import { createCache } from '../../src/cache/index.ts';
import { cachePage, createApp, pageCache } from '../../src/http/index.ts';
import { page } from './film-page.ts';

/**
 * A server with one page of 3 KB. The variable SUBJECT says how it is kept: `map` (a hand-written
 * Map in the view of a bare Fastify app), `app, map` (the same in an app of createApp), `constant`
 * (no look-up at all), `plain` (cachePage in a bare Fastify app), `app` (in one of createApp, with
 * its security headers, request id and check of the host), `redis` (the same with Redis
 * behind it), `redis, by hand` (a bare Fastify app whose view asks the client).
 */
const SUBJECTS: Readonly<Record<string, () => Promise<FastifyInstance>>> = {
  async constant() {
    const app = fastify();
    app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
    return app;
  },
  map: async () => withMap(fastify()),
  async 'app, map'() {
    return withMap(createApp({ allowedHosts: ['127.0.0.1'] }));
  },
  async plain() {
    const app = fastify();
    await app.register(pageCache);
    return withPage(app, 'memory:');
  },
  app: async () => withPage(createApp({ allowedHosts: ['127.0.0.1'] }), 'memory:'),
  async 'redis, by hand'() {
    const client = await createClient({ url: process.env.REDIS_URL ?? '' }).connect();
    await client.set('page', page, { expiration: { type: 'EX', value: 900 } });
    const app = fastify();
    app.get('/', async (_request, reply) => {
      reply.type('text/html; charset=utf-8');
      return (await client.get('page')) ?? page;
    });
    return app;
  },
  redis: async () =>
    withPage(createApp({ allowedHosts: ['127.0.0.1'] }), process.env.REDIS_URL ?? ''),
};

function withMap(app: FastifyInstance): FastifyInstance {
  const kept = new Map<string, { body: string; untilMs: number }>();
  app.get('/', (request, reply) => {
    const found = kept.get(request.url);
    reply.type('text/html; charset=utf-8');
    if (found !== undefined && found.untilMs > Date.now()) return reply.send(found.body);
    kept.set(request.url, { body: page, untilMs: Date.now() + 900_000 });
    return reply.send(page);
  });
  return app;
}

function withPage(app: FastifyInstance, url: string): FastifyInstance {
  const cache = createCache(url);
  app.get('/', cachePage({ cache, timeout: '15m' }), (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
  return app;
}

const app = await SUBJECTS[process.env.SUBJECT ?? 'map']!();
await app.listen({ host: '127.0.0.1', port: 0 });
process.once('disconnect', () => process.exit());
process.send?.({ port: (app.server.address() as AddressInfo).port });
