import { checkOptions, option } from '../core/index.ts';
import { type History, HistoryRecording } from '../history/index.ts';
import {
  type App,
  browserModules,
  contextOf,
  guardTool,
  installRequestEvents,
  type Permission,
  type Reply,
  type Request,
} from '../http/index.ts';
import { createRecorder, detectFindings, type Finding, type Trace } from '../observe/index.ts';
import { isAsset } from './answer.ts';
import { isOwnPath } from './core.ts';
import { toolbarError } from './errors.ts';
import { answerOf, partsOf } from './exchange.ts';
import { maskSecretsInUrl } from './mask-url.ts';
import { checkPath } from './options.ts';
import { lastAccounts } from './recorded.ts';
import { requestDetails } from './request-details.ts';
import { addTraceRoutes } from './routes.ts';
import { StoredRequests } from './stored-requests.ts';
import { type StorableDocument, storableDocument, traceDocument } from './trace-document.ts';
import { withoutValues } from './without-values.ts';

export interface RequestHistoryOptions {
  /** Where requests are kept: what `openHistory()` has opened, and who opened it closes. */
  readonly store: History;
  /** Who may see the pages. There is no default: traces tell what users did. */
  readonly permission: Permission;
  /** Path of its pages. Default `/__uptempo/history`. */
  readonly basePath?: string;
  /**
   * Whether values are stored: parameters and literals of statements, values in addresses, keys of
   * caches, texts of errors. They are users' data. Default false.
   */
  readonly recordsValues?: boolean;
  /** Folder that files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
}

/** Queries kept of a request; production needs the shape, and its event loop the time. */
const MAX_QUERIES = 200;

/**
 * Fastify plugin for production: keeps requests in a file and shows them to who has permission. No
 * page is changed, no header is added, and no value is stored unless asked for.
 *
 * ```ts
 * const store = openHistory({ file: '/var/lib/cinema/history.sqlite' });
 * await app.register(requestHistory, { store, permission: (request) => isStaff(request) });
 * app.addHook('onClose', () => store.close());
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, toolbar.path.invalid, toolbar.permission.missing
 */
export const requestHistory = Object.assign(
  async (app: App, options: RequestHistoryOptions): Promise<void> => {
    checkOptions('requestHistory()', options, {
      store: option.object,
      permission: option.function,
      basePath: option.string,
      recordsValues: option.boolean,
      projectRoot: option.string,
    });
    if (options.permission === undefined) throw permissionMissing();
    install(app, options);
  },
  {
    // Its hooks are for the whole app, not for a scope of its own.
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'uptempo-request-history',
    [Symbol.for('plugin-meta')]: { name: 'uptempo-request-history', fastify: '5.x' },
  },
);

function permissionMissing() {
  return toolbarError('toolbar.permission.missing', 'requestHistory() needs "permission".', {
    hint: 'Give a function that tells by the request who may see it: permission: isStaff.',
  });
}

function install(app: App, options: RequestHistoryOptions): void {
  const { store, permission, recordsValues = false } = options;
  const basePath = checkPath('requestHistory()', options.basePath ?? '/__uptempo/history');
  const exchanges = new Exchanges(options.projectRoot ?? process.cwd(), recordsValues);
  const recording = new HistoryRecording({
    history: store,
    findings: (trace) => exchanges.findings(trace),
    document: (trace) => exchanges.document(trace),
  });
  const recorder = createRecorder({
    maxTraces: 1,
    maxQueriesPerTrace: MAX_QUERIES,
    recordsParameters: recordsValues,
    ignores: ({ url }) => isOwnPath(url, basePath),
    onComplete: (trace, { values }) => {
      const exchange = values.get(EXCHANGE) as Exchange | undefined;
      if (exchange === undefined) return;
      if (isAsset(trace, answerOf(exchange.request, exchange.reply))) return;
      exchanges.add(trace, exchange);
      recording.finished(trace);
    },
  });
  const flush = async () => {
    await lastAccounts();
    await recording.flush();
  };
  installRequestEvents(app);
  app.addHook('onResponse', (request, reply, done) => {
    contextOf(request)?.values.set(EXCHANGE, { request, reply } satisfies Exchange);
    done();
  });
  app.addHook('onReady', async () => recorder.start());
  app.addHook('onClose', async () => {
    await flush();
    recorder.stop();
  });
  const source = new StoredRequests(store, flush);
  const modules = browserModules('profile-view', 'toolbar/page');
  app.register(
    (scope, _options, done) => {
      guardTool(scope, 'The history', permission);
      addTraceRoutes(scope, { basePath, source, modules });
      done();
    },
    { prefix: basePath },
  );
}

/** Where the exchange of a context is found when its trace is complete. */
const EXCHANGE: unique symbol = Symbol('uptempo.exchange');

interface Exchange {
  readonly request: Request;
  readonly reply: Reply;
}

/** Requests and replies of traces, until their document is made; of most it never is. */
class Exchanges {
  readonly #projectRoot: string;
  readonly #recordsValues: boolean;
  readonly #exchanges = new WeakMap<Trace, Exchange>();
  readonly #findings = new WeakMap<Trace, readonly Finding[]>();

  constructor(projectRoot: string, recordsValues: boolean) {
    this.#projectRoot = projectRoot;
    this.#recordsValues = recordsValues;
  }

  add(trace: Trace, exchange: Exchange): void {
    this.#exchanges.set(trace, exchange);
  }

  findings(trace: Trace): readonly Finding[] {
    const known = this.#findings.get(trace);
    if (known !== undefined) return known;
    const findings = detectFindings(trace, { projectRoot: this.#projectRoot });
    this.#findings.set(trace, findings);
    return findings;
  }

  document(trace: Trace): StorableDocument {
    const exchange = this.#exchanges.get(trace);
    const details =
      exchange && requestDetails(partsOf(exchange.request, exchange.reply), this.#recordsValues);
    const sorted = { findings: this.findings(trace), suppressed: [] };
    const document = storableDocument(traceDocument(trace, sorted, details, this.#projectRoot));
    return this.#recordsValues
      ? { ...document, url: maskSecretsInUrl(document.url) }
      : withoutValues(document);
  }
}
