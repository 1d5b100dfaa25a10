import { Readable } from 'node:stream';
import {
  compareRequests,
  exportHar,
  exportLines,
  type HistoryDocument,
  historyError,
  readHistoryQuery,
} from '../history/index.ts';
import {
  type AddressCheck,
  type App,
  addToolPage,
  type BrowserModules,
  type HostCheck,
  markToolRoutes,
  noStore,
  type Reply,
  type Request,
  sendToolJson,
  sendToolPage,
  serveModules,
  toolPagesOf,
} from '../http/index.ts';
import { accessProblem } from './access.ts';
import { toolbarError } from './errors.ts';
import { addExplainRoute } from './explain-route.ts';
import { maskSecretsInUrl } from './mask-url.ts';
import type { PanelCollector } from './panel-collector.ts';
import type { RequestSource } from './request-source.ts';
import { settingsDocument } from './settings-document.ts';
import { type ServedTrace, storableDocument, type TraceDocument } from './trace-document.ts';
import type { TraceStore } from './trace-store.ts';

export interface TraceRouteSettings {
  /** The prefix of the scope. */
  readonly basePath: string;
  readonly source: RequestSource;
  readonly modules: BrowserModules;
}

/** The pages about requests: the history, traces, comparisons, as page and as JSON; the scripts. */
export function addTraceRoutes(scope: App, settings: TraceRouteSettings): void {
  const { basePath, source, modules } = settings;
  const page = `${basePath}/assets/${modules.version}/toolbar/page/standalone.js`;
  addToolPage(scope, { name: 'Requests', path: `${basePath}/` });
  scope.get('/', (_request, reply) => sendToolPage(reply, page));
  scope.get('/history.json', async (request, reply) =>
    sendToolJson(reply, await source.search(queryOf(request))),
  );
  scope.get('/history.jsonl', (request, reply) => sendExport(request, reply, source));
  scope.get('/history.har', (request, reply) => sendArchive(request, reply, source));
  scope.get('/traces/:name', (request, reply) => sendTrace(request, reply, source, page));
  scope.get('/compare', (_request, reply) => sendToolPage(reply, page));
  scope.get('/compare.json', (request, reply) => sendComparison(request, reply, source));
  serveModules(scope, modules);
}

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

/** The toolbar's own pages: those about requests, and what else its panels ask for. */
export function addToolbarRoutes(app: App, settings: ToolbarRouteSettings): void {
  const { basePath, store, modules, isAllowed, isAllowedHost, panels } = settings;
  app.register(
    (scope, _options, done) => {
      markToolRoutes(scope);
      scope.addHook('onRequest', (request, _reply, next) => {
        next(accessProblem(request, isAllowed, isAllowedHost));
      });
      addTraceRoutes(scope, { basePath, source: store, modules });
      scope.get('/settings.json', (_request, reply) =>
        sendToolJson(reply, settingsDocument(settings.settings)),
      );
      scope.get('/panels/:name', (request, reply) => sendPanelScript(request, reply, panels));
      addExplainRoute(scope, (id) => store.trace(id));
      done();
    },
    { prefix: basePath },
  );
}

/** @throws history.query.invalid */
function queryOf(request: Request) {
  return readHistoryQuery(request.query as Readonly<Record<string, unknown>>);
}

async function sendTrace(
  request: Request,
  reply: Reply,
  source: RequestSource,
  page: string,
): Promise<Reply> {
  const { name } = request.params as { readonly name: string };
  const [id, isJson] = name.endsWith('.json') ? [name.slice(0, -5), true] : [name, false];
  const document = await source.document(id);
  if (!isJson) return sendToolPage(reply.code(document === undefined ? 404 : 200), page);
  if (document === undefined) {
    throw toolbarError('toolbar.trace.unknown', 'This trace is not kept any more.', {
      hint: 'Load the page again to record a new one.',
    });
  }
  const served: ServedTrace = { ...document, tools: toolPagesOf(reply.server) };
  return sendToolJson(reply, served);
}

/** `compare.json?a=ID&b=ID`. */
async function sendComparison(
  request: Request,
  reply: Reply,
  source: RequestSource,
): Promise<Reply> {
  const { a, b } = request.query as Readonly<Record<string, unknown>>;
  const documents = await Promise.all([findRequest(source, a), findRequest(source, b)]);
  return sendToolJson(reply, compareRequests(...documents));
}

async function findRequest(source: RequestSource, id: unknown): Promise<TraceDocument> {
  const document = typeof id === 'string' ? await source.document(id) : undefined;
  if (document !== undefined) return document;
  throw historyError('history.request.unknown', 'One of the two requests is not kept any more.');
}

/** All that match as lines of JSON, which `uptempo history import` reads. */
function sendExport(request: Request, reply: Reply, source: RequestSource): Reply {
  const lines = exportLines(exportable(source), queryOf(request));
  return sendFile(reply, 'history.jsonl', 'application/jsonl', lines);
}

/** All that match as an HTTP Archive, which browsers and other tools read. */
function sendArchive(request: Request, reply: Reply, source: RequestSource): Reply {
  const parts = exportHar(exportable(source), queryOf(request));
  return sendFile(reply, 'history.har', 'application/json', parts);
}

function sendFile(reply: Reply, name: string, type: string, parts: AsyncIterable<string>): Reply {
  return noStore(reply)
    .type(`${type}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(parts));
}

function exportable(source: RequestSource): Parameters<typeof exportLines>[0] {
  return {
    async search(query) {
      const { traces, nextCursor } = await source.search(query);
      return { entries: traces, nextCursor: nextCursor ?? undefined };
    },
    async document(id): Promise<HistoryDocument | undefined> {
      const document = await source.document(id);
      // What leaves is masked as what is stored; the memory has addresses as they came.
      return document && { ...storableDocument(document), url: maskSecretsInUrl(document.url) };
    },
  };
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
