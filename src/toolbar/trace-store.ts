import {
  type Finding,
  type Recorder,
  type SortedFindings,
  type Suppression,
  sortedFindings,
  type Trace,
} from '../observe/index.ts';
import type { PanelCollector } from './panel-collector.ts';
import { redirectBefore } from './redirects.ts';
import type { RequestDetails } from './request-details.ts';
import {
  type HistoryEntry,
  historyEntry,
  type TraceDocument,
  traceDocument,
} from './trace-document.ts';

/** Milliseconds in the database from which a look at its plans may be worth it. */
const EXPENSIVE_MS = 10;

/** The traces of a recorder with what the toolbar knows beside them; it keeps no trace alive. */
export class TraceStore {
  readonly #recorder: Recorder;
  readonly #panels: PanelCollector;
  readonly #projectRoot: string;
  readonly #details = new WeakMap<Trace, RequestDetails>();
  /** Of finished requests only; they change no more. */
  readonly #findings = new WeakMap<Trace, SortedFindings>();
  /** What databases were asked, and what they said. */
  readonly #asked = new WeakMap<Trace, Promise<void>>();
  readonly #advice = new WeakMap<Trace, readonly Finding[]>();
  readonly #suppressions: readonly Suppression[];

  constructor(
    recorder: Recorder,
    panels: PanelCollector,
    projectRoot: string,
    suppressions: readonly Suppression[] = [],
  ) {
    this.#recorder = recorder;
    this.#panels = panels;
    this.#projectRoot = projectRoot;
    this.#suppressions = suppressions;
  }

  setDetails(trace: Trace, details: RequestDetails): void {
    this.#details.set(trace, details);
  }

  /** The trace itself, or undefined when it is not kept. */
  trace(id: string): Trace | undefined {
    return this.#recorder.trace(id);
  }

  /** The document of a trace, or undefined when it is not kept; databases are asked for advice. */
  async document(id: string): Promise<TraceDocument | undefined> {
    const trace = this.#recorder.trace(id);
    if (trace === undefined) return undefined;
    const details = this.#details.get(trace);
    await this.#adviceFor(trace);
    const findings = this.#findingsOf(trace);
    const kept = this.#recorder.traces();
    return {
      ...traceDocument(trace, findings, details, this.#projectRoot, kept),
      panels: this.#panels.documents(trace),
      redirectedFrom: redirectBefore(trace, kept, (each) => this.#details.get(each)) ?? null,
    };
  }

  /** All traces kept, newest first. */
  history(): readonly HistoryEntry[] {
    return this.#recorder
      .traces()
      .map((trace) => historyEntry(trace, this.#findingsOf(trace).findings));
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
