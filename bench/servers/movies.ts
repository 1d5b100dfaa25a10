import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/http/index.ts';
import { char, connect, createTables, foreignKey, integer, model } from '../../src/orm/index.ts';
import { importPeer } from '../harness/index.ts';

/**
 * A server with two pages: `/movies`, 25 of 1,000 films with their directors in one query, and `/loop`,
 * 50 films in 51 queries, as a beginner writes it. The variable OBSERVER says who looks on: `nobody`,
 * `toolbar off` (registered and disabled), `recorder`, `history`, `toolbar`, `apm` (its figures in
 * memory), or `OpenTelemetry` (its SDK and Fastify's plugin for it, spans thrown away).
 */
const Director = model('Director', { name: char({ maxLength: 120 }) });
const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  votes: integer({ default: 0 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});

await fillDatabase();
const app = createApp({
  mode: 'production',
  allowedHosts: ['127.0.0.1'],
  templates: { directories: [join(import.meta.dirname, 'templates')] },
});
await addObserver(process.env.OBSERVER);
app.get('/movies', async (_request, reply) => {
  const movies = await Movie.objects.selectRelated('director').orderBy('-votes').slice(0, 25);
  return reply.render('movies.html', { movies });
});
app.get('/loop', async (_request, reply) => {
  const movies = [];
  for (const movie of await Movie.objects.fetchMode('one').slice(0, 50)) {
    movies.push({ title: movie.title, director: await movie.director.load(), votes: movie.votes });
  }
  return reply.render('movies.html', { movies });
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.once('disconnect', () => process.exit());
process.send?.({ port: (app.server.address() as AddressInfo).port });

async function fillDatabase(): Promise<void> {
  connect({ default: 'sqlite::memory:' });
  await createTables();
  const directors = await Director.objects.bulkCreate(
    Array.from({ length: 100 }, (_, index) => ({ name: `Director ${index}` })),
  );
  await Movie.objects.bulkCreate(
    Array.from({ length: 1000 }, (_, index) => ({
      title: `Film ${index}`,
      votes: (index * 7919) % 1000,
      director: directors[index % directors.length]!,
    })),
  );
}

/** bench/peers/observe/open-telemetry.ts, of which nobody else's types know. */
interface OpenTelemetry {
  instrument(app: App): Promise<void>;
}

async function addObserver(observer: string | undefined): Promise<void> {
  switch (observer) {
    case 'recorder': {
      const { createRecorder } = await import('../../src/observe/index.ts');
      createRecorder().start();
      return;
    }
    case 'apm': {
      const { apm } = await import('../../src/apm/index.ts');
      await app.register(apm, { pages: false });
      return;
    }
    case 'toolbar':
    case 'toolbar off': {
      const { toolbar } = await import('../../src/toolbar/index.ts');
      await app.register(toolbar, { isEnabled: observer === 'toolbar' });
      return;
    }
    case 'history':
      await addHistory();
      return;
    case 'OpenTelemetry': {
      const { instrument } = await importPeer<OpenTelemetry>('observe/open-telemetry');
      await instrument(app);
      return;
    }
  }
}

/** As production keeps requests; the file goes when the process does. */
async function addHistory(): Promise<void> {
  const { openHistory } = await import('../../src/history/index.ts');
  const { requestHistory } = await import('../../src/toolbar/index.ts');
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-history-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = openHistory({ file: join(folder, 'history.sqlite') });
  app.addHook('onClose', () => store.close());
  await app.register(requestHistory, { store, permission: () => false });
}
