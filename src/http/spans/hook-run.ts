import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CallSite, type RequestContext, spanChannel } from '../../events/index.ts';
import { changesSince, type RequestState, requestState } from './changes.ts';
import type { Hook } from './hook-spans.ts';
import type { HookPhase } from './phases.ts';
import { pluginAddingHook } from './plugin-name.ts';

/** What is known of a hook before it runs. */
export interface HookDescription {
  readonly name: string;
  readonly phase: HookPhase;
  readonly site: CallSite;
  /** `@fastify/cookie`, the name of the application's plugin, or empty. */
  readonly plugin: string;
}

/** Requests whose view does not run, since a hook before it failed. */
export const keptFromView = new WeakSet<FastifyRequest>();

type Callback = (...given: unknown[]) => unknown;

interface Thenable {
  then(kept: (value: unknown) => unknown, failed: (error: unknown) => unknown): unknown;
}

/** One call of a hook, until it is done: its callback called, its promise kept, or the answer sent. */
export class HookRun {
  readonly #hook: HookDescription;
  readonly #context: RequestContext;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #before: RequestState;
  readonly #startedMs: number;
  #isOver = false;

  constructor(
    hook: HookDescription,
    context: RequestContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    this.#hook = hook;
    this.#context = context;
    this.#request = request;
    this.#reply = reply;
    this.#before = requestState(context, request, reply);
    this.#startedMs = performance.now();
  }

  /** Says where and by whom a hook was added, at the time it is. */
  static describe(app: FastifyInstance, phase: HookPhase, hook: Hook): HookDescription {
    const name = hook.name.replace(/^bound /, '') || 'anonymous';
    return { name, phase, site: CallSite.capture(), plugin: pluginAddingHook(app) };
  }

  /** Calls the hook as Fastify would; errors, results and the callback's arguments pass unchanged. */
  call(hook: Hook, app: FastifyInstance, given: unknown[]): unknown {
    const payload = given.length > 3 ? given[2] : undefined;
    try {
      const result = hook.apply(app, this.#watchCallback(given, payload));
      if (isThenable(result)) return this.#watchPromise(result, payload);
      if (!this.#isOver) this.#endWithAnswer();
      return result;
    } catch (error) {
      this.#end(error);
      throw error;
    }
  }

  #watchCallback(given: unknown[], payload: unknown): unknown[] {
    const done = given.at(-1);
    if (typeof done !== 'function') return given;
    const watched: Callback = (...results) => {
      this.#end(results[0] ?? undefined, results[1] !== undefined && results[1] !== payload);
      return (done as Callback)(...results);
    };
    return [...given.slice(0, -1), watched];
  }

  /** `then` of the hook's result is called once, as Fastify does: it may be what starts a query. */
  #watchPromise(result: Thenable, payload: unknown): Thenable {
    return {
      then: (kept, failed) =>
        result.then(
          (value) => {
            this.#end(undefined, value !== undefined && value !== payload);
            return kept(value);
          },
          (error) => {
            this.#end(error);
            return failed(error);
          },
        ),
    };
  }

  /** A hook that answers by itself never calls back. */
  #endWithAnswer(): void {
    if (this.#reply.sent) {
      this.#end(undefined);
      return;
    }
    const { raw } = this.#reply;
    const end = () => {
      raw.off('finish', end).off('close', end);
      this.#end(undefined);
    };
    raw.once('finish', end).once('close', end);
    this.#forget = () => raw.off('finish', end).off('close', end);
  }

  #forget: () => void = () => {};

  #end(error: unknown, hasNewPayload = false): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#forget();
    const durationMs = performance.now() - this.#startedMs;
    const { name, phase, plugin, site } = this.#hook;
    const changes = changesSince(this.#before, this.#context, this.#request, this.#reply);
    // Fastify publishes the start of a view that such an error keeps from running.
    if (phase === 'preHandler' && error !== undefined) keptFromView.add(this.#request);
    if (hasNewPayload) changes.push('body');
    spanChannel.publish({
      context: this.#context,
      kind: 'middleware',
      name,
      startedMs: this.#startedMs,
      durationMs,
      attributes: { phase, plugin, changed: changes.join(', ') },
      site,
      error,
    });
  }
}

function isThenable(value: unknown): value is Thenable {
  return typeof (value as Thenable | null | undefined)?.then === 'function';
}
