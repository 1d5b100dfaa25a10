import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkPerformance, isFailing } from '../../src/checks/index.ts';
import { createTables } from '../../src/orm/index.ts';
import { createProjectApp, loadProject } from '../../src/project/index.ts';
import { cinemaFolder, loadFilms } from '../examples/cinema.ts';
import { temporaryFolder } from '../support/files.ts';

/** Pages of the example with parameters, beside those that are found. */
const URLS = ['/movies?page=20', '/movies/1', '/directors?page=3', '/movies?q=star'];

test('of the example’s pages, the slow one has its finding and the good ones have none', async () => {
  const loaded = await loadProject(cinemaFolder);
  const databases = { default: `sqlite:${join(temporaryFolder(), 'cinema.sqlite')}` };
  const project = { ...loaded, settings: { ...loaded.settings, databases } };
  const app = await createProjectApp(project, { toolbar: false });
  await createTables();
  await loadFilms();
  await app.close();

  const { pages, notVisited } = await checkPerformance(project, { urls: URLS });
  expect(pages.filter(isFailing).map(({ url }) => url)).toEqual(['/movies/slow']);
  expect(pages.flatMap(({ findings }) => findings)).toMatchObject([
    {
      code: 'n-plus-one',
      querySet: { site: { file: 'views/movie-list-slow.ts' } },
      access: { site: { file: 'views/movie-list-slow.ts' } },
    },
  ]);
  expect(pages.map(({ url }) => url)).toEqual(expect.arrayContaining(['/', '/movies', ...URLS]));
  expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200));
  expect(notVisited).toEqual([]);
});
