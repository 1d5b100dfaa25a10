import { accountBar, bytes, duration, element, percent } from '../../browser/index.ts';
import type { MetricsReport, RouteReport } from '../../metrics/index.ts';
import { figureList, nothing, rate } from './figures.ts';
import { charts } from './overview.ts';
import { requestsLink, routeFilters } from './requests-link.ts';
import { verdictText } from './verdict-text.ts';

/** One route: what it is bound by, where its time goes, and how that went. */
export function routeOverview(name: string, { routes, series }: MetricsReport): HTMLElement {
  const route = routes.find((report) => report.route === name);
  if (route === undefined) return nothing('No request of this route in this span of time.');
  return element(
    'section',
    { class: 'overview', 'aria-label': name },
    verdictText(route.verdict),
    figureList([
      ['Requests', `${rate(route.perSecond)}/s`, `${route.count.toLocaleString('en')} in all`],
      ['Of all time', percent(route.share), duration(route.totalMs)],
      ['p50', duration(route.p50Ms)],
      ['p95', duration(route.p95Ms)],
      ['p99', duration(route.p99Ms), `max ${duration(route.maxMs)}`],
      ['Server errors', percent(route.serverErrors / route.count), String(route.serverErrors)],
      [
        'Statements',
        perRequest(route.queriesPerRequest),
        `${perRequest(route.rowsPerRequest)} rows`,
      ],
      ['Templates', duration(route.templateMsPerRequest)],
      ['Answer', bytes(Math.round(route.bytesPerRequest))],
      ...cacheFigure(route),
    ]),
    route.times.wallMs > 0 && accountBar(route.times),
    isPattern(name) && requestsLink('Its slowest requests', routeFilters(name)),
    charts(series),
  );
}

/** Requests without a route, and those beyond the bound, are no route to look for. */
function isPattern(name: string): boolean {
  return /^[A-Z]+ [^(]/.test(name);
}

function cacheFigure({ cacheHits, cacheMisses }: RouteReport) {
  const asked = cacheHits + cacheMisses;
  if (asked === 0) return [];
  return [
    ['Cache hits', percent(cacheHits / asked), `${asked.toLocaleString('en')} keys`] as const,
  ];
}

function perRequest(count: number): string {
  return `${count >= 10 ? Math.round(count) : Math.round(count * 10) / 10}`;
}
