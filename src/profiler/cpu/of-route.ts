import { suggest } from '../../core/index.ts';
import { profilerError } from '../errors.ts';
import type { CpuProfile } from './cpu-profile.ts';

/**
 * The part of a profile in which the thread worked for requests of one route. Which line of a
 * function ran is known for a call stack as a whole; where two routes share one, its lines are
 * shared out in proportion.
 *
 * @param route - its name in `profile.routes`: `GET /movies/:id`.
 * @throws profiler.route.unknown
 */
export function ofRoute(profile: CpuProfile, route: string): CpuProfile {
  const index = profile.routes.findIndex(({ name }) => name === route && name !== '');
  if (index === -1) throw unknownRoute(route, profile);
  const isOfRoute = (_value: number, at: number) => profile.sampleRoutes[at] === index;
  return {
    ...profile,
    samples: profile.samples.filter(isOfRoute),
    sampleMs: profile.sampleMs.filter(isOfRoute),
    weightMs: profile.weightMs.filter(isOfRoute),
    sampleRoutes: profile.sampleRoutes.filter(isOfRoute),
  };
}

function unknownRoute(route: string, { routes }: CpuProfile) {
  const names = routes.map(({ name }) => name).filter((name) => name !== '');
  const hint =
    names.length === 0
      ? 'It was taken without byRoute, or no request came while it was taken.'
      : suggest(route, names);
  return profilerError('profiler.route.unknown', `The profile has no route "${route}".`, { hint });
}
