import {
  type AddressCheck,
  type App,
  type BrowserModules,
  type HostCheck,
  noStore,
  type Reply,
  type Request,
  sendToolJson,
  sendToolPage,
  serveModules,
} from '../http/index.ts';
import { accessProblem } from './access.ts';
import { toolbarError } from './errors.ts';
import { addExplainRoute } from './explain-route.ts';
import type { PanelCollector } from './panel-collector.ts';
import { settingsDocument } from './settings-document.ts';
import type { TraceStore } from './trace-store.ts';

export interface ToolbarRouteSettings {
  readonly basePath: string;
  readonly store: TraceStore;
  readonly modules: BrowserModules;
  readonly isAllowed: AddressCheck;
  readonly isAllowedHost: HostCheck;
  readonly panels: PanelCollector;
  /** Settings of the project. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}

/** The toolbar's own pages: the history, traces as page and as JSON, and the browser's scripts. */
export function addToolbarRoutes(app: App, settings: ToolbarRouteSettings): void {
  const { basePath, store, modules, isAllowed, isAllowedHost, panels } = settings;
  const page = `${basePath}/assets/${modules.version}/toolbar/page/standalone.js`;
  app.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', (request, _reply, next) => {
        next(accessProblem(request, isAllowed, isAllowedHost));
      });
      scope.get('/', (_request, reply) => sendToolPage(reply, page));
      scope.get('/history.json', (_request, reply) =>
        sendToolJson(reply, { traces: store.history() }),
      );
      scope.get('/traces/:name', (request, reply) => sendTrace(request, reply, store, page));
      scope.get('/settings.json', (_request, reply) =>
        sendToolJson(reply, settingsDocument(settings.settings)),
      );
      scope.get('/panels/:name', (request, reply) => sendPanelScript(request, reply, panels));
      addExplainRoute(scope, (id) => store.trace(id));
      serveModules(scope, modules);
      done();
    },
    { prefix: basePath },
  );
}

async function sendTrace(
  request: Request,
  reply: Reply,
  store: TraceStore,
  page: string,
): Promise<Reply> {
  const { name } = request.params as { readonly name: string };
  const [id, isJson] = name.endsWith('.json') ? [name.slice(0, -5), true] : [name, false];
  if (!isJson) return sendToolPage(reply.code(store.trace(id) === undefined ? 404 : 200), page);
  const document = await store.document(id);
  if (document === undefined) {
    throw toolbarError('toolbar.trace.unknown', 'This trace is not kept any more.', {
      hint: 'Load the page again to record a new one.',
    });
  }
  return sendToolJson(reply, document);
}

async function sendPanelScript(
  request: Request,
  reply: Reply,
  panels: PanelCollector,
): Promise<Reply> {
  const { name } = request.params as { readonly name: string };
  const script = await panels.script(name.replace(/\.js$/, ''));
  if (script === undefined) {
    throw toolbarError('toolbar.panel.no_module', 'There is no script of such a panel.');
  }
  return noStore(reply).type('text/javascript; charset=utf-8').send(script);
}
