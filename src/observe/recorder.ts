import { checkOptions, option } from '../core/index.ts';
import {
  cacheChannel,
  measureTime,
  queryChannel,
  queryPlanChannel,
  type RequestContext,
  type RequestFinishEvent,
  type RequestStartEvent,
  relationLoadChannel,
  requestFinishChannel,
  requestStartChannel,
  rowsLoadedChannel,
  spanChannel,
  templateRenderChannel,
  timeAccountChannel,
} from '../events/index.ts';
import { recordDetails } from './details.ts';
import type { DroppedCounts, Trace } from './trace.ts';
import { TraceDraft } from './trace-draft.ts';
import type { TraceLimits } from './trace-limits.ts';

export interface RecorderOptions {
  /** Traces kept, the newest ones. Default 100. */
  readonly maxTraces?: number;
  /**
   * Queries kept per trace, and as many relation loads, result sets, templates, calls of caches and
   * spans; what comes after them is counted. Default 2,000.
   */
  readonly maxQueriesPerTrace?: number;
  /**
   * Whether the values passed to queries are kept. They may be passwords or personal data, which
   * nothing here can tell. Default false.
   */
  readonly recordsParameters?: boolean;
  /**
   * Whether short values are kept as they are, so that a statement can be explained with them: 8 KiB a
   * statement, 256 KiB a request. They show up nowhere. Default false.
   */
  readonly keepsValues?: boolean;
  /**
   * Whether rows note which of their columns and relations are used, for the findings about what was
   * loaded in vain. Costs 0.2 µs a watched column of each row: meant for development. Default false.
   */
  readonly watchesRows?: boolean;
  /** Characters kept of each parameter. Default 200. */
  readonly maxParameterLength?: number;
  /**
   * Whether lines of logs, receivers of signals and values of template contexts are kept as well, as
   * short texts. For development: they may be secret. Default false.
   */
  readonly recordsDetails?: boolean;
  /** Requests that leave no trace. Default none. */
  readonly ignores?: (event: RequestStartEvent) => boolean;
  /**
   * Is told of each trace that changes no more, soon after its request has finished; of those that
   * made room for newer ones too, and of none that was forgotten.
   */
  readonly onComplete?: (trace: Trace, context: RequestContext) => void;
}

/** Events that belong to no recorded request: start-up code, timers, work outside a context. */
export type OrphanCounts = DroppedCounts;

/** Collects what requests do into traces, from `start()` to `stop()`. */
export interface Recorder {
  readonly isRecording: boolean;
  /** Subscribes to the events. Does nothing when it records already. */
  start(): void;
  /** Unsubscribes; the traces stay readable, and without a recorder no event is even built. */
  stop(): void;
  /** The traces kept, newest first, running requests included. */
  traces(): readonly Trace[];
  /** The trace with an id, or undefined when there is none or it has been dropped. */
  trace(id: string): Trace | undefined;
  /** Drops a trace that is not worth a place among the traces kept. */
  forget(id: string): void;
  readonly orphans: OrphanCounts;
}

/** Where `traceOf` finds the trace of a context. */
const TRACE: unique symbol = Symbol('uptempo.trace');

/** Stands in place of a trace in the context of a request that is to leave none. */
const IGNORED: unique symbol = Symbol('uptempo.ignored');

/**
 * Makes a recorder; it does nothing until it is started.
 *
 * ```ts
 * const recorder = createRecorder({ maxTraces: 20 });
 * recorder.start();
 * await app.inject('/movies');
 * recorder.traces()[0]?.totals.queryCount; // 2
 * recorder.stop();
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function createRecorder(options: RecorderOptions = {}): Recorder {
  checkOptions('createRecorder()', options, {
    maxTraces: option.integer({ min: 1 }),
    maxQueriesPerTrace: option.integer({ min: 1 }),
    recordsParameters: option.boolean,
    keepsValues: option.boolean,
    watchesRows: option.boolean,
    recordsDetails: option.boolean,
    maxParameterLength: option.integer({ min: 1 }),
    ignores: option.function,
    onComplete: option.function,
  });
  return new ChannelRecorder(options);
}

/**
 * The trace that is being recorded in a request context, or undefined when nothing records.
 * With several recorders it is that of the one started last.
 */
export function traceOf(context: RequestContext): Trace | undefined {
  return context.values.get(TRACE) as Trace | undefined;
}

