import {
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

/** The traces of a recorder with what the toolbar knows beside them; it keeps no trace alive. */
export class TraceStore {
  readonly #recorder: Recorder;
  readonly #panels: PanelCollector;
  readonly #projectRoot: string;
  readonly #details = new WeakMap<Trace, RequestDetails>();
  /** Of finished requests only; they change no more. */
  readonly #findings = new WeakMap<Trace, SortedFindings>();
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

  /** The document of a trace, or undefined when it is not kept. */
  document(id: string): TraceDocument | undefined {
    const trace = this.#recorder.trace(id);
    if (trace === undefined) return undefined;
    const details = this.#details.get(trace);
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

  #findingsOf(trace: Trace): SortedFindings {
    const known = this.#findings.get(trace);
    if (known !== undefined) return known;
    const findings = sortedFindings(trace, {
      projectRoot: this.#projectRoot,
      suppressions: this.#suppressions,
      recent: this.#recorder.traces(),
    });
    if (trace.totalMs !== undefined) this.#findings.set(trace, findings);
    return findings;
  }
}
