import type { Context, Span, Tracer } from '@opentelemetry/api';
import {
  type CacheEvent,
  cacheChannel,
  type QueryEvent,
  queryChannel,
  type RequestContext,
  type RequestFinishEvent,
  requestFinishChannel,
  type SpanEvent,
  spanChannel,
  type TemplateRenderEvent,
  templateRenderChannel,
} from '../../events/index.ts';
import { contextOf, type Reply, type Request } from '../../http/index.ts';
import { apmError } from '../errors.ts';
import { cacheSpan, type FinishedSpan, ownSpan, querySpan, templateSpan } from './child-spans.ts';
import { answerAttributes, requestAttributes, requestSpanName } from './request-span.ts';

type Api = typeof import('@opentelemetry/api');

export interface TelemetrySettings {
  /** Requests that make no span. */
  readonly ignores: (event: { readonly url: string }) => boolean;
}

/** What is kept of a request: its span, and the context with it in which the request runs. */
interface RequestSpan {
  readonly span: Span;
  readonly context: Context;
}

const TRACER = 'uptempo';

/**
 * Makes spans by the semantic conventions of OpenTelemetry through its API; which of them are kept
 * and where they go is up to the SDK that the application has set up. Without one all of it does
 * nothing.
 *
 * @throws apm.telemetry.missing
 */
export async function startTelemetry(settings: TelemetrySettings): Promise<Telemetry> {
  return new Telemetry(await loadApi(), settings);
}

async function loadApi(): Promise<Api> {
  try {
    return await import('@opentelemetry/api');
  } catch (cause) {
    throw apmError('apm.telemetry.missing', 'The package @opentelemetry/api is not installed.', {
      hint: 'npm install @opentelemetry/api, and set up an SDK as its guide says.',
      cause,
    });
  }
}

export class Telemetry {
  readonly #api: Api;
  readonly #settings: TelemetrySettings;
  readonly #tracer: Tracer;
  readonly #key = Symbol('uptempo.telemetry');
  readonly #unsubscribers: readonly (() => void)[];

  constructor(api: Api, settings: TelemetrySettings) {
    this.#api = api;
    this.#settings = settings;
    this.#tracer = api.trace.getTracer(TRACER);
    this.#unsubscribers = [
      requestFinishChannel.subscribe((event) => this.#finish(event)),
      queryChannel.subscribe((event) => this.#addQuery(event), { callSites: 'none' }),
      cacheChannel.subscribe((event) => this.#addCacheCall(event), { callSites: 'none' }),
      templateRenderChannel.subscribe((event) => this.#addTemplate(event)),
      spanChannel.subscribe((event) => this.#addSpan(event), { callSites: 'none' }),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe();
  }

  /** Hook: the rest of the request runs inside of its span, so that the application's own are below it. */
  readonly enter = (request: Request, _reply: Reply, done: () => void): void => {
    const known = contextOf(request);
    if (known === undefined || this.#settings.ignores(request)) {
      done();
      return;
    }
    const { context, propagation, trace, SpanKind } = this.#api;
    const parent = propagation.extract(context.active(), request.headers);
    const span = this.#tracer.startSpan(
      requestSpanName(request),
      {
        kind: SpanKind.SERVER,
        startTime: epochMs(known.startedMs),
        attributes: requestAttributes(request),
      },
      parent,
    );
    const inside = trace.setSpan(parent, span);
    known.values.set(this.#key, { span, context: inside } satisfies RequestSpan);
    context.with(inside, done);
  };

  #finish({ context, statusCode, durationMs, error }: RequestFinishEvent): void {
    const request = context.values.get(this.#key) as RequestSpan | undefined;
    if (request === undefined) return;
    const { span } = request;
    span.setAttributes(answerAttributes(statusCode, error));
    // The client's mistakes are none of the server's.
    if (statusCode >= 500) span.setStatus({ code: this.#api.SpanStatusCode.ERROR });
    span.end(epochMs(context.startedMs + durationMs));
  }

  #addQuery(event: QueryEvent): void {
    this.#addChild(event.context, this.#api.SpanKind.CLIENT, () => querySpan(event));
  }

  #addCacheCall(event: CacheEvent): void {
    this.#addChild(event.context, this.#api.SpanKind.INTERNAL, () => cacheSpan(event));
  }

  #addTemplate(event: TemplateRenderEvent): void {
    this.#addChild(event.context, this.#api.SpanKind.INTERNAL, () => templateSpan(event));
  }

  /** Requests to other servers are spans of those who instrument `fetch`. */
  #addSpan(event: SpanEvent): void {
    if (event.kind === 'http-client') return;
    this.#addChild(event.context, this.#api.SpanKind.INTERNAL, () => ownSpan(event));
  }

  /** A span of something that has ended, below the span that is active or that of the request. */
  #addChild(
    context: RequestContext | undefined,
    kind: FinishedSpan['kind'],
    describe: () => FinishedSpan['described'],
  ): void {
    const request = context?.values.get(this.#key) as RequestSpan | undefined;
    if (request === undefined || !request.span.isRecording()) return;
    const { trace, context: contexts, SpanStatusCode } = this.#api;
    const active = contexts.active();
    const parent = trace.getSpan(active) === undefined ? request.context : active;
    const { name, startedMs, durationMs, attributes, hasFailed } = describe();
    const options = { kind, startTime: epochMs(startedMs), attributes };
    const span = this.#tracer.startSpan(name, options, parent);
    if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(epochMs(startedMs + durationMs));
  }
}

/** From the clock of `performance.now()` to milliseconds since 1970. */
function epochMs(ms: number): number {
  return performance.timeOrigin + ms;
}
