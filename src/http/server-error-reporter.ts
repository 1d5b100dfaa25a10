import type { FastifyRequest } from 'fastify';
import { isUptempoError, plainLines } from '../core/index.ts';
import { contextOf } from './request-events.ts';

/** Is told of every server error (5xx), since the client is not told what it was. */
export type ServerErrorReporter = (error: unknown, request: FastifyRequest) => void;

/** Writes the error to the app's own log. */
export const reportToLog: ServerErrorReporter = (error, request) => {
  request.log.error({ err: error }, 'server error');
};

/** Writes the error to standard error. The URL may hold secrets, the route's pattern does not. */
export const reportToStandardError: ServerErrorReporter = (error, request) => {
  const route = `${request.method} ${request.routeOptions.url ?? '(no route)'}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = isUptempoError(error) && error.hint !== undefined ? `\nHint: ${error.hint}` : '';
  const id = contextOf(request)?.id ?? 'unknown';
  // A message may have what a client has sent.
  process.stderr.write(`${route} failed, request ${id}\n${plainLines(text + hint)}\n`);
};
