import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CINEMA, temporaryProject, uptempo } from './uptempo.ts';

const ROUTES = `import type { App } from 'uptempo/http';
import { Movie } from './models.ts';
export function routes(app: App): void {
  app.get('/', async () => 'Welcome');
  app.get('/movies', async () => {
    const movies = await Movie.objects.fetchMode('one').orderBy('id');
    const lines: string[] = [];
    for (const movie of movies) lines.push((await movie.director.load()).name);
    return lines;
  });
  app.get('/movies/:id', async () => Movie.objects.count());
  app.post('/movies', async () => { throw new Error('Nothing may be written'); });
}`;

/** A project with films, whose settings end with `settings`. */
async function project(settings = '', routes = ROUTES): Promise<string> {
  const config = CINEMA['uptempo.config.ts'].replace("commands: 'commands',", `$&${settings}`);
  const folder = temporaryProject({ ...CINEMA, 'uptempo.config.ts': config, 'routes.ts': routes });
  await uptempo(['migrate'], { folder });
  await uptempo(['load-movies', 'films.json', '--copies', '4'], { folder });
  return folder;
}

const check = (folder: string, ...argv: readonly string[]) =>
  uptempo(['check', '--performance', ...argv], { folder });

test('the pages are visited, and what could be faster is shown with its line and the fix', async () => {
  const folder = await project();
  const { code, output, errors } = await check(folder);
  expect(code).toBe(1);
  expect(output).toMatch(/^\/movies {2}200, .*, 5 queries$/m);
  expect(output).toMatch(/^ {2}N\+1 on Movie\.director {2}saves .* n-plus-one$/m);
  expect(output).toContain('4 Movie rows each loaded their director with a query of their own.');
  expect(output).toMatch(/^ {4}routes\.ts:6:\d+ {2}const movies = await Movie/m);
  expect(output).toContain(".selectRelated('director')");
  expect(output).toContain('Not visited, as their parameters have no values: /movies/:id');
  expect(output).toContain('--url /movies/7');
  expect(output.trimEnd().split('\n').at(-1)).toBe('2 pages visited: 1 finding.');
  expect(errors).toMatch(/Pages: 2 in /);
});

test('databases are asked for the indexes that statements lack; what is ignored stays so', async () => {
  const routes = `import type { App } from 'uptempo/http';
import { Movie } from './models.ts';
export function routes(app: App): void {
  app.get('/movies/named', async () => {
    const found: string[] = [];
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      found.push(...(await Movie.objects.filter({ title: \`Movie \${number}\` })).map(({ title }) => title));
    }
    return found;
  });
}`;
  const folder = await project('', routes);
  const file = new DatabaseSync(join(folder, 'cinema.sqlite'));
  file.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    INSERT INTO movie (title, director_id) SELECT 'Movie ' || i, 1 FROM n`);
  file.close();
  const { code, output } = await check(folder);
  expect(code).toBe(1);
  expect(output).toMatch(/^ {2}No index on Movie for title {2}saves at most .* missing-index$/m);
  expect(output).toMatch(/^ {4}routes\.ts:7:\d+ {2}found\.push\(\.\.\.\(await Movie/m);
  expect(output).toContain("indexes: [index({ fields: ['title'] })],");

  const config = join(folder, 'uptempo.config.ts');
  const ignored =
    "findings: { ignore: [{ rule: 'missing-index', reason: 'Asked once a year.' }] },";
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace("commands: 'commands',", `$&${ignored}`),
  );
  const again = await check(folder);
  expect(again.output).toContain('ignored  missing-index: No index on Movie for title (Asked once');
});

test('--json is the whole report; URLs for parameters come from --url and a file', async () => {
  const folder = await project();
  writeFileSync(join(folder, 'urls.txt'), '# films\n\n/movies/2?lines=3\n');
  const { code, output } = await check(
    folder,
    '--json',
    '--url',
    '/movies/1',
    '--urls',
    'urls.txt',
  );
  const report = JSON.parse(output);
  expect(code).toBe(1);
  expect(report.notVisited).toEqual([]);
  expect(report.pages.map(({ url }: { url: string }) => url)).toEqual([
    '/movies',
    '/',
    '/movies/1',
    '/movies/2?lines=3',
  ]);
  expect(report.pages[0]).toMatchObject({
    status: 200,
    queryCount: 5,
    isFailing: true,
    findings: [
      {
        code: 'n-plus-one',
        fingerprint: 'n-plus-one:Movie.director:routes.ts:6',
        level: 'warning',
        place: { file: 'routes.ts', line: 6 },
        access: { file: 'routes.ts', line: 8 },
        queryCount: 4,
        note: null,
      },
    ],
    suppressed: [],
  });
  expect(report.pages[1]).toMatchObject({ isFailing: false, findings: [] });
});

test('what the settings ignore is shown as that, and fails no more', async () => {
  const folder = await project(
    "findings: { ignore: [{ rule: 'n-plus-one', place: 'routes.ts', reason: 'Four films.' }] },",
  );
  const { code, output } = await check(folder);
  expect(code).toBe(0);
  expect(output).toContain('ignored  n-plus-one: N+1 on Movie.director (Four films.)');
  expect(output).toContain('2 pages visited: nothing to report (1 ignored).');
});

test('a suppression without a reason is refused', async () => {
  const folder = await project("findings: { ignore: [{ rule: 'n-plus-one' }] as never },");
  const { code, errors } = await check(folder);
  expect(code).toBe(1);
  expect(errors).toContain('findings.ignore[0] gives no reason');
  expect(errors).toContain('observe.suppression.invalid');
});

test('--max-queries bounds the queries of each page', async () => {
  const folder = await project(
    "findings: { ignore: [{ rule: 'n-plus-one', reason: 'Four films.' }] },",
  );
  expect((await check(folder, '--max-queries', '5')).code).toBe(0);
  const { code, output } = await check(folder, '--max-queries', '4');
  expect(code).toBe(1);
  expect(output).toContain('more than 4 queries');
});

test('a page that fails fails the check', async () => {
  const routes = ROUTES.replace("'Welcome'", "{ throw new Error('Broken'); }");
  const { code, output } = await check(await project('', routes), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(output).pages).toContainEqual(
    expect.objectContaining({ url: '/', status: 500, isFailing: true }),
  );
});

test.each([
  ['--url', 'movies', 'checks.performance.url'],
  ['--url', 'https://example.org/', 'checks.performance.url'],
  ['--urls', 'missing.txt', 'checks.performance.file'],
])('%s %s is refused', async (option, value, id) => {
  const folder = temporaryProject();
  const { code, errors } = await check(folder, option, value);
  expect([code, errors.includes(id)]).toEqual([1, true]);
});

test('its options are for --performance alone', async () => {
  const folder = temporaryProject();
  const { code, errors } = await uptempo(['check', '--max-queries', '3'], { folder });
  expect(code).toBe(1);
  expect(errors).toContain('checks.performance.off');
  expect(existsSync(join(folder, 'cinema.sqlite'))).toBe(false);
});
