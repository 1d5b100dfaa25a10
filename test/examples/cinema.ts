import { join } from 'node:path';
import { cleanFilms } from '../../examples/cinema/loading/cleaning.ts';
import { readSourceFilms } from '../../examples/cinema/loading/source.ts';
import { storeFilms } from '../../examples/cinema/loading/store.ts';
import { queryChannel } from '../../src/events/index.ts';
import type { App } from '../../src/http/index.ts';
import { atomic, createTables } from '../../src/orm/index.ts';
import { createProjectApp, loadProject, type ProjectAppOptions } from '../../src/project/index.ts';
import { root } from '../support/repository.ts';

/** Folder of the example. */
export const cinemaFolder = join(root, 'examples/cinema');

/** The site on a database in memory, with all films unless told otherwise. */
export async function openCinema(
  options: ProjectAppOptions & { readonly isEmpty?: boolean } = {},
): Promise<App> {
  const { isEmpty = false, ...appOptions } = options;
  const project = await loadProject(cinemaFolder);
  const databases = { default: 'sqlite::memory:' };
  const app = await createProjectApp(
    { ...project, settings: { ...project.settings, databases } },
    appOptions,
  );
  await createTables();
  if (!isEmpty) await loadFilms();
  return app;
}

export async function loadFilms(): Promise<void> {
  const { films } = cleanFilms(await readSourceFilms());
  await atomic(() => storeFilms(films, 1, () => {}));
}

/** Asks for a page as a browser does. */
export function visit(app: App, url: string) {
  return app.inject({ url, headers: { accept: 'text/html,*/*;q=0.8' } });
}

/** How many statements `work` runs, counted by the channel that the toolbar listens to. */
export async function countQueries(work: () => PromiseLike<unknown>): Promise<number> {
  let count = 0;
  const stop = queryChannel.subscribe(() => count++);
  await work();
  stop();
  return count;
}
