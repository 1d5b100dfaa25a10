import {
  type AddressCheck,
  type App,
  type BrowserModules,
  type Reply,
  type Request,
  sendToolJson,
  sendToolPage,
  serveModules,
} from '../http/index.ts';
import { accessProblem } from './access.ts';
import { toolbarError } from './errors.ts';
import type { TraceStore } from './trace-store.ts';

export interface ToolbarRouteSettings {
  readonly basePath: string;
  readonly store: TraceStore;
  readonly modules: BrowserModules;
  readonly isAllowed: AddressCheck;
}

/** The toolbar's own pages: the history, traces as page and as JSON, and the browser's scripts. */
export function addToolbarRoutes(app: App, settings: ToolbarRouteSettings): void {
  const { basePath, store, modules, isAllowed } = settings;
  const page = `${basePath}/assets/${modules.version}/toolbar/page/standalone.js`;
  app.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', (request, _reply, next) => {
        next(accessProblem(request, isAllowed));
      });
      scope.get('/', (_request, reply) => sendToolPage(reply, page));
      scope.get('/history.json', (_request, reply) =>
        sendToolJson(reply, { traces: store.history() }),
      );
      scope.get('/traces/:name', (request, reply) => sendTrace(request, reply, store, page));
      serveModules(scope, modules);
      done();
    },
    { prefix: basePath },
  );
}

function sendTrace(request: Request, reply: Reply, store: TraceStore, page: string): Reply {
  const { name } = request.params as { readonly name: string };
  const [id, isJson] = name.endsWith('.json') ? [name.slice(0, -5), true] : [name, false];
  const document = store.document(id);
  if (!isJson) return sendToolPage(reply.code(document === undefined ? 404 : 200), page);
  if (document === undefined) {
    throw toolbarError('toolbar.trace.unknown', 'This trace is not kept any more.', {
      hint: 'Load the page again to record a new one.',
    });
  }
  return sendToolJson(reply, document);
}
