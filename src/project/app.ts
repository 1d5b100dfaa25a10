import type { App, Mode, Plugin } from '../http/index.ts';
import { apmFileOf } from './apm-file.ts';
import { connectDatabases, disconnectDatabases, loadModels } from './databases.ts';
import { projectError } from './errors.ts';
import { ignoredFindings } from './findings.ts';
import { addRequestHistory, openProjectHistory } from './history.ts';
import { addLanguages, configureLanguages } from './languages.ts';
import { importing } from './module-import.ts';
import type { Project } from './project.ts';
import type { Settings } from './settings.ts';
import { templateSettings } from './templates.ts';

export interface ProjectAppOptions {
  /** Default the project's, which is what the environment asks for. */
  readonly mode?: Mode;
  /** Fastify plugins to register before the routes. */
  readonly plugins?: readonly Plugin[];
  /** Whether pages carry the toolbar; in development only. Default the setting. */
  readonly toolbar?: boolean;
  /**
   * Whether requests are kept in a file, if the setting `history` allows it. Default in production
   * only: `uptempo dev` asks for it, a test does not.
   */
  readonly history?: boolean;
}

/**
 * Builds the app of a project: connects the databases, imports the models, then adds the toolbar
 * (in development), the profiler and the APM that the settings ask for, the plugins and the routes. Closing the app disconnects the databases.
 *
 * ```ts
 * const app = await createProjectApp(await loadProject());
 * const answer = await app.inject('/movies');
 * ```
 *
 * @throws project.module.missing, project.module.no_export, and what `connect` and `createApp` do
 */
export async function createProjectApp(
  project: Project,
  options: ProjectAppOptions = {},
): Promise<App> {
  const { settings } = project;
  const mode = options.mode ?? project.mode;
  const { createApp } = await import('../http/index.ts');
  const { static: files, allowedHosts } = settings;
  const templates = await templateSettings(project, mode);
  const app = createApp({
    mode,
    ...(templates && { templates }),
    ...(files && { static: files }),
    ...(allowedHosts && { allowedHosts }),
  });
  app.addHook('onClose', disconnectDatabases);
  try {
    await configureLanguages(project, mode);
    await addLanguages(app, project);
    await connectDatabases(project);
    await loadModels(project);
    const hasToolbar = mode === 'development' && (options.toolbar ?? settings.toolbar);
    const hasHistory = settings.history !== false && (options.history ?? mode === 'production');
    if (hasToolbar) await addToolbar(app, project, hasHistory);
    const permission = settings.history ? settings.history.permission : undefined;
    if (mode === 'production' && hasHistory && permission !== undefined) {
      await addRequestHistory(app, project, permission);
    }
    if (settings.profiler) await addProfiler(app, settings.profiler, project.root);
    if (mode === 'production' || hasToolbar) await addApm(app, project, mode);
    for (const plugin of options.plugins ?? []) await app.register(plugin);
    await addRoutes(app, project);
    await app.ready();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** Imported here alone, so that nothing of it is loaded where it is off. */
async function addToolbar(app: App, project: Project, hasHistory: boolean): Promise<void> {
  const { toolbar } = await import('../toolbar/index.ts');
  const store = hasHistory ? await openProjectHistory(app, project, 'development') : undefined;
  await app.register(toolbar, {
    isEnabled: true,
    projectRoot: project.root,
    settings: { ...project.settings },
    ignoredFindings: await ignoredFindings(project),
    store,
  });
}

/** Imported here alone, as the toolbar. */
async function addProfiler(
  app: App,
  options: NonNullable<Settings['profiler']>,
  projectRoot: string,
): Promise<void> {
  const { profilerPages } = await import('../profiling/index.ts');
  await app.register(profilerPages, { ...options, projectRoot });
}

/**
 * Imported here alone, as the toolbar. Development has it without a setting, and keeps no figures:
 * they would be of code that has changed since.
 */
async function addApm(app: App, project: Project, mode: Mode): Promise<void> {
  const { settings, root } = project;
  if (settings.apm === false || (mode === 'production' && settings.apm === undefined)) return;
  const { apm } = await import('../apm/index.ts');
  const { storeFile: _inMemory, ...options } = settings.apm ?? {};
  const file = mode === 'production' ? apmFileOf(project) : undefined;
  await app.register(apm, {
    ...options,
    ...(file !== undefined && { storeFile: file }),
    mode,
    projectRoot: root,
  });
}

async function addRoutes(app: App, { settings, configFile }: Project): Promise<void> {
  if (settings.routes === undefined) return;
  const { routes } = await importing(settings.routes);
  if (typeof routes !== 'function') {
    throw projectError(
      'project.module.no_export',
      `The module of the setting "routes" in ${configFile} exports no function "routes".`,
      { hint: 'Write export function routes(app) { app.get(…); } in it.' },
    );
  }
  await app.register(async (scope) => {
    await routes(scope);
  });
}
