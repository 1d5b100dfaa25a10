import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { type ApmOptions, apm } from '../../src/apm/index.ts';
import type { MetricsReport } from '../../src/metrics/index.ts';
import { database } from '../../src/orm/index.ts';

export const TOKEN = 'a-token-of-the-tests-alone';

/** An app of plain Fastify that measures itself, with routes that are slow in different ways. */
export async function openSite(
  options: ApmOptions,
  add: (app: FastifyInstance) => void = () => {},
): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(apm, options);
  app.get('/fast', async () => 'fast');
  app.get('/computes', async () => {
    busy(20);
    return 'done';
  });
  app.get('/waits', async () => {
    await sleep(200);
    return 'done';
  });
  app.get('/movies', async () => (await database().raw('SELECT title FROM movie')).rows);
  app.get('/fails', async () => {
    throw new TypeError('No film of that name');
  });
  add(app);
  await app.ready();
  onTestFinished(() => app.close());
  return app;
}

/** Figures as the page gets them. */
export async function reportFrom(
  app: FastifyInstance,
  query = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<MetricsReport> {
  const response = await app.inject({ url: `/__uptempo/apm/report.json${query}`, headers });
  return response.json();
}

export function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
