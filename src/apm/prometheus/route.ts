import { type App, noStore, type Request } from '../../http/index.ts';
import type { Metrics } from '../../metrics/index.ts';
import { guardApm } from '../access.ts';
import type { Access } from '../options.ts';
import { prometheusText } from './metrics-text.ts';

/** The two forms of the text, by what the scraper accepts. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export function addPrometheusRoute(
  app: App,
  options: Access & { readonly path: string },
  metrics: Metrics,
): void {
  app.register(async (scope) => {
    guardApm(scope, options);
    scope.get(options.path, async (request, reply) => {
      const isOpenMetrics = acceptsOpenMetrics(request);
      const text = await prometheusText(metrics, isOpenMetrics);
      return noStore(reply)
        .type(isOpenMetrics ? OPEN_METRICS : TEXT)
        .send(text);
    });
  });
}

/** A scraper lists both with weights; ours are the same, so naming it is enough. */
function acceptsOpenMetrics({ headers }: Request): boolean {
  return /\bapplication\/openmetrics-text\b(?![^,]*;\s*q=0(?:\.0*)?\s*(?:,|;|$))/.test(
    headers.accept ?? '',
  );
}
