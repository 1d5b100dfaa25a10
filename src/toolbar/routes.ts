import type { App, BrowserModules, Reply, Request } from '../http/index.ts';
import { type AddressCheck, accessProblem } from './access.ts';
import { toolbarError } from './errors.ts';
import { PAGE_POLICY, standalonePage } from './standalone-page.ts';
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
  const page = standalonePage(`${basePath}/assets/${modules.version}/toolbar/page/standalone.js`);
  app.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', (request, _reply, next) => {
        next(accessProblem(request, isAllowed));
      });
      scope.get('/', (_request, reply) => sendPage(reply, page));
      scope.get('/history.json', (_request, reply) => sendJson(reply, { traces: store.history() }));
      scope.get('/traces/:name', (request, reply) => sendTrace(request, reply, store, page));
      scope.get('/assets/:version/*', (request, reply) => sendModule(request, reply, modules));
      done();
    },
    { prefix: basePath },
  );
}

function sendTrace(request: Request, reply: Reply, store: TraceStore, page: string): Reply {
  const { name } = request.params as { readonly name: string };
  const [id, isJson] = name.endsWith('.json') ? [name.slice(0, -5), true] : [name, false];
  const document = store.document(id);
  if (!isJson) return sendPage(reply.code(document === undefined ? 404 : 200), page);
  if (document === undefined) {
    throw toolbarError('toolbar.trace.unknown', 'This trace is not kept any more.', {
      hint: 'Load the page again to record a new one.',
    });
  }
  return sendJson(reply, document);
}

async function sendModule(request: Request, reply: Reply, modules: BrowserModules): Promise<Reply> {
  const { version, '*': path } = request.params as {
    readonly version: string;
    readonly '*': string;
  };
  const script = version === modules.version ? await modules.read(path) : undefined;
  if (script === undefined) {
    throw toolbarError('toolbar.asset.unknown', 'The toolbar has no such script.');
  }
  return reply
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('x-content-type-options', 'nosniff')
    .type('text/javascript; charset=utf-8')
    .send(script);
}

function sendPage(reply: Reply, page: string): Reply {
  return noStore(reply)
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(page);
}

function sendJson(reply: Reply, value: object): Reply {
  return noStore(reply).type('application/json; charset=utf-8').send(JSON.stringify(value));
}

function noStore(reply: Reply): Reply {
  return reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin');
}
