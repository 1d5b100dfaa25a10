import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../src/events/index.ts';
import {
  createRecorder,
  detectFindings,
  type Finding,
  traceToJson,
} from '../../src/observe/index.ts';
import {
  char,
  connect,
  createTables,
  disconnect,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  model,
  Prefetch,
  text,
} from '../../src/orm/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { root } from '../support/repository.ts';

const Country = model('Country', { name: char({ maxLength: 60 }) });

const Director = model('Director', {
  name: char({ maxLength: 120 }),
  biography: text(),
  get country() {
    return foreignKey(() => Country, { onDelete: 'cascade' });
  },
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

const Genre = model('Genre', { name: char({ maxLength: 40 }), about: text() });

const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  year: integer(),
  votes: integer(),
  synopsis: text(),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
  get genres() {
    return manyToMany(() => Genre);
  },
});

const LONG = 'In a house at the end of the street. '.repeat(400);

beforeAll(async () => {
  connect({ default: 'sqlite::memory:' });
  await createTables();
  const country = await Country.objects.create({ name: 'France' });
  const director = await Director.objects.create({ name: 'Varda', biography: LONG, country });
  const genre = await Genre.objects.create({ name: 'Drama', about: LONG.repeat(10) });
  const movies = await Movie.objects.bulkCreate(
    Array.from({ length: 10 }, (_, index) => ({
      title: `Movie ${index}`,
      year: 1960,
      votes: index,
      synopsis: LONG,
      director,
    })),
  );
  for (const movie of movies) await movie.genres.add(genre);
});

afterAll(() => disconnect());

/** What the findings about rows say of a view. */
async function findingsOf(view: () => PromiseLike<unknown>, statusCode = 200, error?: unknown) {
  const recorder = createRecorder({ watchesRows: true });
  recorder.start();
  const context = createRequestContext();
  requestStartChannel.publish({
    context,
    method: 'GET',
    url: '/',
    route: '/',
    routeName: undefined,
  });
  // Awaited inside: a QuerySet that is handed out would be asked outside of the request.
  await runInContext(context, async () => {
    await view();
  });
  const durationMs = performance.now() - context.startedMs;
  const sent = { contentType: 'text/html', contentLength: 0 };
  requestFinishChannel.publish({ context, statusCode, durationMs, error, ...sent });
  recorder.stop();
  const trace = recorder.trace(context.id)!;
  const findings = detectFindings(trace, { projectRoot: root }).filter(({ code }) =>
    /^un(?:used|read)-/.test(code),
  );
  return { trace, findings };
}

function codes(findings: readonly Finding[]): readonly (string | undefined)[] {
  return findings.flatMap(({ remedies }) => remedies.map(({ code }) => code?.trim()));
}

