import { importing } from './module-import.ts';
import type { Project } from './project.ts';

/**
 * Connects the databases of the project's settings, with its routers, and the caches; a relative path
 * lies in the project's folder.
 *
 * @throws db.router.invalid, db.url.invalid, db.open.failed, db.file.corrupt, cache.url.invalid
 */
export async function connectDatabases({ root, settings }: Project): Promise<void> {
  if (settings.databases !== undefined) {
    const { connect } = await import('../db/index.ts');
    connect(settings.databases, { baseFolder: root, routers: settings.routers ?? [] });
  }
  if (settings.caches === undefined) return;
  const { connectCaches } = await import('../cache/index.ts');
  connectCaches(settings.caches, root);
}

/** Closes them all; the caches first, since one may be in a database. */
export async function disconnectDatabases(): Promise<void> {
  const { disconnectCaches } = await import('../cache/index.ts');
  await disconnectCaches();
  const { disconnect } = await import('../db/index.ts');
  await disconnect();
}

/**
 * Imports the project's models, which registers them with the ORM.
 *
 * @returns what their module exports; empty when the project has no models.
 * @throws project.module.missing
 */
export async function loadModels({
  settings,
}: Project): Promise<Readonly<Record<string, unknown>>> {
  return settings.models === undefined ? {} : { ...(await importing(settings.models)) };
}
