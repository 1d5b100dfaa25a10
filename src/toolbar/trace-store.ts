import {
  DEFAULT_LIMIT,
  type Findable,
  type History,
  type HistoryQuery,
  HistoryRecording,
  matchesQuery,
  sortValue,
} from '../history/index.ts';
import {
  type Finding,
  fingerprintSql,
  type Recorder,
  type SortedFindings,
  type Suppression,
  sortedFindings,
  type Trace,
} from '../observe/index.ts';
import { FirstRequests } from './first-requests.ts';
import { maskSecretsInUrl } from './mask-url.ts';
import type { PanelCollector } from './panel-collector.ts';
import { lastAccounts } from './recorded.ts';
import { redirectBefore } from './redirects.ts';
import type { RequestDetails } from './request-details.ts';
import type { RequestPage, RequestSource } from './request-source.ts';
import { searchHistory } from './stored-requests.ts';
import {
  type HistoryEntry,
  historyEntry,
  restoredDocument,
  storableDocument,
  type TraceDocument,
  traceDocument,
} from './trace-document.ts';

/** Milliseconds in the database from which a look at its plans may be worth it. */
const EXPENSIVE_MS = 10;

export interface TraceStoreOptions {
  readonly recorder: Recorder;
  readonly panels: PanelCollector;
  readonly projectRoot: string;
  /** Where requests are kept beyond memory. */
  readonly history: History | undefined;
  /** Findings that are left as they are. */
  readonly suppressions: readonly Suppression[];
}

/**
 * The traces of a recorder with what the toolbar knows beside them, and behind them those of a
 * file, if there is one. It keeps no trace alive.
 */
export class TraceStore implements RequestSource {
  readonly #recorder: Recorder;
  readonly #panels: PanelCollector;
  readonly #projectRoot: string;
  readonly #history: History | undefined;
  readonly #suppressions: readonly Suppression[];
  readonly #recording: HistoryRecording | undefined;
  readonly #details = new WeakMap<Trace, RequestDetails>();
  readonly #firstOfRoutes = new FirstRequests();
  /** Of finished requests only; they change no more. */
  readonly #findings = new WeakMap<Trace, SortedFindings>();
  /** What databases were asked, and what they said. */
  readonly #asked = new WeakMap<Trace, Promise<void>>();
  readonly #advice = new WeakMap<Trace, readonly Finding[]>();

