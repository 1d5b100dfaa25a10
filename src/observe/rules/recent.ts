import type { RuleScope } from '../finding.ts';
import type { Trace } from '../trace.ts';

/**
 * Whether something holds for a request and for at least half of the recent ones of the same route, of
 * which there has to be one. The first request of a process compiles and loads what later ones find
 * done, and a busy machine stretches one or the other; what comes from the code comes again.
 */
export function isUsual(trace: Trace, scope: RuleScope, holds: (trace: Trace) => boolean): boolean {
  if (!holds(trace)) return false;
  const others = scope.recent.filter((other) => other.id !== trace.id && isOfRoute(other, trace));
  return others.length > 0 && others.filter(holds).length * 2 >= others.length;
}

/** The same method and the same route, or the same URL where no route is known, finished. */
function isOfRoute(other: Trace, trace: Trace): boolean {
  if (other.method !== trace.method || other.totalMs === undefined) return false;
  return trace.route === undefined ? other.url === trace.url : other.route === trace.route;
}
