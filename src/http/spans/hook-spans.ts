import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { CallSite, spanChannel } from '../../events/index.ts';
import { definePlugin } from '../plugin.ts';
import { contextOf } from '../request-events.ts';
import { HookRun } from './hook-run.ts';
import { isLeftAlone, unmeasured } from './left-alone.ts';
import { type HookPhase, isHookPhase, phasesIn } from './phases.ts';
import { watchViews } from './view-spans.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Set where `requestSpans` is registered, so that it is registered once. */
    uptempoRequestSpans: boolean;
  }
  interface FastifyContextConfig {
    /** Where the route was added, while its spans are measured. */
    uptempoSite?: CallSite;
  }
}

/** What all hooks of requests have in common: the last argument may be the callback. */
export type Hook = (this: FastifyInstance, ...given: unknown[]) => unknown;

/**
 * Fastify plugin: publishes each hook of a request and the view as spans, while somebody listens.
 * It measures the hooks added after it, those of routes and of encapsulated plugins too, and changes
 * nothing about them. For development: outside of recording a hook costs a call more.
 *
 * ```ts
 * await app.register(requestEvents);
 * await app.register(requestSpans);
 * ```
 */
export const requestSpans = definePlugin('uptempo-request-spans', installRequestSpans);

/** What the plugin does, at once. */
export function installRequestSpans(app: FastifyInstance): void {
  if (app.hasDecorator('uptempoRequestSpans')) return;
  app.decorate('uptempoRequestSpans', true);
  spanChannel.whileObserved(watchViews);
  // The first one sees routes that have no other onRoute hook; see `routeHook`.
  app.addHook('onRoute', function seeRoute(route) {
    measureRoute.call(this, route);
  });
  const addHook = app.addHook;
  // An own property of the instance: encapsulated ones have it as their prototype.
  app.addHook = function addMeasuredHook(this: FastifyInstance, name: string, hook: unknown) {
    return addHook.call(this, name as 'onRequest', measuredOf(this, name, hook) as never);
  } as FastifyInstance['addHook'];
}

function measuredOf(app: FastifyInstance, name: string, hook: unknown): unknown {
  if (typeof hook !== 'function') return hook;
  if (name === 'onRoute') return routeHook(hook as Hook);
  return isHookPhase(name) ? measuredHook(app, name, hook as Hook) : hook;
}

/** Plugins such as compression add hooks to a route from a hook of theirs; those are measured too. */
function routeHook(hook: Hook): Hook {
  return function measuredRouteHook(route) {
    const result = hook.call(this, route);
    measureRoute.call(this, route as RouteOptions);
    return result;
  };
}

function measureRoute(this: FastifyInstance, route: RouteOptions): void {
  for (const phase of phasesIn(route)) {
    const hooks = route[phase] as Hook | Hook[];
    // A list may be shared by routes, so it is not written into.
    const measured = Array.isArray(hooks)
      ? hooks.map((hook) => measuredHook(this, phase, hook))
      : measuredHook(this, phase, hooks);
    Object.assign(route, { [phase]: measured });
  }
  if (route.config?.uptempoSite === undefined) {
    route.config = { ...route.config, uptempoSite: CallSite.capture() };
  }
}

/** The hook with its duration published; what Fastify would refuse is handed to it as it is. */
function measuredHook(app: FastifyInstance, phase: HookPhase, hook: Hook): Hook {
  if (typeof hook !== 'function' || isLeftAlone(hook) || isRefused(phase, hook)) return hook;
  const describe = HookRun.describe(app, phase, hook);
  const measured: Hook = function measured(...given) {
    const [request, reply] = given as [FastifyRequest, FastifyReply];
    const context = spanChannel.hasSubscribers ? contextOf(request) : undefined;
    if (context === undefined) return hook.apply(this, given);
    return new HookRun(describe, context, request, reply).call(hook, this, given);
  };
  unmeasured(measured);
  return Object.defineProperties(measured, {
    name: { value: hook.name },
    length: { value: hook.length },
  });
}

/** Arguments of a hook, its callback among them, by which Fastify refuses async functions. */
function isRefused(phase: HookPhase, hook: Hook): boolean {
  return hook.constructor.name === 'AsyncFunction' && hook.length === ARGUMENT_COUNTS[phase];
}

const ARGUMENT_COUNTS: Readonly<Record<HookPhase, number>> = {
  onRequest: 3,
  preParsing: 4,
  preValidation: 3,
  preHandler: 3,
  preSerialization: 4,
  onError: 4,
  onSend: 4,
  onResponse: 3,
};
