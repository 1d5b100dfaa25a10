import type { ClientRequest, IncomingMessage } from 'node:http';
import { CallSite } from '../call-site.ts';
import type { Channel } from '../channel.ts';
import { requestFinishChannel } from '../http-events.ts';
import { currentContext, type RequestContext } from '../request-context.ts';
import type { SpanEvent } from '../span-events.ts';
import { listen } from './listen.ts';
import { plainTarget } from './request-target.ts';

/** Where spans go, and whether the next one is to carry a stack. */
type SpanSink = Pick<Channel<SpanEvent>, 'publish' | 'wantsCallSite'>;

/** A request to another server that has not been answered in full. */
interface OpenCall {
  readonly context: RequestContext | undefined;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly startedMs: number;
  readonly site: CallSite | undefined;
  status: number | undefined;
  /** When its headers had come. */
  answeredMs: number | undefined;
}

/** As undici, which is behind `fetch`, describes a request. */
interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
}

/** `fetch` has two dozen frames of its own between its caller and its channel. */
const STACK_DEPTH = 40;

/** Calls that a context has open, for those whose body nobody reads. */
const OPEN_CALLS = Symbol('uptempo.http-calls');

/**
 * Publishes the requests this process makes: those of `fetch` and undici, and of `node:http` and
 * `node:https`, as the diagnostics channels of both tell of them. A call lasts until its body has
 * come; one whose body is not read, until its headers have. Returns what ends it.
 */
export function watchHttpClients(sink: SpanSink): () => void {
  const calls = new OpenCalls(sink);
  const stops = [...watchUndici(calls), ...watchNodeHttp(calls)];
  stops.push(requestFinishChannel.subscribe(({ context }) => calls.leave(context)));
  return () => {
    for (const stop of stops) stop();
  };
}

class OpenCalls {
  readonly #sink: SpanSink;
  /** By the client's own request, so that one that is dropped takes its call along. */
  readonly #calls = new WeakMap<object, OpenCall>();

  constructor(sink: SpanSink) {
    this.#sink = sink;
  }

  begin(request: object, method: string, origin: string, path: string): void {
    const context = currentContext();
    const call = {
      context,
      method,
      origin,
      path,
      startedMs: performance.now(),
      site: this.#sink.wantsCallSite() ? CallSite.capture(STACK_DEPTH) : undefined,
      status: undefined,
      answeredMs: undefined,
    };
    this.#calls.set(request, call);
    if (context !== undefined) openCallsOf(context).add(request);
  }

  answer(request: object, status: number | undefined): void {
    const call = this.#calls.get(request);
    if (call === undefined) return;
    call.status = status;
    call.answeredMs = performance.now();
  }

  end(request: object, error?: unknown): void {
    this.#end(request, performance.now(), error);
  }

  /** The request that made the calls is over; what was answered and not read is published. */
  leave(context: RequestContext): void {
    for (const request of context.values.has(OPEN_CALLS) ? openCallsOf(context) : []) {
      const answeredMs = this.#calls.get(request)?.answeredMs;
      if (answeredMs !== undefined) this.#end(request, answeredMs, undefined);
    }
  }

  #end(request: object, endMs: number, error: unknown): void {
    const call = this.#calls.get(request);
    if (call === undefined) return;
    this.#calls.delete(request);
    const { context, method, origin, startedMs, site, status } = call;
    if (context !== undefined) openCallsOf(context).delete(request);
    const { host, path } = plainTarget(origin, call.path);
    this.#sink.publish({
      context,
      kind: 'http-client',
      name: `${method} ${host}${path}`,
      startedMs,
      durationMs: endMs - startedMs,
      attributes: { method, host, path, ...(status === undefined ? {} : { status }) },
      site,
      error,
    });
  }
}

function openCallsOf(context: RequestContext): Set<object> {
  const open = context.values.get(OPEN_CALLS) as Set<object> | undefined;
  if (open !== undefined) return open;
  const made = new Set<object>();
  context.values.set(OPEN_CALLS, made);
  return made;
}

function watchUndici(calls: OpenCalls): (() => void)[] {
  return [
    listen<{ request: UndiciRequest }>('undici:request:create', ({ request }) =>
      calls.begin(request, request.method, String(request.origin), request.path),
    ),
    listen<{ request: object; response: { statusCode: number } }>(
      'undici:request:headers',
      ({ request, response }) => calls.answer(request, response.statusCode),
    ),
    listen<{ request: object }>('undici:request:trailers', ({ request }) => calls.end(request)),
    listen<{ request: object; error: unknown }>('undici:request:error', ({ request, error }) =>
      calls.end(request, error),
    ),
  ];
}

function watchNodeHttp(calls: OpenCalls): (() => void)[] {
  return [
    listen<{ request: ClientRequest }>('http.client.request.created', ({ request }) => {
      const { method, protocol, path } = request;
      calls.begin(
        request,
        method,
        `${protocol}//${request.getHeader('host') ?? request.host}`,
        path,
      );
    }),
    // Published when the headers have come; the body ends with the response's stream.
    listen<{ request: ClientRequest; response: IncomingMessage }>(
      'http.client.response.finish',
      ({ request, response }) => {
        calls.answer(request, response.statusCode);
        response.once('close', () => calls.end(request));
      },
    ),
    listen<{ request: object; error: unknown }>('http.client.request.error', (failed) =>
      calls.end(failed.request, failed.error),
    ),
  ];
}
