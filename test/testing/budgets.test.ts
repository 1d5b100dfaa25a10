import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { atomic } from '../../src/orm/index.ts';
import { expectNoFindings, expectQueries } from '../../src/testing/index.ts';
import { addMovies, connectCinema, Director, Movie } from '../support/cinema.ts';
import { MEASURES_TIME } from '../support/timing.ts';

const OWN_LINES = readFileSync(import.meta.filename, 'utf8').split('\n');
const lineOf = (end: string) => OWN_LINES.findIndex((line) => line.endsWith(`// ${end}`)) + 1;
const here = (end: string) => `test/testing/budgets.test.ts:${lineOf(end)}`;

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

async function failureOf(work: () => Promise<unknown>) {
  return await work().then(
    () => undefined,
    (error: { code: string; message: string; hint: string }) => error,
  );
}

test('a right number passes and gives back what the work returns', async () => {
  expect(await expectQueries(1, () => Movie.objects.count())).toBe(4);
  expect(await expectQueries({ max: 2 }, () => Movie.objects.count())).toBe(4);
  expect(await expectQueries(0, () => 'nothing')).toBe('nothing');
});

test('BEGIN and COMMIT are not counted', async () => {
  await expectQueries(1, () =>
    atomic(() => Movie.objects.filter({ year: 1975 }).update({ votes: 1 })),
  );
});

test('a wrong number lists the queries with their lines', async () => {
  const failure = await failureOf(() =>
    expectQueries(1, async () => {
      await Movie.objects.count(); // the first
      await Director.objects.filter({ name: 'Agnès Varda' }).exists(); // the second
    }),
  );
  expect(failure?.code).toBe('testing.queries.count');
  const lines = failure!.message.split('\n');
  expect(lines[0]).toBe('Expected 1 query, and there were 2:');
  expect(lines[1]).toMatch(/^ {2}1\. SELECT COUNT/i);
  expect(lines[2]).toBe(`     ${here('the first')}`);
  expect(lines[4]).toBe(`     ${here('the second')}`);
  expect(failure!.message).not.toContain('Varda');
});

test('too few are wrong too, and more than the most', async () => {
  expect((await failureOf(() => expectQueries(2, () => Movie.objects.count())))?.message).toMatch(
    /^Expected 2 queries, and there was 1:/,
  );
  const failure = await failureOf(() =>
    expectQueries({ max: 3 }, async () => {
      for (const id of [1, 2, 3, 4]) await Movie.objects.filter({ id }).first();
    }),
  );
  expect(failure?.message).toMatch(/^Expected at most 3 queries, and there were 4:/);
  expect(failure?.hint).toMatch(/^One statement ran 4 times/);
});

test('an error of the work is its own', async () => {
  const work = async () => {
    await Movie.objects.get({ title: 'Not there' });
  };
  expect((await failureOf(() => expectQueries(1, work)))?.code).toMatch(/^orm\./);
  expect((await failureOf(() => expectNoFindings(work)))?.code).toMatch(/^orm\./);
});

test('a budget that is none is refused', async () => {
  for (const budget of [-1, 1.5, { max: -1 }, { most: 3 } as never]) {
    expect((await failureOf(() => expectQueries(budget, () => 0)))?.code).toMatch(
      /^core\.option\./,
    );
  }
});

async function loadOneByOne(): Promise<number> {
  const movies = await Movie.objects.fetchMode('one').orderBy('id'); // the movies
  for (const movie of movies) await movie.director.load(); // the access
  return movies.length;
}

test('work without findings passes', async () => {
  const work = () => Movie.objects.selectRelated('director').orderBy('id');
  expect(await expectNoFindings(work)).toHaveLength(4);
});

test('a QuerySet that the work returns is looked at, and its rows are for the test to read', async () => {
  const work = () => Movie.objects.selectRelated('director').orderBy('id');
  const movies = await expectNoFindings(work);
  expect(movies[0]?.director.name).toBe('Stanley Kubrick');
  const twice = async () => {
    await Movie.objects.filter({ year: 1975 });
    return await Movie.objects.filter({ year: 1975 });
  };
  expect((await failureOf(() => expectNoFindings(twice)))?.message).toContain('duplicate-query');
});

test('a page that loads what it does not show has a finding', async () => {
  const app = createApp({ mode: 'development' });
  app.get('/titles', async () => {
    const movies = await Movie.objects.selectRelated('director').orderBy('id');
    return movies.map(({ title }) => title);
  });
  const failure = await failureOf(() => expectNoFindings(() => app.inject('/titles')));
  expect(failure?.message).toContain('(unused-eager-loading)');
  await app.close();
});

test('findings are listed with their lines and what to do', async () => {
  const failure = await failureOf(() => expectNoFindings(loadOneByOne));
  expect(failure?.code).toBe('testing.findings.found');
  expect(failure?.message).toContain('N+1 on Movie.director (n-plus-one)');
  expect(failure?.message).toContain(here('the movies'));
  expect(failure?.message).toContain(here('the access'));
  expect(failure?.message).toContain('Load it with selectRelated.');
});

test('requests that are answered meanwhile are looked at as well', async () => {
  const app = createApp({ mode: 'development' });
  app.get('/movies', () => loadOneByOne());
  const failure = await failureOf(() => expectNoFindings(() => app.inject('/movies')));
  expect(failure?.message).toContain('N+1 on Movie.director (n-plus-one)');
  await app.close();
});

test('a rule can be left out, and a comment holds', async () => {
  expect(await expectNoFindings(loadOneByOne, { except: ['n-plus-one'] })).toBe(4);
  await expectNoFindings(async () => {
    // uptempo-ignore n-plus-one: four films
    const movies = await Movie.objects.fetchMode('one').orderBy('id');
    for (const movie of movies) await movie.director.load();
  });
  const unknown = await failureOf(() =>
    expectNoFindings(() => 0, { except: ['n-plus-two'] as never }),
  );
  expect(unknown?.code).toBe('core.option.invalid');
});

test('rules about time are applied on request', MEASURES_TIME, async () => {
  const compute = async () => {
    const startedUs = process.threadCpuUsage().user;
    while (process.threadCpuUsage().user - startedUs < 120_000);
  };
  const app = createApp({ mode: 'development' });
  app.get('/', compute);
  const twice = async () => {
    await app.inject('/');
    await app.inject('/');
  };
  await expectNoFindings(twice);
  const failure = await failureOf(() => expectNoFindings(twice, { withTimings: true }));
  expect(failure?.message).toContain('(blocking-cpu)');
  await app.close();
});
