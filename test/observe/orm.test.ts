import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../src/events/index.ts';
import { createRecorder, detectFindings, traceToJson } from '../../src/observe/index.ts';
import {
  char,
  connect,
  createTables,
  disconnect,
  foreignKey,
  hasMany,
  model,
  shapeStatistics,
} from '../../src/orm/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { temporaryFiles } from '../support/files.ts';

const Director = model('Director', {
  name: char({ maxLength: 120 }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uptempo-observe-'));
  connect({ default: `sqlite:${folder}/cinema.sqlite` });
  await createTables();
  const directors = await Director.objects.bulkCreate([
    { name: 'Kubrick' },
    { name: 'Varda' },
    { name: 'Ozu' },
  ]);
  await Movie.objects.bulkCreate(
    directors.flatMap((director) => [
      { title: `First of ${director.name}`, director },
      { title: `Second of ${director.name}`, director },
    ]),
  );
});

afterAll(async () => {
  await disconnect();
  rmSync(folder, { recursive: true });
});

/** Records a view as a request and gives its trace and findings. */
async function visit(view: () => Promise<unknown>) {
  const recorder = createRecorder({ recordsParameters: true });
  recorder.start();
  const context = createRequestContext();
  const facts = { url: '/', route: '/', routeName: undefined };
  requestStartChannel.publish({ context, method: 'GET', ...facts });
  try {
    await runInContext(context, view);
  } finally {
    const sent = { statusCode: 200, contentType: 'text/html', contentLength: 0, error: undefined };
    const durationMs = performance.now() - context.startedMs;
    requestFinishChannel.publish({ context, durationMs, ...sent });
    recorder.stop();
  }
  const trace = recorder.trace(context.id)!;
  return { trace, findings: detectFindings(trace, { projectRoot }) };
}

describe('with real models', () => {
  test('a trace tells how many QuerySets found their statement compiled', async () => {
    const view = async () => {
      await Movie.objects.filter({ title__startswith: 'First', director__name: 'Ozu' });
      await Movie.objects.filter({ title__startswith: 'Second', director__name: 'Varda' });
    };
    const before = shapeStatistics();
    const first = (await visit(view)).trace.plans;
    expect(first).toMatchObject({ hits: 1, misses: 1 });
    expect(first.processHits).toBe(before.hits + 1);
    const again = (await visit(view)).trace.plans;
    expect(again).toMatchObject({ hits: 2, misses: 0, processMisses: before.misses + 1 });
    expect(again).toMatchObject({ processHits: shapeStatistics().hits });
  });

  test('the beginner’s loop is an N+1, with both lines and the fix', async () => {
    const { trace, findings } = await visit(async () => {
      const movies = await Movie.objects.fetchMode('one').orderBy('id');
      for (const movie of movies) await movie.director.load();
    });
    expect(trace.totals.queryCount).toBe(7);
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding).toMatchObject({
      title: 'N+1 on Movie.director',
      queryCount: 6,
      queries: [1, 2, 3, 4, 5, 6],
      querySet: {
        site: { file: 'test/observe/orm.test.ts' },
        source: "const movies = await Movie.objects.fetchMode('one').orderBy('id');",
      },
      access: { source: 'for (const movie of movies) await movie.director.load();' },
    });
    expect(finding?.remedies.map((remedy) => remedy.code)).toEqual([
      "const movies = await Movie.objects.selectRelated('director').fetchMode('one').orderBy('id');",
      "const movies = await Movie.objects.orderBy('id');",
    ]);
    expect(finding?.remedies.map((remedy) => remedy.accessCode)).toEqual([
      'for (const movie of movies) movie.director;',
      undefined,
    ]);
    expect(finding?.costMs).toBeGreaterThan(0);
    expect(finding?.savedMs).toBeLessThan(trace.totalMs!);
  });

  test('a loop in a template is one, with the template and its line', async () => {
    const folder = temporaryFiles({
      'list.html': '<ul>{% for movie in movies %}{% include "row.html" %}{% endfor %}</ul>',
      'row.html': '<li>\n  {{ movie.title }}\n  by {{ movie.director.name }}\n</li>',
    });
    const engine = createTemplateEngine({ directories: [folder] });
    const { trace, findings } = await visit(async () => {
      const movies = Movie.objects.fetchMode('one').orderBy('id');
      await engine.render('list.html', { movies });
    });
    expect(trace.totals).toMatchObject({ queryCount: 7, templateCount: 7 });
    expect(findings).toMatchObject([
      {
        title: 'N+1 on Movie.director',
        queryCount: 6,
        access: {
          site: { kind: 'source', path: join(folder, 'row.html'), line: 3 },
          source: 'by {{ movie.director.name }}',
        },
      },
    ]);
    expect(traceToJson(trace).queries[1]?.frames[0]).toMatchObject({ kind: 'source', line: 3 });
  });

  test('the same loop side by side is one, too', async () => {
    const { findings } = await visit(async () => {
      const movies = await Movie.objects.fetchMode('one');
      await Promise.all(movies.map((movie) => movie.director.load()));
    });
    expect(findings).toMatchObject([{ title: 'N+1 on Movie.director', queryCount: 6 }]);
  });

  test('a loop of gets is one by hand', async () => {
    const { findings } = await visit(async () => {
      for (const name of ['Kubrick', 'Varda', 'Ozu']) await Director.objects.get({ name });
    });
    expect(findings).toMatchObject([
      {
        title: 'N+1 on Director',
        queryCount: 3,
        querySet: {
          source:
            "for (const name of ['Kubrick', 'Varda', 'Ozu']) await Director.objects.get({ name });",
        },
      },
    ]);
  });

  test('the remedies raise no alarm', async () => {
    const { findings, trace } = await visit(async () => {
      for (const movie of await Movie.objects.selectRelated('director')) movie.director.name;
      for (const movie of await Movie.objects.orderBy('title')) await movie.director.load();
      for (const director of await Director.objects.prefetchRelated('movies')) director.movies;
    });
    expect(trace.totals.queryCount).toBe(5);
    expect(findings).toEqual([]);
  });

  test('a relation of a single row raises none', async () => {
    const { findings, trace } = await visit(async () => {
      const movie = await Movie.objects.fetchMode('one').first();
      await movie?.director.load();
    });
    expect(trace.totals.queryCount).toBe(2);
    expect(findings).toEqual([]);
  });

  test('the same question twice is a duplicate', async () => {
    const { findings } = await visit(async () => {
      await Movie.objects.filter({ title__startswith: 'First' }).count();
      await Movie.objects.filter({ title__startswith: 'First' }).count();
      await Movie.objects.filter({ title__startswith: 'Second' }).count();
    });
    expect(findings).toMatchObject([{ code: 'duplicate-query', queryCount: 2 }]);
  });
});
