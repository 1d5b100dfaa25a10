import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkOptions, option, suggest } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';

export interface SqliteSettings {
  readonly kind: 'sqlite';
  /** Absolute path, or `:memory:`. */
  readonly path: string;
  readonly isMemory: boolean;
  /** Milliseconds to wait for another process's lock. The thread waits with it. Default 5,000. */
  readonly busyTimeoutMs: number;
}

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/**
 * Reads the address of a SQLite database, taken apart at its colon and question mark.
 *
 * @throws db.url.invalid, core.option.unknown, core.option.invalid
 */
export function parseSqliteSettings(
  options: { readonly url: string },
  baseFolder: string,
): SqliteSettings {
  checkOptions('database', options, { url: option.string });
  const [, path, query] = /^sqlite:([^?]*)(?:\?(.*))?$/s.exec(options.url) ?? [];
  if (path === undefined || path === '') throw invalidUrl();
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