class ChannelRecorder implements Recorder {
  readonly orphans = {
    queries: 0,
    relationLoads: 0,
    resultSets: 0,
    templates: 0,
    cacheCalls: 0,
    spans: 0,
    logs: 0,
    signals: 0,
  };
  readonly #limits: TraceLimits;
  readonly #watchesRows: boolean;
  readonly #maxTraces: number;
  readonly #ignores: (event: RequestStartEvent) => boolean;
  readonly #onComplete: (trace: Trace, context: RequestContext) => void;
  readonly #forgotten = new WeakSet<Trace>();
  /** Oldest first, as a Map keeps its order of insertion. */
  readonly #traces = new Map<string, TraceDraft>();
  /** A key of its own, so that two recorders do not write into one another's traces. */
  readonly #key = Symbol('uptempo.recorder');
  #unsubscribers: (() => void)[] = [];

  constructor(options: RecorderOptions) {
    this.#maxTraces = options.maxTraces ?? 100;
    this.#ignores = options.ignores ?? (() => false);
    this.#watchesRows = options.watchesRows ?? false;
    this.#onComplete = options.onComplete ?? (() => {});
    this.#limits = {
      maxEntries: options.maxQueriesPerTrace ?? 2_000,
      recordsParameters: options.recordsParameters ?? false,
      keepsValues: options.keepsValues ?? false,
      maxParameterLength: options.maxParameterLength ?? 200,
      recordsDetails: options.recordsDetails ?? false,
    };
  }

  get isRecording(): boolean {
    return this.#unsubscribers.length > 0;
  }

  start(): void {
    if (this.isRecording) return;
    const limits = this.#limits;
    this.#unsubscribers = [
      measureTime(),
      requestStartChannel.subscribe((event) => this.#begin(event)),
      requestFinishChannel.subscribe((event) => this.#finish(event)),
      queryChannel.subscribe((event) => {
        const trace = this.#draftOf(event.context, 'queries');
        trace?.addQuery(event, limits);
      }),
      queryPlanChannel.subscribe((event) => {
        // Its query is an orphan too, and is counted as one.
        const trace = event.context?.values.get(this.#key);
        if (trace instanceof TraceDraft) trace.addPlan(event);
      }),
      relationLoadChannel.subscribe((event) => {
        const trace = this.#draftOf(event.context, 'relationLoads');
        trace?.addRelationLoad(event, limits);
      }),
      templateRenderChannel.subscribe((event) => {
        const trace = this.#draftOf(event.context, 'templates');
        trace?.addTemplate(event, limits);
      }),
      cacheChannel.subscribe((event) => {
        const trace = this.#draftOf(event.context, 'cacheCalls');
        trace?.addCacheCall(event, limits);
      }),
      timeAccountChannel.subscribe(({ finish, account }) => {
        const trace = finish.context.values.get(this.#key);
        if (!(trace instanceof TraceDraft)) return;
        trace.settle(account);
        if (!this.#forgotten.has(trace)) this.#onComplete(trace, finish.context);
      }),
      spanChannel.subscribe((event) => {
        const trace = this.#draftOf(event.context, 'spans');
        trace?.addSpan(event, limits);
      }),
      ...(limits.recordsDetails
        ? recordDetails((context, kind) => this.#draftOf(context, kind), limits)
        : []),
    ];
    if (this.#watchesRows) this.#unsubscribers.push(this.#watchRows());
  }

  #watchRows(): () => void {
    return rowsLoadedChannel.subscribe((event) => {
      const trace = this.#draftOf(event.context, 'resultSets');
      trace?.addRows(event, this.#limits);
    });
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe();
    this.#unsubscribers = [];
  }

  traces(): readonly Trace[] {
    return [...this.#traces.values()].reverse();
  }

  trace(id: string): Trace | undefined {
    return this.#traces.get(id);
  }

  forget(id: string): void {
    const trace = this.#traces.get(id);
    if (trace === undefined) return;
    this.#forgotten.add(trace);
    this.#traces.delete(id);
  }

  #begin(event: RequestStartEvent): void {
    const { values } = event.context;
    if (event.isTool === true || this.#ignores(event)) {
      values.set(this.#key, IGNORED);
      return;
    }
    const trace = new TraceDraft(event);
    values.set(this.#key, trace).set(TRACE, trace);
    this.#traces.set(trace.id, trace);
    if (this.#traces.size > this.#maxTraces) this.#dropOldest();
  }

  #finish(event: RequestFinishEvent): void {
    const trace = event.context.values.get(this.#key);
    if (trace instanceof TraceDraft) trace.finish(event);
  }

  #draftOf(context: RequestContext | undefined, kind: keyof OrphanCounts): TraceDraft | undefined {
    const trace = context?.values.get(this.#key);
    if (trace instanceof TraceDraft) return trace;
    if (trace !== IGNORED) this.orphans[kind]++;
    return undefined;
  }

  #dropOldest(): void {
    const oldest = this.#traces.keys().next();
    if (!oldest.done) this.#traces.delete(oldest.value);
  }
}
