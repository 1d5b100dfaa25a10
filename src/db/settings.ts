import { checkOptions, option, suggest } from '../core/index.ts';
import {
  type PostgresqlOptions,
  type PostgresqlSettings,
  parsePostgresqlSettings,
} from './drivers/postgresql/settings.ts';
import { parseSqliteSettings, type SqliteSettings } from './drivers/sqlite/settings.ts';
import { dbError } from './errors.ts';

/** One database in the settings: its address, or an object with the address and more. */
export type DatabaseOptions = string | { readonly url: string } | PostgresqlOptions;

export type DatabaseSettings = SqliteSettings | PostgresqlSettings;

const SCHEMES = ['sqlite', 'postgres', 'postgresql'];

/**
 * Reads the address of a database.
 *
 * `sqlite:cinema.sqlite` (relative to `baseFolder`), `sqlite:/srv/cinema.sqlite`,
 * `sqlite::memory:`, each with `?timeout=10000` for the busy timeout in milliseconds;
 * `postgres://user:password@host:5432/cinema` with the parameters that `PostgresqlOptions` has.
 *
 * @throws db.url.invalid, core.option.unknown, core.option.invalid
 */
export function parseDatabaseOptions(
  options: DatabaseOptions,
  baseFolder: string = process.cwd(),
): DatabaseSettings {
  const given = typeof options === 'string' ? { url: options } : options;
  const scheme = schemeOf(given);
  if (!SCHEMES.includes(scheme)) throw unknownScheme(scheme);
  return scheme === 'sqlite'
    ? parseSqliteSettings(given, baseFolder)
    : parsePostgresqlSettings(given);
}

function schemeOf(given: { readonly url: string }): string {
  const url: unknown = given?.url;
  if (typeof url !== 'string') checkOptions('database', given, { url: option.string });
  const scheme = /^([a-z+]+):/.exec(String(url))?.[1];
  if (scheme !== undefined) return scheme;
  throw dbError('db.url.invalid', 'The address of the database cannot be read.', {
    hint: 'Write sqlite:path/to/file.sqlite, sqlite::memory: or postgres://user@host/database.',
  });
}

function unknownScheme(scheme: string) {
  return dbError('db.url.invalid', `There is no driver for "${scheme}:" addresses.`, {
    hint: `${suggest(scheme, SCHEMES)} Write sqlite:path/to/file.sqlite or postgres://user@host/database.`,
  });
}
