export type {
  FastifyInstance as App,
  FastifyReply as Reply,
  FastifyRequest as Request,
} from 'fastify';
export { type AppOptions, createApp } from './app.ts';
export { type Listening, type ListenOptions, listen } from './listen.ts';
export type { Mode } from './mode.ts';
export type { TemplateSettings } from './page-templates.ts';
export type { Plugin } from './plugin.ts';
export { contextOf, requestEvents } from './request-events.ts';
export { pageNumber, pathNumber } from './request-numbers.ts';
export type {
  QueryParameters,
  QueryValue,
  RouteEntry,
  RouteParameter,
  RouteParameters,
} from './route-table.ts';
export type { ServerErrorReporter } from './server-error-reporter.ts';
export { badRequest, getObjectOr404, notFound } from './shortcuts.ts';
export type { StaticOptions } from './static-files.ts';
