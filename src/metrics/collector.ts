import {
  type CacheEvent,
  type CacheHealthEvent,
  cacheChannel,
  cacheHealthChannel,
  measureTime,
  type QueryEvent,
  queryChannel,
  type RequestFinishEvent,
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
  type TemplateRenderEvent,
  type TimeAccountEvent,
  templateRenderChannel,
  timeAccountChannel,
} from '../events/index.ts';
import { describeError, errorSite } from './error-group.ts';
import { RequestState, type UnreadSite } from './request-state.ts';
import { SiteBudget } from './site-budget.ts';
import { Statements } from './statements.ts';
import type { QueryIdentity } from './stats/query-stats.ts';
import { MetricsWindow } from './window.ts';

export interface CollectorSettings {
  /** Folder that files are shown relative to. */
  readonly projectRoot: string;
  /** Requests that are not counted. */
  readonly ignores: (event: RequestStartEvent) => boolean;
}

/** The route of requests that matched none. */
export const NO_ROUTE = '(no route)';

/** The route of statements that ran outside of a request: tasks, timers, start-up. */
export const NO_REQUEST = '(no request)';

/** Stands in a request's context for one that is not counted. */
const IGNORED = 'ignored';

/**
 * Adds up what the events tell, in a window that somebody takes from time to time. It costs under
 * 3 µs a request and 0.3 µs a statement (bench: `metrics`), which is why nothing is kept of a
 * single one.
 */
export class MetricsCollector {
  readonly #settings: CollectorSettings;
  readonly #key = Symbol('uptempo.metrics');
  readonly #statements = new Statements();
  readonly #sites: SiteBudget;
  /** Sites of errors by the rest of their identity, for those whose stack may not be read now. */
  readonly #errorSites = new Map<string, string>();
  #activeRequests = 0;
  #window = new MetricsWindow();
  #unsubscribers: (() => void)[] = [];

  constructor(settings: CollectorSettings) {
    this.#settings = settings;
    this.#sites = new SiteBudget(settings.projectRoot);
  }

  get activeRequests(): number {
    return this.#activeRequests;
  }

  /** What is being added up. */
  get window(): MetricsWindow {
    return this.#window;
  }

  start(): void {
    if (this.#unsubscribers.length > 0) return;
    this.renew();
    this.#unsubscribers = [
      measureTime(),
      requestStartChannel.subscribe((event) => this.#begin(event)),
      requestFinishChannel.subscribe((event) => this.#finish(event)),
      queryChannel.subscribe((event) => this.#addQuery(event), { callSites: 'some' }),
      templateRenderChannel.subscribe((event) => this.#addTemplate(event)),
      cacheChannel.subscribe((event) => this.#addCacheCall(event), { callSites: 'none' }),
      cacheHealthChannel.subscribe((event) => this.#addCacheHealth(event)),
      timeAccountChannel.subscribe((event) => this.#addTimes(event)),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe();
    this.#unsubscribers = [];
  }

  /** Grants what may be spent in the next second on stacks and on texts of new statements. */
  renew(): void {
    this.#sites.renew();
    this.#statements.renew();
  }

  /** What was added up since the last call; a new window begins. */
  takeWindow(): MetricsWindow {
    const taken = this.#window;
    this.#window = new MetricsWindow();
    taken.trim();
    return taken;
  }

  /** Statements that were seen for the first time since the last call. */
  takeStatements(): ReadonlyMap<string, QueryIdentity> {
    return this.#statements.takeFresh();
  }

  /** Statements that run from now on are told of again. */
  forgetStatements(): void {
    this.#statements.forget();
  }

  #begin(event: RequestStartEvent): void {
    const { values } = event.context;
    if (event.isTool === true || this.#settings.ignores(event)) {
      values.set(this.#key, IGNORED);
      return;
    }
    const route = `${event.method} ${event.route ?? NO_ROUTE}`;
    values.set(this.#key, new RequestState(route));
    this.#activeRequests++;
  }

  #finish({ context, statusCode, contentLength, durationMs, error }: RequestFinishEvent): void {
    const state = context.values.get(this.#key);
    if (!(state instanceof RequestState)) return;
    this.#activeRequests--;
    for (const run of state.unread) this.#addSite(run);
    const bytes = contentLength !== undefined && contentLength >= 0 ? contentLength : 0;
    this.#window.routes.get(state.route).add(state.answered(durationMs, statusCode, bytes));
    this.#window.process.addRequest(durationMs, statusCode >= 500);
    if (statusCode >= 500) this.#addError(state.route, error, statusCode);
  }

  /** Comes a turn or two of the event loop after the request, so perhaps in the next window. */
  #addTimes({ finish, account }: TimeAccountEvent): void {
    const state = finish.context.values.get(this.#key);
    if (state instanceof RequestState) this.#window.routes.get(state.route).addTimes(account);
  }

  #addQuery(event: QueryEvent): void {
    const state = event.context?.values.get(this.#key);
    if (state === IGNORED) return;
    const key = this.#statements.keyOf(event);
    const stats = this.#window.queries.get(key);
    const hasFailed = event.error !== undefined && event.error !== null;
    stats.add(event.waitMs, event.durationMs, event.rowCount, hasFailed);
    if (this.#sites.takeFor(key, event.origin.site)) {
      const run = { stats, site: event.origin.site, durationMs: event.durationMs };
      if (state instanceof RequestState) state.unread.push(run);
      else this.#addSite(run);
    }
    if (state instanceof RequestState) {
      state.queries++;
      state.rows += event.rowCount;
      stats.routes.add(state.route, 1, event.durationMs);
    } else {
      stats.routes.add(NO_REQUEST, 1, event.durationMs);
    }
  }

  #addSite({ stats, site, durationMs }: UnreadSite): void {
    const text = this.#sites.read(site);
    if (text !== undefined) stats.sites.add(text, 1, durationMs);
  }

  #addTemplate({ context, depth, durationMs }: TemplateRenderEvent): void {
    if (depth > 0) return;
    const state = context?.values.get(this.#key);
    if (state instanceof RequestState) state.templateMs += durationMs;
  }

  #addCacheCall(event: CacheEvent): void {
    const state = event.context?.values.get(this.#key);
    if (state === IGNORED) return;
    this.#window.caches.get(event.cache).add(event);
    if (!(state instanceof RequestState)) return;
    state.cacheHits += event.hits;
    state.cacheMisses += event.misses;
  }

  #addCacheHealth({ cache, backend, state }: CacheHealthEvent): void {
    if (state === 'recovered') return;
    const stats = this.#window.caches.get(cache);
    stats.backend = backend;
    stats.failures++;
  }

  #addError(route: string, error: unknown, statusCode: number): void {
    const identity = describeError(error, statusCode);
    const cause = `${identity.name}\n${identity.message}`;
    const site = this.#siteOfError(cause, error);
    const stats = this.#window.errors.get(`${cause}\n${site}`);
    if (stats.count === 0) stats.identity = { ...identity, site };
    stats.add(route, Date.now());
  }

  /** A storm of errors must not be paid for with a stack each: most get the line of the last one. */
  #siteOfError(cause: string, error: unknown): string {
    const known = this.#errorSites.get(cause);
    if (known !== undefined && !this.#sites.take()) return known;
    const site = errorSite(error, this.#settings.projectRoot);
    if (this.#errorSites.size >= 1_000) this.#errorSites.clear();
    this.#errorSites.set(cause, site);
    return site;
  }
}
