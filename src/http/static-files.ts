import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { checkOptions, option } from '../core/index.ts';
import { httpError } from './errors.ts';
import type { Mode } from './mode.ts';

export interface StaticOptions {
  /** Directory whose files are served, and nothing outside of it. */
  readonly directory: string;
  /** Path they are served under. Default `/static/`. */
  readonly url?: string;
}

/** How long a browser may use a file without asking in production: an hour. */
const MAX_AGE_MS = 3_600_000;

/**
 * Serves a directory: conditional and range requests, no dot files, no listing. In development
 * browsers ask each time whether a file has changed.
 *
 * @throws core.option.unknown, core.option.invalid, http.static.missing
 */
export function installStaticFiles(app: FastifyInstance, options: StaticOptions, mode: Mode): void {
  checkOptions('static', options, { directory: option.string, url: option.string });
  const root = resolve(options.directory);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) throw missing(root);
  app.register(async (scope) => {
    const { default: fastifyStatic } = await import('@fastify/static');
    await scope.register(fastifyStatic, {
      root,
      prefix: staticUrlOf(options),
      dotfiles: 'ignore',
      index: false,
      decorateReply: false,
      maxAge: mode === 'development' ? 0 : MAX_AGE_MS,
    });
  });
}

/** The path that static files are served under, with the slash at its end. */
export function staticUrlOf({ url = '/static/' }: Partial<StaticOptions> = {}): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function missing(directory: string) {
  return httpError('http.static.missing', `The static directory ${directory} does not exist.`, {
    hint: 'Create it, or change static.directory in uptempo.config.ts.',
  });
}
