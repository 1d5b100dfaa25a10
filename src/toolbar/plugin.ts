import {
  type App,
  contextOf,
  createAddressCheck,
  createToolHostCheck,
  dressResponses,
  installRequestEvents,
  installRequestSpans,
  isHostAllowed,
  type Reply,
  type Request,
} from '../http/index.ts';
import { profilerPages } from '../profiling/index.ts';
import { isAsset, isWholePage } from './answer.ts';
import { createCore, type ToolbarCore } from './core.ts';
import { answerOf, partsOf } from './exchange.ts';
import { insertTag, isHtmlBody } from './html-body.ts';
import { type ToolbarOptions, type ToolbarSettings, toolbarSettings } from './options.ts';
import { requestDetails } from './request-details.ts';
import { addToolbarRoutes } from './routes.ts';
import { scriptTag } from './script-tag.ts';
import { addTimingHeaders } from './timing-headers.ts';

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
 * @throws core.option.unknown, core.option.invalid, toolbar.path.invalid, toolbar.panel.invalid
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

function install(app: App, settings: ToolbarSettings): void {
  const { basePath } = settings;
  const core = createCore(settings);
  const { recorder, store, modules, panels } = core;
  const isAllowed = createAddressCheck(settings.allowedAddresses);
  const isAllowedHost = createToolHostCheck(settings.allowedHosts, app.uptempoIsAllowedHost);

  installRequestEvents(app);
  installRequestSpans(app);
  recordWhileOpen(app, core);
  app.register(profilerPages, {
    permission: (request) => isAllowed(request) && isHostAllowed(request, isAllowedHost),
    basePath: `${basePath}/profiler`,
    projectRoot: settings.projectRoot,
  });
  addToolbarRoutes(app, {
    basePath,
    store,
    modules,
    panels,
    isAllowed,
    isAllowedHost,
    settings: settings.settings,
  });
  dressResponses(app, (request, reply, payload) => {
    const trace = recorder.trace(contextOf(request)?.id ?? '');
    if (trace === undefined || !isAllowed(request) || !isHostAllowed(request, isAllowedHost)) {
      return payload;
    }
    if (isProfiled(request) || isAsset(trace, answerOf(request, reply))) {
      recorder.forget(trace.id);
      return payload;
    }
    addTimingHeaders(reply, trace, basePath);
    store.setDetails(trace, requestDetails(partsOf(request, reply), settings.recordsParameters));
    return withToolbar(payload, request, reply, () => scriptTag(core.script, trace.id, reply));
  });
}

function recordWhileOpen(app: App, core: ToolbarCore): void {
  app.addHook('onReady', (done) => {
    core.start();
    done();
  });
  app.addHook('onClose', async () => {
    await core.store.flush();
    core.stop();
  });
}

/** The profiler's panel asks for its page many times; one trace of it is enough. */
function isProfiled({ headers }: Request): boolean {
  return headers['x-uptempo-profiled'] !== undefined;
}

function withToolbar(body: unknown, request: Request, reply: Reply, tag: () => string): unknown {
  if (!isHtmlBody(body) || !isWholePage(answerOf(request, reply))) return body;
  reply.removeHeader('content-length');
  return insertTag(body, tag());
}
