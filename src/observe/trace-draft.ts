import type {
  CacheEvent,
  CallSite,
  LogEvent,
  QueryEvent,
  QueryPlanEvent,
  RelationLoadEvent,
  RequestContext,
  RequestFinishEvent,
  RequestStartEvent,
  RowsLoadedEvent,
  SignalEvent,
  SpanEvent,
  TemplateRenderEvent,
  TimeAccount,
} from '../events/index.ts';
import { timeAccountOf } from '../events/index.ts';
import { HeldContexts } from './context-values.ts';
import { keptValues } from './kept-values.ts';
import {
  type DroppedCounts,
  type PlanCounts,
  type Trace,
  type TracedCacheCall,
  type TracedError,
  type TracedLog,
  type TracedQuery,
  type TracedRelationLoad,
  type TracedResultSet,
  type TracedSignal,
  type TracedSpan,
  type TracedTemplate,
  type TraceTotals,
  tracedError,
} from './trace.ts';
import type { TraceLimits } from './trace-limits.ts';
import {
  tracedCacheCall,
  tracedQuery,
  tracedRelationLoad,
  tracedResultSet,
  tracedSpan,
  tracedTemplate,
} from './traced-entries.ts';

/** Bytes of values kept in a trace. */
const MAX_VALUE_BYTES = 256 * 1_024;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A trace that is being written. Everybody else sees it as a `Trace`. */
export class TraceDraft implements Trace {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly route: string | undefined;
  readonly routeName: string | undefined;
  readonly site: CallSite | undefined;
  readonly startedAt = Date.now();
  readonly startedMs: number;
  status: number | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  contentLength: number | undefined;
  totalMs: number | undefined;
  error: TracedError | undefined;
  readonly queries: TracedQuery[] = [];
  readonly relationLoads: TracedRelationLoad[] = [];
  readonly resultSets: TracedResultSet[] = [];
  readonly templates: TracedTemplate[] = [];
  readonly cacheCalls: TracedCacheCall[] = [];
  readonly spans: TracedSpan[] = [];
  readonly logs: TracedLog[] = [];
  readonly signals: TracedSignal[] = [];
  readonly totals: Writable<TraceTotals> = {
    queryCount: 0,
    queryMs: 0,
    templateCount: 0,
    templateMs: 0,
    cacheCount: 0,
    cacheMs: 0,
    cacheHits: 0,
    cacheMisses: 0,
  };
  readonly dropped: Writable<DroppedCounts> = {
    queries: 0,
    relationLoads: 0,
    resultSets: 0,
    templates: 0,
    cacheCalls: 0,
    spans: 0,
    logs: 0,
    signals: 0,
  };
  readonly plans: Writable<PlanCounts> = {
    hits: 0,
    misses: 0,
    processHits: 0,
    processMisses: 0,
  };

  readonly #contexts = new HeldContexts();
  readonly #context: RequestContext;
  #account: TimeAccount | undefined;
  /** What values of its statements may still take. */
  #valueBytes = MAX_VALUE_BYTES;

  constructor(event: RequestStartEvent) {
    this.#context = event.context;
    this.id = event.context.id;
    this.startedMs = event.context.startedMs;
    this.method = event.method;
    this.url = event.url;
    this.route = event.route;
    this.routeName = event.routeName;
    this.site = event.site;
  }

  addQuery(event: QueryEvent, limits: TraceLimits): void {
    this.totals.queryCount++;
    this.totals.queryMs += event.waitMs + event.durationMs;
    if (this.queries.length >= limits.maxEntries) {
      this.dropped.queries++;
      return;
    }
    const kept = limits.keepsValues ? keptValues(event.parameters, this.#valueBytes) : undefined;
    if (kept !== undefined) this.#valueBytes -= kept.bytes;
    this.queries.push(tracedQuery(event, limits, kept?.values));
  }

  addRelationLoad(event: RelationLoadEvent, limits: TraceLimits): void {
    if (this.relationLoads.length >= limits.maxEntries) {
      this.dropped.relationLoads++;
      return;
    }
    this.relationLoads.push(tracedRelationLoad(event));
  }

  addRows(event: RowsLoadedEvent, limits: TraceLimits): void {
    if (this.resultSets.length >= limits.maxEntries) {
      this.dropped.resultSets++;
      return;
    }
    const { kind, site } = event.origin;
    // Rows are made when their statement's event has just been published.
    const query = this.queries.findLastIndex((each) => each.site === site && each.kind === kind);
    this.resultSets.push(tracedResultSet(event, query === -1 ? undefined : query));
  }

  addPlan({ isKnown, hits, misses }: QueryPlanEvent): void {
    if (isKnown) this.plans.hits++;
    else this.plans.misses++;
    this.plans.processHits = hits;
    this.plans.processMisses = misses;
  }

  addTemplate(event: TemplateRenderEvent, limits: TraceLimits): void {
    this.totals.templateCount++;
    if (event.depth === 0) this.totals.templateMs += event.durationMs;
    if (this.templates.length >= limits.maxEntries) {
      this.dropped.templates++;
      return;
    }
    const render = tracedTemplate(event);
    this.templates.push(render);
    if (limits.recordsDetails) this.#contexts.hold(render, event.contextValues);
  }

  addCacheCall(event: CacheEvent, limits: TraceLimits): void {
    this.totals.cacheCount++;
    this.totals.cacheMs += event.durationMs - event.computeMs;
    this.totals.cacheHits += event.hits;
    this.totals.cacheMisses += event.misses;
    if (this.cacheCalls.length >= limits.maxEntries) {
      this.dropped.cacheCalls++;
      return;
    }
    this.cacheCalls.push(tracedCacheCall(event));
  }

  addSpan(event: SpanEvent, limits: TraceLimits): void {
    if (this.spans.length >= limits.maxEntries) {
      this.dropped.spans++;
      return;
    }
    this.spans.push(tracedSpan(event));
  }

  addLog({ context: _context, ...line }: LogEvent, limits: TraceLimits): void {
    if (this.logs.length < limits.maxEntries) this.logs.push(line);
    else this.dropped.logs++;
  }

  addSignal({ context: _context, error, ...call }: SignalEvent, limits: TraceLimits): void {
    if (this.signals.length < limits.maxEntries) {
      this.signals.push({ ...call, error: tracedError(error) });
    } else this.dropped.signals++;
  }

  /** Replaces the values of contexts, which it keeps alive, by what is to be shown of them. */
  describeContexts(): void {
    const texts = this.#contexts.describe();
    this.templates.forEach((render, index) => {
      const contextTexts = texts.get(render);
      if (contextTexts !== undefined) this.templates[index] = { ...render, contextTexts };
    });
  }

  /** Keeps the final account: later the pauses of the collector are forgotten. */
  settle(account: TimeAccount): void {
    this.#account = account;
  }

  get account(): TimeAccount {
    if (this.#account !== undefined) return this.#account;
    const endMs = this.totalMs === undefined ? undefined : this.startedMs + this.totalMs;
    return timeAccountOf(this.#context, endMs);
  }

  get starvedMs(): number {
    return Math.max(0, this.#context.thread?.starvedMs ?? 0);
  }

  finish(event: RequestFinishEvent): void {
    this.status = event.statusCode;
    this.contentType = event.contentType;
    this.contentEncoding = event.contentEncoding;
    this.contentLength = event.contentLength;
    this.totalMs = event.durationMs;
    this.error = tracedError(event.error);
  }
}
