import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';
import { watchHttpClients } from './sources/http-clients.ts';

/**
 * Work of a request that no channel of its own tells of. `middleware`: a hook of the application or
 * of a plugin. `view`: the function of a route. `http-client`: a request to another server.
 * `custom`: what the application measures itself.
 */
export type SpanKind = 'middleware' | 'view' | 'http-client' | 'custom';

/** Published once per span, when it has ended. */
export interface SpanEvent {
  readonly context: RequestContext | undefined;
  readonly kind: SpanKind;
  /** `requireLogin`, `GET https://example.org/rates`. */
  readonly name: string;
  /** `performance.now()` at the start. */
  readonly startedMs: number;
  /** Milliseconds until it ended; until a hook called `done`, until a view's promise was kept. */
  readonly durationMs: number;
  /** What a reader may want to know beside: the hook's phase, a status. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly site: CallSite | undefined;
  readonly error: unknown;
}

export const spanChannel = defineChannel<SpanEvent>('uptempo:span');

spanChannel.whileObserved(() => watchHttpClients(spanChannel));
