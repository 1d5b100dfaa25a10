import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import {
  createRequestContext,
  queryChannel,
  requestFinishChannel,
  requestStartChannel,
} from '../../src/events/index.ts';
import { requestEvents } from '../../src/http/index.ts';
import { IN_MEMORY, Metrics, type MetricsSettings } from '../../src/metrics/index.ts';

/** Metrics that listen until the test is over. */
export async function startMetrics(settings: Partial<MetricsSettings> = {}): Promise<Metrics> {
  const metrics = await Metrics.open({
    file: IN_MEMORY,
    projectRoot: import.meta.dirname,
    ...settings,
  });
  metrics.start();
  onTestFinished(() => metrics.stop());
  return metrics;
}

/** An app whose requests are told of, with the routes that `add` gives it. */
export async function openApp(add: (app: FastifyInstance) => void): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(requestEvents);
  add(app);
  await app.ready();
  onTestFinished(() => app.close());
  return app;
}

/** A clock that the test moves. */
export function testClock(startMs = Date.UTC(2026, 0, 15, 12, 0, 0)) {
  let now = startMs;
  return {
    now: () => now,
    advance(ms: number): void {
      now += ms;
    },
  };
}

export interface PublishedRequest {
  readonly route?: string | undefined;
  readonly durationMs?: number;
  readonly statusCode?: number;
  readonly error?: unknown;
  readonly sql?: readonly string[];
}

/** Tells of a request as an app does, so that thousands of them take no time. */
export function publishRequest({
  route = '/movies',
  durationMs = 10,
  statusCode = 200,
  error,
  sql = [],
}: PublishedRequest = {}): void {
  const context = createRequestContext();
  requestStartChannel.publish({ context, method: 'GET', url: '/', route, routeName: undefined });
  for (const statement of sql) {
    queryChannel.publish({
      context,
      database: 'default',
      sql: statement,
      parameters: [],
      startedMs: performance.now(),
      waitMs: 0,
      durationMs: 0.1,
      rowCount: 1,
      isBlocking: true,
      origin: { kind: 'raw', subject: undefined, site: undefined },
      error: undefined,
    });
  }
  requestFinishChannel.publish({
    context,
    statusCode,
    contentType: 'text/plain',
    contentLength: 100,
    durationMs,
    error,
  });
}

/** Until the accounts of the requests that have finished are told. */
export async function accountsAreIn(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}
