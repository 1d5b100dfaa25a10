import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';

/** Published when a request has arrived and its route is known. */
export interface RequestStartEvent {
  readonly context: RequestContext;
  readonly method: string;
  /** Path and query string as they came. */
  readonly url: string;
  /** Pattern of the route, `/movies/:id`; undefined when none matched. */
  readonly route: string | undefined;
  /** Name of the route, `movie-detail`, if it has one. */
  readonly routeName: string | undefined;
  /** Whether a page of the framework's own tools is asked for, which tells nothing of the application. */
  readonly isTool?: boolean | undefined;
  /** Where the application added the route; known in development. */
  readonly site?: CallSite | undefined;
}

/** Published when the response has been sent or the connection was lost. */
export interface RequestFinishEvent {
  readonly context: RequestContext;
  readonly statusCode: number;
  readonly contentType: string | undefined;
  /** `gzip`; undefined for a body that is sent as it is. */
  readonly contentEncoding?: string | undefined;
  /** Bytes of the body when known from its headers. */
  readonly contentLength: number | undefined;
  readonly durationMs: number;
  /** What was thrown, when the response is an error page. */
  readonly error: unknown;
}

export const requestStartChannel = defineChannel<RequestStartEvent>('uptempo:http:request-start');
export const requestFinishChannel = defineChannel<RequestFinishEvent>(
  'uptempo:http:request-finish',
);
