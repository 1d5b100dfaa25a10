import {
  type App,
  browserModules,
  contextOf,
  createAddressCheck,
  dressResponses,
  installRequestEvents,
  installRequestSpans,
  type Reply,
  type Request,
} from '../http/index.ts';
import { createRecorder, type Recorder, type Trace } from '../observe/index.ts';
import { profilerPages } from '../profiling/index.ts';
import { insertTag, isHtmlBody } from './html-body.ts';
import { type ToolbarOptions, type ToolbarSettings, toolbarSettings } from './options.ts';
import { requestDetails } from './request-details.ts';
import { addToolbarRoutes } from './routes.ts';
import { scriptTag } from './script-tag.ts';
import { addTimingHeaders } from './timing-headers.ts';
import { TraceStore } from './trace-store.ts';

/**
 * Fastify plugin: records each request and shows on every HTML page what it cost and what could
 * be faster; JSON and other responses get headers that lead to their trace. Register it before
 * the routes and other plugins.
 *
 * ```ts
 * const app = fastify();
 * await app.register(toolbar, { isEnabled: process.env.NODE_ENV !== 'production' });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, toolbar.path.invalid
 */
export const toolbar = Object.assign(
  async (app: App, options: ToolbarOptions): Promise<void> => {
    const settings = toolbarSettings(options);
    if (settings.isEnabled) install(app, settings);
  },
  {
    // Its hooks are for the whole app, not for a scope of its own.
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'uptempo-toolbar',
    [Symbol.for('plugin-meta')]: { name: 'uptempo-toolbar', fastify: '5.x' },
  },
);

const ASSET_TYPE =
  /^(?:image|font|audio|video)\/|^(?:text|application)\/(?:css|javascript|wasm)\b/i;

function install(app: App, settings: ToolbarSettings): void {
  const { basePath, projectRoot } = settings;
  const isAllowed = createAddressCheck(settings.allowedAddresses);
  const recorder = startRecorder(app, settings);
  const store = new TraceStore(recorder, projectRoot);
  const modules = browserModules('profile-view', 'toolbar/page');
  const script = `${basePath}/assets/${modules.version}/toolbar/page/toolbar.js`;

  installRequestEvents(app);
  installRequestSpans(app);
  app.register(profilerPages, {
    permission: isAllowed,
    basePath: `${basePath}/profiler`,
    projectRoot,
  });
  addToolbarRoutes(app, { basePath, store, modules, isAllowed });
  dressResponses(app, (request, reply, payload) => {
    const trace = recorder.trace(contextOf(request)?.id ?? '');
    if (trace === undefined || !isAllowed(request)) return payload;
    if (isProfiled(request) || isAsset(trace, reply)) {
      recorder.forget(trace.id);
      return payload;
    }
    addTimingHeaders(reply, trace, basePath);
    store.setDetails(trace, requestDetails(request, reply));
    return withToolbar(payload, request, reply, () => scriptTag(script, trace.id, reply));
  });
}

/** Records while the app runs, its own pages left out. */
function startRecorder(app: App, settings: ToolbarSettings): Recorder {
  const { basePath, history, recordsParameters } = settings;
  const recorder = createRecorder({
    maxTraces: history,
    recordsParameters,
    watchesRows: true,
    ignores: ({ url }) => url.startsWith(basePath) && /^[/?]?$/.test(url.charAt(basePath.length)),
  });
  app.addHook('onReady', (done) => {
    recorder.start();
    done();
  });
  app.addHook('onClose', (_app, done) => {
    recorder.stop();
    done();
  });
  return recorder;
}

/** The profiler's panel asks for its page many times; one trace of it is enough. */
function isProfiled({ headers }: Request): boolean {
  return headers['x-uptempo-profiled'] !== undefined;
}

/** A static file: it tells nothing, and a page's twenty would push out the requests that do. */
function isAsset({ totals }: Trace, reply: Reply): boolean {
  const type = String(reply.getHeader('content-type') ?? '');
  return (
    totals.queryCount + totals.templateCount === 0 &&
    reply.statusCode < 400 &&
    (reply.statusCode === 304 || ASSET_TYPE.test(type))
  );
}

function withToolbar(body: unknown, request: Request, reply: Reply, tag: () => string): unknown {
  if (!isHtmlBody(body) || !isWholePage(request, reply)) return body;
  reply.removeHeader('content-length');
  return insertTag(body, tag());
}

/** HTML that a browser shows as a page: not compressed, no part, no download, in no frame. */
function isWholePage(request: Request, reply: Reply): boolean {
  const header = (name: string) => String(reply.getHeader(name) ?? '');
  return (
    /^text\/html\b/i.test(header('content-type')) &&
    /^(?:identity)?$/i.test(header('content-encoding')) &&
    !/^attachment\b/i.test(header('content-disposition')) &&
    reply.statusCode !== 206 &&
    !/^(?:iframe|frame|embed|object)$/.test(String(request.headers['sec-fetch-dest'] ?? ''))
  );
}
