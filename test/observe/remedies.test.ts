import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResultSetInfo } from '../../src/events/index.ts';
import { detectFindings, type Remedy } from '../../src/observe/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { publishDirectorLoad, publishRequest, record } from './cinema-events.ts';

/** Makes chains of calls that remember the place of the last one, as QuerySets do. */
const QUERY_SETS = `
import { CallSite } from '${import.meta.resolve('../../src/events/index.ts')}';
function querySet(site) {
  const made = () => querySet(CallSite.capture());
  return { model: 'Movie', rowCount: 25, site, filter: made, orderBy: made, slice: made,
    prefetchRelated: made, fetchMode: made };
}
export const Movie = { get objects() { return querySet(CallSite.capture()); } };
`;

/** The remedies for a loop over the QuerySet that a view's source makes. */
async function remediesFor(source: string, relation = 'director', model = 'Movie') {
  const folder = temporaryFiles({
    'node_modules/query-sets/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/query-sets/index.js': QUERY_SETS,
    'package.json': '{ "type": "module" }',
    'views.js': `import { Movie } from 'query-sets';\n\n${source}`,
  });
  const { list }: { list(): ResultSetInfo } = await import(join(folder, 'views.js'));
  const resultSet = { ...list(), model };
  const remedy = relation === 'director' ? 'selectRelated' : 'prefetchRelated';
  const trace = record(() =>
    publishRequest((context) => {
      for (const id of [1, 2, 3]) {
        const facts = { name: relation, relation: `Movie.${relation}`, remedy } as const;
        publishDirectorLoad(context, resultSet, { atMs: id * 3, id, ...facts });
      }
    }),
  );
  return detectFindings(trace, { projectRoot: folder })[0]!.remedies;
}

function insertedText({ code, inserted }: Remedy): string | undefined {
  return inserted && code?.slice(inserted.start, inserted.end);
}

describe('the line to write instead', () => {
  test('has the call right behind the manager', async () => {
    const [remedy] = await remediesFor(`export function list() {
  const movies = Movie.objects.filter({ rating__gte: 7 }).slice(0, 25);
  return movies;
}`);
    expect(remedy?.code).toBe(
      "const movies = Movie.objects.selectRelated('director').filter({ rating__gte: 7 }).slice(0, 25);",
    );
    expect(insertedText(remedy!)).toBe(".selectRelated('director')");
  });

  test('has it on a line of its own in a chain of several lines', async () => {
    const [remedy] = await remediesFor(
      `export function list() {
  return (
    Movie.objects
      .filter({ title: 'Stop (the film' }) // ) brackets in texts and comments
      .orderBy(\`\${'-rating'})\`)
      .slice(0, 25)
  );
}`,
      'genres',
    );
    expect(remedy?.code).toBe(`Movie.objects
  .prefetchRelated('genres')
  .filter({ title: 'Stop (the film' }) // ) brackets in texts and comments
  .orderBy(\`\${'-rating'})\`)
  .slice(0, 25)`);
    expect(insertedText(remedy!)).toBe(".prefetchRelated('genres')");
  });

  test('extends a call of the method that is there', async () => {
    const [remedy] = await remediesFor(
      "export const list = () => Movie.objects.prefetchRelated('cast').orderBy('title');",
      'genres',
    );
    expect(remedy?.code).toBe(
      "export const list = () => Movie.objects.prefetchRelated('cast', 'genres').orderBy('title');",
    );
    expect(insertedText(remedy!)).toBe(", 'genres'");
  });

  test('finds the chain among others on its line', async () => {
    const [remedy] = await remediesFor(
      "export const list = () => ['Movie.objects', Movie.objects.slice(0, 9)].filter((x) => x.model)[0];",
    );
    expect(remedy?.code).toContain(
      "['Movie.objects', Movie.objects.selectRelated('director').slice(0, 9)]",
    );
  });

  test('finds a chain that goes on from a variable', async () => {
    const [remedy] = await remediesFor(`export function list() {
  const all = Movie.objects;
  const query = all.filter({ rating__gte: 7 });
  return query;
}`);
    expect(remedy?.code).toBe(
      "const query = all.selectRelated('director').filter({ rating__gte: 7 });",
    );
  });

  test('is not thrown off by Windows line ends', async () => {
    const [remedy] = await remediesFor(
      'export const list = () =>\r\n  Movie.objects\r\n    .filter({})\r\n    .slice(0, 25);\r\n',
    );
    expect(remedy?.code).toBe(
      "Movie.objects\n  .selectRelated('director')\n  .filter({})\n  .slice(0, 25);",
    );
    expect(insertedText(remedy!)).toBe(".selectRelated('director')");
  });

  test.each([
    [
      'the chain begins in a function',
      'const all = () => Movie.objects;\nexport const list = () => all().filter({});',
      'Movie',
    ],
    [
      'the chain is of another model',
      'export const list = () => Movie.objects.filter({});',
      'Director',
    ],
  ])('is the call alone when %s', async (_when, source, model) => {
    const [remedy] = await remediesFor(source, 'director', model);
    expect(remedy?.code).toBe(".selectRelated('director')");
    expect(insertedText(remedy!)).toBe(".selectRelated('director')");
  });

  test('is the call alone when there is no source', () => {
    const trace = record(() =>
      publishRequest((context) => {
        const resultSet = { model: 'Movie', rowCount: 25, site: undefined };
        for (const id of [1, 2]) publishDirectorLoad(context, resultSet, { atMs: id * 3, id });
      }),
    );
    expect(detectFindings(trace)[0]?.remedies).toMatchObject([
      { code: ".selectRelated('director')" },
    ]);
  });
});

describe('the fetch mode', () => {
  test('is to be dropped where the chain asks for one row at a time', async () => {
    const remedies = await remediesFor(`export const list = () => Movie.objects
  .filter({ rating__gte: 7 })
  .fetchMode('one')
  .slice(0, 25);`);
    expect(remedies[1]).toMatchObject({
      title: 'Or drop the fetch mode',
      explanation: expect.stringContaining('2 queries'),
      code: `export const list = () => Movie.objects
  .filter({ rating__gte: 7 })
  .slice(0, 25);`,
      inserted: undefined,
    });
  });

  test('is not mentioned where the chain does not set it', async () => {
    expect(await remediesFor('export const list = () => Movie.objects.filter({});')).toHaveLength(
      1,
    );
  });
});
