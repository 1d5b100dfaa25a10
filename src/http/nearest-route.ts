import { nearest } from '../core/index.ts';
import type { RouteEntry } from './route-table.ts';

/**
 * The route whose path looks most like a requested one, or undefined when none comes near.
 * Parameters take the text that stands in their place: `/movei/7` is near `/movie/:id`.
 */
export function nearestRoute(path: string, routes: readonly RouteEntry[]): RouteEntry | undefined {
  const wanted = path.split('/');
  const byCandidate = new Map<string, RouteEntry>();
  for (const route of routes) byCandidate.set(filledIn(route.path, wanted), route);
  const match = nearest(path, byCandidate.keys());
  return match === undefined ? undefined : byCandidate.get(match);
}

function filledIn(pattern: string, wanted: readonly string[]): string {
  return pattern
    .split('/')
    .map((segment, index) => (/^:[^:]|^\*/.test(segment) ? (wanted[index] ?? segment) : segment))
    .join('/');
}
