import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkOptions, option, suggest } from '../core/index.ts';
import { dbError } from './errors.ts';

/** One database in the settings: its address, or an object with the address and more. */
export type DatabaseOptions = string | { readonly url: string };

export interface SqliteSettings {
  readonly kind: 'sqlite';
  /** Absolute path, or `:memory:`. */
  readonly path: string;
  readonly isMemory: boolean;
  /** Milliseconds to wait for another process's lock. The thread waits with it. Default 5,000. */
  readonly busyTimeoutMs: number;
}

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;
const SCHEMES = ['sqlite'];

/**
 * Reads the address of a database.
 *
 * `sqlite:cinema.sqlite` (relative to `baseFolder`), `sqlite:/srv/cinema.sqlite`,
 * `sqlite::memory:`, each with `?timeout=10000` for the busy timeout in milliseconds.
 *
 * @throws db.url.invalid, core.option.unknown, core.option.invalid
 */
export function parseDatabaseOptions(
  options: DatabaseOptions,
  baseFolder: string = process.cwd(),
): SqliteSettings {
  const checked = typeof options === 'string' ? { url: options } : options;
  const { url } = checkOptions('database', checked, { url: option.string });
  const match = /^(?<scheme>[a-z+]+):(?<path>[^?]*)(?:\?(?<query>.*))?$/s.exec(url);
  const { scheme, path, query } = match?.groups ?? {};
  if (scheme === undefined || path === undefined || path === '') throw invalidUrl();
  if (!SCHEMES.includes(scheme)) throw unknownScheme(scheme);
  const isMemory = path === ':memory:';
  return {
    kind: 'sqlite',
    path: isMemory ? path : resolve(baseFolder, path.startsWith('//') ? filePath(path) : path),
    isMemory,
    busyTimeoutMs: parseQuery(query ?? ''),
  };
}

/** `sqlite:///srv/cinema.sqlite` as other tools write it. */
function filePath(path: string): string {
  try {
    return fileURLToPath(`file:${path}`);
  } catch {
    throw invalidUrl();
  }
}

function parseQuery(query: string): number {
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) {
    if (name === 'timeout') continue;
    throw dbError('db.url.invalid', `The database address has no parameter "${name}".`, {
      hint: suggest(name, ['timeout']),
    });
  }
  const timeout = parameters.get('timeout');
  if (timeout === null) return DEFAULT_BUSY_TIMEOUT_MS;
  if (/^\d{1,9}$/.test(timeout)) return Number(timeout);
  throw dbError('db.url.invalid', 'The timeout of the database address is no whole number.', {
    hint: 'Write milliseconds: sqlite:cinema.sqlite?timeout=10000.',
  });
}

function invalidUrl() {
  return dbError('db.url.invalid', 'The address of the database cannot be read.', {
    hint: 'Write sqlite:path/to/file.sqlite or sqlite::memory:.',
  });
}

function unknownScheme(scheme: string) {
  return dbError('db.url.invalid', `There is no driver for "${scheme}:" addresses.`, {
    hint: `${suggest(scheme, SCHEMES)} Write sqlite:path/to/file.sqlite.`,
  });
}
