import { type App, requestEvents } from '../http/index.ts';
import { Metrics } from '../metrics/index.ts';
import { AlertWatch } from './alerts/alert-watch.ts';
import { type ApmOptions, type ApmSettings, apmSettings } from './options.ts';
import { addPrometheusRoute } from './prometheus/route.ts';
import { addApmRoutes } from './routes.ts';

/**
 * Fastify plugin: measures what the application does, in production too, and shows it on a page to
 * those who may see it. Register it before the routes; all processes of the application share one
 * `storeFile`.
 *
 * ```ts
 * await app.register(apm, {
 *   storeFile: 'data/metrics.sqlite',
 *   token: process.env.UPTEMPO_APM_TOKEN,
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, apm.permission.missing, apm.token.weak,
 * apm.path.invalid, apm.alert.invalid, apm.telemetry.missing, metrics.store.unusable,
 * metrics.store.newer
 */
export const apm = Object.assign(
  async (app: App, options: ApmOptions): Promise<void> => {
    const settings = apmSettings(options);
    await app.register(requestEvents);
    const metrics = await openMetrics(app, settings);
    if (settings.pages) addApmRoutes(app, settings, metrics);
    if (settings.prometheus !== undefined) addPrometheusRoute(app, settings.prometheus, metrics);
    if (settings.alerts !== undefined) watch(app, settings, metrics);
    if (settings.openTelemetry) await exportSpans(app, settings);
  },
  {
    // Its hooks are for the whole app, not for a scope of its own.
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'uptempo-apm',
    [Symbol.for('plugin-meta')]: { name: 'uptempo-apm', fastify: '5.x' },
  },
);

/** Measures while the app runs, its own pages left out. */
async function openMetrics(app: App, settings: ApmSettings): Promise<Metrics> {
  const { storeFile, maxStoreBytes, projectRoot, queues } = settings;
  const metrics = await Metrics.open({
    file: storeFile,
    projectRoot,
    queues,
    ...(maxStoreBytes !== undefined && { maxBytes: maxStoreBytes }),
    ignores: ownPages(settings),
    onError: (error) => app.log.error(error, 'The metrics cannot be written.'),
  });
  app.addHook('onReady', (done) => {
    metrics.start();
    done();
  });
  app.addHook('onClose', () => metrics.stop());
  return metrics;
}

function ownPages({ path, prometheus }: ApmSettings): (event: { readonly url: string }) => boolean {
  const paths = prometheus === undefined ? [path] : [path, prometheus.path];
  return ({ url }) =>
    paths.some((own) => url.startsWith(own) && /^[/?]?$/.test(url.charAt(own.length)));
}

function watch(app: App, { alerts }: ApmSettings, metrics: Metrics): void {
  const alertWatch = new AlertWatch(metrics, alerts!, (error) =>
    app.log.error(error, 'An alert could not be sent.'),
  );
  app.addHook('onReady', (done) => {
    alertWatch.start();
    done();
  });
  app.addHook('onClose', () => alertWatch.stop());
}

/** Imported here alone, so that the optional package is loaded where it is wanted. */
async function exportSpans(app: App, settings: ApmSettings): Promise<void> {
  const { startTelemetry } = await import('./telemetry/telemetry.ts');
  const telemetry = await startTelemetry({ ignores: ownPages(settings) });
  app.addHook('onRequest', telemetry.enter);
  app.addHook('onClose', (_app, done) => {
    telemetry.stop();
    done();
  });
}
