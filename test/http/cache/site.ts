import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { onTestFinished } from 'vitest';
import { type Cache, createCache } from '../../../src/cache/index.ts';
import {
  type AppOptions,
  type CachingOptions,
  cachePage,
  createApp,
  type PageCacheOptions,
} from '../../../src/http/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
}

export type View = (request: FastifyRequest, reply: FastifyReply) => unknown;

export interface Site {
  readonly app: FastifyInstance;
  readonly cache: Cache;
  /** How often each view ran, by the path of its route. */
  readonly runs: Map<string, number>;
  /** Adds a route whose view is counted. */
  route(path: string, options: CachingOptions, view: View): void;
  /** Adds a kept route; its cache is that of the site. */
  page(path: string, options: PageCacheOptions, view: View): void;
  get(path: string, headers?: OutgoingHttpHeaders, method?: string): Promise<Answer>;
  /** Listens, and says where. */
  port(): Promise<number>;
}

export interface SiteOptions {
  /** Whether the app is Fastify's own instead of one of `createApp`. */
  readonly isPlain?: boolean;
  readonly app?: AppOptions;
  readonly cache?: Cache;
}

/** A site that listens, with a cache of its own; it is closed when the test has ended. */
export function site({ isPlain = false, app: options, cache: given }: SiteOptions = {}): Site {
  const app = isPlain
    ? fastify(options?.fastify)
    : createApp({ allowedHosts: ['*'], onServerError: () => {}, ...options });
  const cache = given ?? createCache();
  const runs = new Map<string, number>();
  onTestFinished(async () => {
    await app.close();
    await cache.close();
  });
  let listening: Promise<number> | undefined;
  const port = () => {
    listening ??= app
      .listen({ host: '127.0.0.1', port: 0 })
      .then(() => (app.server.address() as AddressInfo).port);
    return listening;
  };
  const route: Site['route'] = (path, routeOptions, view) => {
    app.get(path, routeOptions, (incoming, reply) => {
      runs.set(path, (runs.get(path) ?? 0) + 1);
      return view(incoming, reply);
    });
  };
  return {
    app,
    cache,
    runs,
    route,
    page: (path, pageOptions, view) => route(path, cachePage({ cache, ...pageOptions }), view),
    get: async (path, headers, method) => send(await port(), path, headers, method),
    port,
  };
}

/** One request on a connection of its own, with the path as it is written. */
export function send(
  port: number,
  path: string,
  headers: OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode!,
            headers: incoming.headers,
            body: bytes.toString(),
            bytes,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** A view that answers with how often it ran, after doing something to the answer. */
export function counting(
  change: (reply: FastifyReply, request: FastifyRequest) => void = () => {},
) {
  let runs = 0;
  return (request: FastifyRequest, reply: FastifyReply) => {
    runs += 1;
    change(reply, request);
    return reply.type('text/html; charset=utf-8').send(`run ${runs}`);
  };
}
