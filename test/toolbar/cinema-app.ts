import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { currentContext, templateRenderChannel } from '../../src/events/index.ts';
import {
  char,
  connect,
  createTables,
  disconnect,
  foreignKey,
  hasMany,
  integer,
  model,
} from '../../src/orm/index.ts';
import { type ToolbarOptions, toolbar } from '../../src/toolbar/index.ts';
import { launchChromium } from '../support/chromium.ts';

export const Director = model('Director', {
  name: char({ maxLength: 120 }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

export const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  votes: integer({ default: 0 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});

let folder: string;

/**
 * A browser, and the cinema, for all tests of the `describe` it is called in; the browser is there
 * when they run.
 */
export function browserAndCinema(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    await openCinema();
  });
  afterAll(async () => {
    await browser.close();
    await closeCinema();
  });
  return () => browser;
}

/** 40 directors and 200 movies in a file of its own. */
export async function openCinema(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'uptempo-cinema-'));
  connect({ default: `sqlite:${folder}/cinema.sqlite` });
  await createTables();
  const names = Array.from({ length: 40 }, (_, index) => ({ name: `Director ${index}` }));
  const directors = await Director.objects.bulkCreate(names);
  await Movie.objects.bulkCreate(
    Array.from({ length: 200 }, (_, index) => ({
      title: `Movie ${index}`,
      votes: index,
      director: directors[index % directors.length]!,
    })),
  );
}

export async function closeCinema(): Promise<void> {
  await disconnect();
  rmSync(folder, { recursive: true });
}

/** A page as a view returns it. */
export function page(body: string): string {
  return `<!doctype html><html><head><title>Cinema</title></head><body>${body}</body></html>`;
}

/** A plain Fastify app with the toolbar and pages on the cinema. */
export async function cinemaApp(options: ToolbarOptions = {}): Promise<FastifyInstance> {
  const app = closedAfterTest(fastify({ forceCloseConnections: true }));
  await app.register(toolbar, options);
  app.get('/movies', async (_request, reply) => {
    const movies = await Movie.objects.selectRelated('director').orderBy('-votes').slice(0, 25);
    const html = render('movies/list.html', () => {
      const items = movies.map((movie) => `<li>${movie.title} by ${movie.director.name}</li>`);
      return page(`<h1>Movies</h1><ul>${items.join('')}</ul>`);
    });
    return reply.type('text/html').send(html);
  });
  app.get<{ Querystring: { count?: string } }>('/movies/slow', async (request, reply) => {
    const count = Number(request.query.count ?? 25);
    const movies = await Movie.objects.fetchMode('one').slice(0, count);
    const items: string[] = [];
    for (const movie of movies) {
      const director = await movie.director.load();
      items.push(`<li>${movie.title} by ${director.name}</li>`);
    }
    return reply.type('text/html').send(page(`<h1>Slow movies</h1><ul>${items.join('')}</ul>`));
  });
  app.get<{ Querystring: { search?: string } }>('/api/movies', async ({ query }) => ({
    count: await Movie.objects.filter({ title__icontains: query.search ?? '' }).count(),
  }));
  app.get('/stream', (_request, reply) =>
    reply.type('text/html').send(Readable.from(page('<h1>Streamed</h1>').match(/[\s\S]{1,5}/g)!)),
  );
  app.get('/broken', async () => {
    await Movie.objects.count();
    throw new Error('The projector broke.');
  });
  return app;
}

/** An app left open would go on recording in the tests after it. */
export function closedAfterTest(app: FastifyInstance): FastifyInstance {
  onTestFinished(() => app.close());
  return app;
}

/** Runs and publishes what stands for a template. */
function render(template: string, make: () => string): string {
  const startedMs = performance.now();
  const output = make();
  templateRenderChannel.publish({
    context: currentContext(),
    template,
    file: undefined,
    depth: 0,
    startedMs,
    durationMs: performance.now() - startedMs,
    outputLength: output.length,
    contextNames: ['movies', 'page'],
    error: undefined,
  });
  return output;
}
