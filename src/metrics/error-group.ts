import path from 'node:path';
import { applicationFrames } from '../events/index.ts';
import type { ErrorIdentity } from './stats/error-stats.ts';

/** Characters kept of a message, and of a name. */
const MAX_MESSAGE = 300;
const MAX_NAME = 100;

/** Characters of a message that are looked at: a message can hold a whole document. */
const MAX_READ = 1_000;

/** What differs between two errors of one cause: quoted texts, addresses, ids, numbers. */
const LITERALS =
  /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|\b[\w.+-]+@[\w-]+\.[\w.-]+\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b0x[0-9a-f]+\b|\b[0-9a-f]{16,}\b|\d+(?:\.\d+)?/gi;

/** A message without what may be different each time, and may be somebody's data. */
export function messageFingerprint(message: string): string {
  return message
    .slice(0, MAX_READ)
    .replace(LITERALS, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_MESSAGE);
}

/** Name and message of an error; a response with an error's status and no error is one by its status. */
export function describeError(error: unknown, statusCode: number): ErrorIdentity {
  if (error === undefined || error === null) {
    return {
      name: `HTTP ${statusCode}`,
      message: 'The response says so; nothing was thrown.',
      site: '',
    };
  }
  if (!(error instanceof Error)) {
    return { name: 'Error', message: `A ${typeof error} was thrown.`, site: '' };
  }
  return { name: nameOf(error), message: messageFingerprint(error.message), site: '' };
}

/** The application's innermost line in an error's stack; reading the stack takes some 20 µs. */
export function errorSite(error: unknown, projectRoot: string): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  const frame = applicationFrames(error.stack)[0];
  return frame === undefined ? '' : `${relativeTo(projectRoot, frame.file)}:${frame.line}`;
}

/** A path in the project as one writes it there; others as they are. */
export function relativeTo(projectRoot: string, file: string): string {
  const relative = path.relative(projectRoot, file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return isInside ? relative.split(path.sep).join('/') : file;
}

function nameOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  const name = typeof code === 'string' && code !== '' ? code : error.name;
  return String(name).slice(0, MAX_NAME);
}