describe('unused eager loading', () => {
  test('of a join is found, with the line and the line without it', async () => {
    const { findings } = await findingsOf(async () => {
      const movies = await Movie.objects.selectRelated('director').defer('synopsis').slice(0, 5);
      return movies.map(({ title }) => title);
    });
    expect(findings).toMatchObject([
      {
        code: 'unused-eager-loading',
        title: 'Unused eager loading of Movie.director',
        relation: 'Movie.director',
        queries: [0],
        querySet: { site: { file: 'test/observe/row-use.test.ts' } },
      },
    ]);
    expect(codes(findings)).toEqual([
      "const movies = await Movie.objects.defer('synopsis').slice(0, 5);",
    ]);
    expect(findings[0]?.savedMs).toBeGreaterThan(0);
    expect(findings[0]?.savedMs).toBeLessThan(findings[0]!.costMs);
  });

  test('of a prefetch is found, and costs what its query took', async () => {
    const { trace, findings } = await findingsOf(async () => {
      const movies = await Movie.objects.prefetchRelated('genres').defer('synopsis');
      return movies.map(({ title }) => title);
    });
    expect(findings).toMatchObject([
      { title: 'Unused eager loading of Movie.genres', queryCount: 1, queries: [1] },
    ]);
    expect(findings[0]?.savedMs).toBe(findings[0]?.costMs);
    expect(findings[0]?.costMs).toBeGreaterThanOrEqual(trace.queries[1]!.durationMs);
  });

  test('is found once, for the first relation on a way that nobody went', async () => {
    const joined = await findingsOf(async () => {
      const movies = await Movie.objects.selectRelated('director__country').defer('synopsis');
      return movies.map(({ title }) => title);
    });
    expect(joined.findings.map(({ relation }) => relation)).toEqual(['Movie.director']);
    const second = await findingsOf(async () => {
      const movies = await Movie.objects.selectRelated('director__country').defer('synopsis');
      return movies.map(({ director }) => director.name + director.biography);
    });
    expect(second.findings.map(({ relation }) => relation)).toEqual(['Director.country']);
    expect(codes(second.findings)).toEqual([
      "const movies = await Movie.objects.selectRelated('director').defer('synopsis');",
    ]);
    const prefetched = await findingsOf(async () => {
      const directors = await Country.objects.all();
      const movies = await Movie.objects.prefetchRelated('director__movies').defer('synopsis');
      return [directors.map(({ name }) => name), movies.map(({ title }) => title)];
    });
    expect(prefetched.findings.map(({ relation }) => relation)).toEqual(['Movie.director']);
  });

  test('of a Prefetch() into a property is found by its relation', async () => {
    const { findings } = await findingsOf(async () => {
      const early = Prefetch('genres', Genre.objects.defer('about'), { toAttr: 'kinds' });
      const movies = await Movie.objects.prefetchRelated(early).defer('synopsis');
      return movies.map(({ title }) => title);
    });
    expect(findings).toMatchObject([{ relation: 'Movie.genres' }]);
    expect(findings[0]?.summary).toContain('their kinds');
  });

  test('is not what somebody used, in code, in a template or as JSON', async () => {
    const views = [
      async () => (await Movie.objects.selectRelated('director'))[0]!.director,
      async () => JSON.stringify(await Movie.objects.prefetchRelated('genres', 'director')),
      () => Movie.objects.selectRelated('director').toJSON(),
      async () => {
        const templates = temporaryFiles({
          'list.html': '{% for movie in movies %}{{ movie.director.name }}{% endfor %}',
        });
        const engine = createTemplateEngine({ directories: [templates] });
        await engine.render('list.html', { movies: Movie.objects.selectRelated('director') });
      },
    ];
    for (const view of views) {
      const { findings } = await findingsOf(view);
      expect(findings.filter(({ code }) => code === 'unused-eager-loading')).toEqual([]);
    }
  });

  test('is not found for a row alone, no rows, or a request that failed', async () => {
    const related = Movie.objects
      .selectRelated('director')
      .defer('synopsis', 'director__biography');
    const views: [() => PromiseLike<unknown>, number][] = [
      [() => related.get({ title: 'Movie 1' }), 200],
      [() => related.filter({ year: 3000 }).all(), 200],
      [() => related.all(), 500],
      [() => related.all(), 304],
    ];
    for (const [view, status] of views) {
      expect((await findingsOf(view, status)).findings).toEqual([]);
    }
    expect((await findingsOf(() => related.all(), 200, new Error('late'))).findings).toEqual([]);
    expect((await findingsOf(() => related.all())).findings).toHaveLength(1);
  });

  test('one run of a line that used it speaks for the others', async () => {
    const list = () => Movie.objects.selectRelated('director').defer('synopsis').all();
    const { findings } = await findingsOf(async () => {
      await list();
      return (await list()).map(({ director }) => director.biography);
    });
    expect(findings).toEqual([]);
  });
});

