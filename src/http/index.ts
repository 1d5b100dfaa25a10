export type {
  FastifyInstance as App,
  FastifyReply as Reply,
  FastifyRequest as Request,
} from 'fastify';
export { type AddressCheck, createAddressCheck } from './address-check.ts';
export {
  createHostCheck,
  createToolHostCheck,
  type HostCheck,
  isHostAllowed,
} from './allowed-hosts.ts';
export { type AppOptions, createApp } from './app.ts';
export { type BrowserModules, browserModules } from './browser-modules.ts';
export { type CacheControl, patchCacheControl } from './cache/cache-control.ts';
export { cachePage, cacheSite, pageCache } from './cache/page-cache.ts';
export type { PageCacheOptions } from './cache/page-options.ts';
export { type Dressing, dressResponses } from './cache/response-dressing.ts';
export {
  type CachingOptions,
  cacheControl,
  combine,
  neverCache,
  varyOnCookie,
  varyOnHeaders,
} from './cache/route-options.ts';
export { patchVary } from './cache/vary.ts';
export { type LanguagesOptions, languages, rememberLanguage } from './languages.ts';
export { type Listening, type ListenOptions, listen } from './listen.ts';
export type { Mode } from './mode.ts';
export type { TemplateSettings } from './page-templates.ts';
export type { Plugin } from './plugin.ts';
export { contextOf, installRequestEvents, requestEvents } from './request-events.ts';
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
export { installRequestSpans, requestSpans } from './spans/hook-spans.ts';
export type { StaticOptions } from './static-files.ts';
export {
  addToolPage,
  guardTool,
  isForeign,
  markToolRoutes,
  noStore,
  type Permission,
  sendToolJson,
  sendToolPage,
  serveModules,
  type ToolPage,
  toolPagesOf,
} from './tool-pages.ts';