  constructor({ recorder, panels, projectRoot, history, suppressions }: TraceStoreOptions) {
    this.#recorder = recorder;
    this.#panels = panels;
    this.#projectRoot = projectRoot;
    this.#history = history;
    this.#suppressions = suppressions;
    this.#recording =
      history &&
      new HistoryRecording({
        history,
        findings: (trace) => this.#findingsOf(trace).findings,
        document: (trace) => ({
          ...storableDocument(this.#documentOf(trace)),
          url: maskSecretsInUrl(trace.url),
        }),
      });
  }

  setDetails(trace: Trace, details: RequestDetails): void {
    this.#details.set(trace, details);
    this.#firstOfRoutes.note(trace);
  }

  /** The trace itself, or undefined when it is not in memory. */
  trace(id: string): Trace | undefined {
    return this.#recorder.trace(id);
  }

  /** A trace that changes no more. */
  complete(trace: Trace): void {
    this.#recording?.finished(trace);
  }

  /** Hands what has finished to the file. */
  async flush(): Promise<void> {
    if (this.#recording === undefined) return;
    await lastAccounts();
    await this.#recording.flush();
  }

  /** Databases are asked for advice about a trace in memory. */
  async document(id: string): Promise<TraceDocument | undefined> {
    const trace = this.#recorder.trace(id);
    if (trace !== undefined) {
      await this.#adviceFor(trace);
      return this.#documentOf(trace);
    }
    const stored = await this.#history?.document(id).catch(() => undefined);
    return stored && restoredDocument(stored);
  }

  async search(query: HistoryQuery): Promise<RequestPage> {
    await this.flush();
    const page = await this.#page(query);
    return { ...page, orphans: { ...this.#recorder.orphans } };
  }

  async #page(query: HistoryQuery): Promise<RequestPage> {
    const inMemory = this.#matching(query);
    if (this.#history === undefined) return memoryPage(inMemory, query);
    const stored = await searchHistory(this.#history, query);
    return query.cursor === undefined ? withMemory(stored, inMemory, query) : stored;
  }

  #matching(query: HistoryQuery): readonly HistoryEntry[] {
    return this.#recorder
      .traces()
      .map((trace) => this.#findable(trace))
      .filter((request) => matchesQuery(request, query))
      .map(({ entry }) => entry);
  }

  #findable(trace: Trace): Findable {
    const { findings } = this.#findingsOf(trace);
    return {
      entry: historyEntry(trace, findings),
      findings: () => findings,
      statements: () => trace.queries.map(({ sql }) => fingerprintSql(sql)),
    };
  }

  #documentOf(trace: Trace): TraceDocument {
    const details = this.#details.get(trace);
    const findings = this.#findingsOf(trace);
    const kept = this.#recorder.traces();
    return {
      ...traceDocument(trace, findings, details, this.#projectRoot, kept),
      isFirst: this.#firstOfRoutes.has(trace),
      panels: this.#panels.documents(trace),
      redirectedFrom: redirectBefore(trace, kept, (each) => this.#details.get(each)) ?? null,
    };
  }

  /** Databases are asked once for each trace, when its request has finished. */
  async #adviceFor(trace: Trace): Promise<void> {
    if (trace.totalMs === undefined || trace.totals.queryMs < EXPENSIVE_MS) return;
    const asked = this.#asked.get(trace) ?? this.#askForAdvice(trace);
    this.#asked.set(trace, asked);
    await asked;
  }

  /** Loaded when it is needed: an application without a database has a toolbar too. */
  async #askForAdvice(trace: Trace): Promise<void> {
    try {
      const { adviseIndexes } = await import('../advice/index.ts');
      this.#advice.set(trace, await adviseIndexes(trace, { projectRoot: this.#projectRoot }));
      this.#findings.delete(trace);
    } catch (error) {
      // The rest of the document is worth more than this part of it.
      process.emitWarning(`The toolbar found no advice on indexes: ${String(error)}`);
    }
  }

  #findingsOf(trace: Trace): SortedFindings {
    const known = this.#findings.get(trace);
    if (known !== undefined) return known;
    const findings = sortedFindings(trace, {
      projectRoot: this.#projectRoot,
      suppressions: this.#suppressions,
      advice: this.#advice.get(trace) ?? [],
      recent: this.#recorder.traces(),
    });
    if (trace.totalMs !== undefined) this.#findings.set(trace, findings);
    return findings;
  }
}

function memoryPage(entries: readonly HistoryEntry[], query: HistoryQuery): RequestPage {
  const traces = sorted(entries, query).slice(0, query.limit ?? DEFAULT_LIMIT);
  return { traces, nextCursor: null, kept: null, estimated: null, orphans: null, problem: null };
}

/** The first page of the file, and what is in memory alone: what runs, and what was not kept. */
function withMemory(
  stored: RequestPage,
  inMemory: readonly HistoryEntry[],
  query: HistoryQuery,
): RequestPage {
  const known = new Set(stored.traces.map(({ id }) => id));
  const last = stored.nextCursor === null ? undefined : stored.traces.at(-1);
  const sort = query.sort ?? 'time';
  const isOnPage = (entry: HistoryEntry) =>
    !known.has(entry.id) && (last === undefined || sortValue(entry, sort) > sortValue(last, sort));
  return { ...stored, traces: sorted([...inMemory.filter(isOnPage), ...stored.traces], query) };
}

function sorted(
  entries: readonly HistoryEntry[],
  { sort = 'time' }: HistoryQuery,
): readonly HistoryEntry[] {
  return entries.toSorted((a, b) => sortValue(b, sort) - sortValue(a, sort));
}