describe('columns nobody read', () => {
  test('are found where they are many bytes, and left out of the line', async () => {
    const { findings } = await findingsOf(async () => {
      const movies = await Movie.objects.orderBy('title');
      return movies.map(({ title, year }) => `${title} (${year})`);
    });
    expect(findings).toMatchObject([
      {
        code: 'unread-columns',
        title: 'Movie rows loaded with columns nobody read',
        summary: `Of 10 rows nobody read synopsis: ${Math.round((LONG.length * 10) / 1024)} KiB were fetched for nothing.`,
        queries: [0],
        isUpperBound: true,
      },
    ]);
    expect(codes(findings)).toEqual([
      "const movies = await Movie.objects.defer('synopsis').orderBy('title');",
    ]);
    expect(findings[0]!.savedMs).toBeLessThanOrEqual(findings[0]!.costMs);
  });

  test('of joined and of prefetched rows are named by their way', async () => {
    const joined = await findingsOf(async () => {
      const movies = await Movie.objects.selectRelated('director').defer('synopsis');
      return movies.map(({ director }) => director.name);
    });
    expect(codes(joined.findings)).toEqual([
      "const movies = await Movie.objects.selectRelated('director').defer('synopsis', 'director__biography');",
    ]);
    const prefetched = await findingsOf(async () => {
      const movies = await Movie.objects.prefetchRelated('genres').defer('synopsis');
      return movies.map(({ genres }) => genres.map(({ name }) => name));
    });
    expect(codes(prefetched.findings)).toEqual([
      ".prefetchRelated(Prefetch('genres', Genre.objects.defer('about')))",
    ]);
  });

  test('named by only() are taken out of it', async () => {
    const { findings } = await findingsOf(async () => {
      const movies = await Movie.objects.only('title', 'synopsis').all();
      return movies.map(({ title }) => title);
    });
    expect(codes(findings)).toEqual(["const movies = await Movie.objects.only('title').all();"]);
  });

  test('are narrow ones too where rows are many, with the shorter list beside', async () => {
    const director = await Director.objects.get();
    const added = await Movie.objects.bulkCreate(
      Array.from({ length: 4_000 }, (_, index) => ({
        title: `New ${index}`,
        year: 2000,
        votes: 0,
        synopsis: '-',
        director,
      })),
    );
    const { findings } = await findingsOf(async () => {
      const movies = await Movie.objects.filter({ year: 2000 });
      return movies.map(({ title }) => title);
    });
    expect(codes(findings)).toEqual([
      "const movies = await Movie.objects.defer('synopsis', 'year', 'votes').filter({ year: 2000 });",
      "const movies = await Movie.objects.only('title').filter({ year: 2000 });",
    ]);
    await Movie.objects.filter({ id__in: added.map(({ id }) => id) }).delete();
  });

  test('are not found where they are small, or whole rows go somewhere', async () => {
    const views = [
      async () => (await Movie.objects.get({ title: 'Movie 1' })).title,
      async () => (await Genre.objects.only('name')).map(({ name }) => name),
      async () => JSON.stringify(await Movie.objects.all()),
      async () => (await Movie.objects.all()).map((movie) => ({ ...movie })),
      () => Movie.objects.toJSON(),
      () => Movie.objects.values(),
      async () => {
        for (const movie of await Movie.objects.all()) {
          movie.votes++;
          await movie.save();
        }
      },
      async () => (await Movie.objects.all()).filter(({ synopsis }) => synopsis.includes('house')),
    ];
    for (const view of views) {
      const { findings } = await findingsOf(view);
      expect(findings.map(({ summary }) => summary)).toEqual([]);
    }
  });

  test('of a relation that was unused are not told of again', async () => {
    const { findings } = await findingsOf(async () => {
      const movies = await Movie.objects.prefetchRelated('genres').defer('synopsis');
      return movies.map(({ title }) => title);
    });
    expect(findings.map(({ code }) => code)).toEqual(['unused-eager-loading']);
  });
});

test('rows are watched only where the recorder is asked to, and are in the JSON', async () => {
  const { trace } = await findingsOf(async () => (await Movie.objects.all())[0]!.title);
  const [query] = trace.queries;
  const [made] = trace.resultSets;
  expect(made!.startedMs).toBeGreaterThanOrEqual(query!.startedMs + query!.durationMs);
  expect(made!.durationMs).toBeGreaterThan(0);
  expect(traceToJson(trace).resultSets).toMatchObject([
    {
      kind: 'queryset',
      subject: 'Movie',
      query: 0,
      rows: [
        {
          path: '',
          model: 'Movie',
          rowCount: 10,
          columns: [
            { name: 'title', isWide: true, isRead: true },
            { name: 'synopsis', isWide: true, isRead: false },
          ],
          relations: [],
        },
      ],
    },
  ]);
  const recorder = createRecorder();
  recorder.start();
  const [movie] = await Movie.objects.all();
  recorder.stop();
  expect(Object.getOwnPropertyDescriptor(movie, 'title')).toHaveProperty('value');
});
