export {
  type CacheEvent,
  type CacheHealthEvent,
  type CacheOperation,
  cacheChannel,
  cacheHealthChannel,
} from './cache-events.ts';
export { CallSite } from './call-site.ts';
export { allowCallSites, type Channel, defineChannel, type SubscribeOptions } from './channel.ts';
export { type QueryEvent, type QueryOrigin, queryChannel } from './db-events.ts';
export {
  type RequestFinishEvent,
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
} from './http-events.ts';
export { type LogEvent, type LogLevel, logChannel } from './log-events.ts';
export { measure } from './measure.ts';
export {
  type ColumnUse,
  type QueryPlanEvent,
  queryPlanChannel,
  type RelationLoadEvent,
  type RelationUse,
  type ResultSetInfo,
  type RowsLoadedEvent,
  type RowsUse,
  relationLoadChannel,
  rowsLoadedChannel,
  type SignalEvent,
  signalChannel,
} from './orm-events.ts';
export {
  createRequestContext,
  currentContext,
  type RequestContext,
  runInContext,
} from './request-context.ts';
export { type PgPackage, watchPg } from './sources/pg-queries.ts';
export { type SpanEvent, type SpanKind, spanChannel } from './span-events.ts';
export { applicationFrames, type SourceLocation } from './stack-frames.ts';
export { type TemplateRenderEvent, templateRenderChannel } from './template-events.ts';
export { measureTime, type TimeAccountEvent, timeAccountChannel } from './time/measure-time.ts';
export { threadClock } from './time/thread-clock.ts';
export { type TimeAccount, timeAccountOf } from './time/time-account.ts';
