import { accountStrip, duration, element, percent } from '../../browser/index.ts';
import type { RouteReport } from '../../metrics/index.ts';
import { nothing, rate, table } from './figures.ts';
import { verdictBadge } from './verdict-text.ts';

/** All routes, that with the most time first: what to optimise first. */
export function routesPanel(
  routes: readonly RouteReport[],
  linkTo: (route: string) => string,
): HTMLElement {
  if (routes.length === 0) return nothing('No requests in this span of time.');
  return table<RouteReport>(
    'Routes by their total time',
    [
      {
        name: 'Route',
        class: 'name',
        cell: ({ route }) =>
          element('a', { href: linkTo(route), 'data-key': `route ${route}` }, route),
      },
      {
        name: 'Of all time',
        class: 'share',
        cell: ({ share }) =>
          element('span', { class: 'share-bar', '--share': share }, percent(share)),
      },
      { name: 'Where it goes', class: 'strip-cell', cell: ({ times }) => accountStrip(times) },
      { name: 'Bound by', cell: ({ verdict }) => verdictBadge(verdict) },
      { name: 'Per second', isNumeric: true, cell: ({ perSecond }) => rate(perSecond) },
      { name: 'p50', isNumeric: true, cell: ({ p50Ms }) => duration(p50Ms) },
      { name: 'p95', isNumeric: true, cell: ({ p95Ms }) => duration(p95Ms) },
      { name: 'p99', isNumeric: true, cell: ({ p99Ms }) => duration(p99Ms) },
      { name: 'Max', isNumeric: true, cell: ({ maxMs }) => duration(maxMs) },
      {
        name: 'Errors',
        isNumeric: true,
        cell: ({ serverErrors }) =>
          element('span', { class: serverErrors > 0 ? 'error' : 'muted' }, String(serverErrors)),
      },
      {
        name: 'Statements',
        isNumeric: true,
        cell: ({ queriesPerRequest }) => queriesPerRequest.toFixed(1),
      },
    ],
    routes,
  );
}
