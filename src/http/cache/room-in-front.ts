import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { insideOf } from './fastify-inside.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** What is to be known of an app to answer requests before Fastify has them. */
export interface RoomInFront {
  /** Fastify's own listener. */
  readonly next: Listener;
  readonly trustsProxies: boolean;
}

/**
 * The place before Fastify in an app's server; undefined where the app has something there already.
 *
 * @param given - the options the app was made with, where they are known and it has no routes yet.
 */
export function roomInFront(
  app: FastifyInstance,
  given: FastifyServerOptions | undefined,
): RoomInFront | undefined {
  const options = given ?? optionsOf(app);
  if (options === undefined || !leavesRoom(options)) return undefined;
  if (given === undefined && hasConstraints(app)) return undefined;
  const next = app.routing as Listener;
  if (app.server.listeners('request')[0] !== next) return undefined;
  return { next, trustsProxies: Boolean(options.trustProxy) };
}

/** Of a root instance, in which nothing can be hidden by encapsulation. */
function optionsOf(app: FastifyInstance): FastifyServerOptions | undefined {
  const options = insideOf(app, 'fastify.options') as FastifyServerOptions | undefined;
  // There the logger is the one made of the option; the one that writes nothing has no level.
  return options && { ...options, logger: (app.log.level as string | undefined) !== undefined };
}

/** Whether a server of these options does nothing with a request before its route is known. */
function leavesRoom(options: FastifyServerOptions): boolean {
  const { serverFactory, rewriteUrl } = options;
  return (
    serverFactory === undefined &&
    rewriteUrl === undefined &&
    !isLogged(options) &&
    !isHttp2(options)
  );
}

/** Whether each request is written to the application's log. */
function isLogged(options: FastifyServerOptions): boolean {
  const { logger = false, loggerInstance, logController, disableRequestLogging } = options;
  if (logController !== undefined) return true;
  const hasLog = loggerInstance !== undefined || logger !== false;
  return hasLog && disableRequestLogging !== true;
}

function isHttp2(options: object): boolean {
  return 'http2' in options && options.http2 === true;
}

/** Whether some of the routes so far depend on more than the URL. */
function hasConstraints(app: FastifyInstance): boolean {
  // As in `films (GET, HEAD) {"host":"b.example"}`.
  return app.printRoutes().includes(') {');
}
