import { DatabaseBackend } from './backends/database/backend.ts';
import { databaseOptions } from './backends/schemes.ts';
import type { CacheOptions } from './settings.ts';

/**
 * The backends of those caches of the settings that are kept in a database, one for each table, with
 * the names of its caches. Their settings have to be valid, which `connectCaches` checks.
 */
export function databaseCaches(
  settings: Readonly<Record<string, CacheOptions>>,
): ReadonlyMap<DatabaseBackend, readonly string[]> {
  const found = new Map<string, { readonly backend: DatabaseBackend; readonly caches: string[] }>();
  for (const [name, options] of Object.entries(settings)) {
    const backend = databaseBackend(typeof options === 'string' ? { url: options } : options);
    if (backend === undefined) continue;
    const place = JSON.stringify([backend.alias, backend.table]);
    const known = found.get(place);
    if (known === undefined) found.set(place, { backend, caches: [name] });
    else known.caches.push(name);
  }
  return new Map([...found.values()].map(({ backend, caches }) => [backend, caches]));
}

function databaseBackend(options: Exclude<CacheOptions, string>): DatabaseBackend | undefined {
  const { backend, url } = options;
  if (backend !== undefined) return backend instanceof DatabaseBackend ? backend : undefined;
  if (!url?.startsWith('database:')) return undefined;
  return new DatabaseBackend(databaseOptions(url, options));
}
