import {
  type App,
  addToolPage,
  browserModules,
  noStore,
  type Reply,
  type Request,
  sendToolPage,
  serveModules,
} from '../http/index.ts';
import { type Metrics, parseRange } from '../metrics/index.ts';
import { guardApm } from './access.ts';
import type { ApmSettings } from './options.ts';
import { ReportCache } from './report-cache.ts';

const DEFAULT_RANGE = '15m';

/** The page, the figures it shows as JSON, and the scripts it is made of. */
export function addApmRoutes(app: App, settings: ApmSettings, metrics: Metrics): void {
  const { path } = settings;
  const reports = new ReportCache(metrics);
  const modules = browserModules('apm/page');
  const page = `${path}/assets/${modules.version}/apm/page/start.js`;
  addToolPage(app, { name: 'Performance', path: `${path}/` });
  app.register(
    async (scope) => {
      guardApm(scope, settings);
      scope.get('/', async (_request, reply) => sendToolPage(reply, page));
      scope.get('/report.json', async (request, reply) => sendReport(request, reply, reports));
      serveModules(scope, modules);
    },
    { prefix: path },
  );
}

async function sendReport({ query }: Request, reply: Reply, reports: ReportCache) {
  const { range, route } = query as Readonly<Record<string, string | string[] | undefined>>;
  const rangeMs = parseRange(String(range ?? DEFAULT_RANGE));
  const report = await reports.read(rangeMs, route === undefined ? undefined : String(route));
  return noStore(reply).type('application/json; charset=utf-8').send(report);
}
