import { ReportReader } from '../report-reader.ts';
import {
  MINUTE,
  QUARTER_DAY,
  RESOLUTIONS,
  type Resolution,
  resolutionFor,
  SLOT,
  slotOf,
  TEN_MINUTES,
} from '../resolutions.ts';
import { Rollup } from '../rollup.ts';
import type { QueryIdentity } from '../stats/query-stats.ts';
import { MetricsStore, type StoredWindow, type StoredWorker } from '../store.ts';
import { type TotalsReport, totalsReport } from '../totals.ts';
import { MetricsWindow } from '../window.ts';
import type { News, Span, Task, ThreadSettings } from './tasks.ts';

const PRUNE_EVERY_MS = 60_000;

/** After so long without a word a process is taken for ended, and its totals for final. */
const RETIRED_AFTER_MS = 60 * 60_000;
const RETIRED = 'retired';

/** What was merged for a report is dropped when nobody wants another one. */
const FORGET_AFTER_MS = 60_000;

/** Spans of time that wait for being written while the file can't be. */
const MAX_PENDING = 30;

/** Statements that wait for being written while the file can't be. */
const MAX_STATEMENTS = 5_000;

/**
 * Adds up what a process has counted, writes it to the store and reads what all of them have
 * written. It lives in a thread of its own: compressing, writing and merging take tens of
 * milliseconds, in which the process's event loop serves its users.
 */
export class Keeper {
  readonly #settings: ThreadSettings;
  readonly #store: MetricsStore;
  readonly #reader: ReportReader;
  readonly #rollups = [MINUTE, TEN_MINUTES, QUARTER_DAY].map(
    (resolution) => new Rollup(resolution),
  );
  readonly #total = new MetricsWindow();
  /** By what they replace in the store, so that a span written late is written once. */
  readonly #pending = new Map<string, StoredWindow>();
  /** Statements that wait for being written. */
  readonly #statements = new Map<string, QueryIdentity>();
  /** The ten seconds that are being counted, as far as they were told of. */
  #slot = new MetricsWindow();
  #slotMs: number;
  #nowMs: number;
  #prunedMs = 0;
  #readMs = 0;
  #isWatched = false;
  #isClosing = false;
  #hasHeard = false;
  #warnings: string[] = [];

  /** @throws metrics.store.unusable, metrics.store.newer */
  constructor(settings: ThreadSettings) {
    const { file, maxBytes, startedAt } = settings;
    this.#settings = settings;
    this.#store = new MetricsStore({ file, maxBytes });
    this.#reader = new ReportReader(this.#store);
    this.#nowMs = startedAt;
    this.#slotMs = slotOf(startedAt, SLOT);
  }

  get isWatched(): boolean {
    return this.#isWatched;
  }

  /** What could not be written since the last call. */
  takeWarnings(): readonly string[] {
    const warnings = this.#warnings;
    this.#warnings = [];
    return warnings;
  }

  /** @returns what the task asks for, of plain data. */
  perform(task: Task, news: News): unknown {
    this.#isClosing = task.kind === 'close';
    // The last write waits for others, since there is no later one.
    if (this.#isClosing) this.#try(() => this.#store.waitLonger());
    this.#hear(news);
    switch (task.kind) {
      case 'open':
        return undefined;
      case 'tick':
        return this.#tick();
      case 'flush':
        return this.#flush();
      case 'report':
        if (task.isLooking) this.#watch(resolutionFor(task.rangeMs));
        this.#readMs = this.#nowMs;
        return JSON.stringify(this.#reader.report(task.rangeMs, this.#nowMs, task.route));
      case 'totals':
        return this.#totals();
      case 'lead':
        return this.#leads(task.note, task.untilMs);
      case 'note':
        return this.#store.note(task.note);
      case 'setNote':
        return this.#store.setNote(task.note, task.value);
      case 'close':
        return this.#close();
    }
  }

  /** Counts what has come, and ends the ten seconds that are over. */
  #hear({ nowMs, spans, statements }: News): void {
    this.#nowMs = nowMs;
    for (const [id, identity] of statements) {
      if (this.#statements.size < MAX_STATEMENTS) this.#statements.set(id, identity);
    }
    this.#hasHeard ||= spans.length > 0;
    for (const span of spans) {
      if (span.slotMs !== this.#slotMs) this.#closeSlot(span.slotMs);
      addSpan(this.#slot, span);
    }
    const slotMs = slotOf(nowMs, SLOT);
    if (slotMs !== this.#slotMs) this.#closeSlot(slotMs);
  }

  #tick(): void {
    const wasWatched = this.#isWatched;
    this.#try(() => {
      this.#isWatched = this.#store.isWatched(this.#nowMs);
    });
    // At first all, since a long range needs it; then what the next second adds.
    if (this.#isWatched && wasWatched) this.#write([this.#growingSlot()]);
    else if (this.#isWatched) this.#flush();
    if (this.#nowMs - this.#readMs > FORGET_AFTER_MS) this.#reader.forget();
    if (this.#nowMs - this.#prunedMs >= PRUNE_EVERY_MS) this.#prune();
  }

  /** Writes what is still growing, so that a reader has the last second too. */
  #flush(): void {
    this.#write([this.#growingSlot(), ...this.#growingSums(RESOLUTIONS)]);
  }

  /** A report of this resolution is wanted, up to now. */
  #watch(resolution: Resolution): void {
    this.#try(() => this.#store.watch(this.#nowMs));
    if (this.#isWatched) this.#write([this.#growingSlot(), ...this.#growingSums([resolution])]);
    else this.#flush();
    this.#isWatched = true;
  }

  /** Everything this process has counted is in the sums. */
  #totals(): TotalsReport {
    const totals = new MetricsWindow();
    totals.merge(this.#total);
    totals.merge(this.#slot);
    this.#write([this.#growingSlot()], totals);
    return totalsReport(this.#store, this.#nowMs);
  }

  #leads(note: string, untilMs: number): boolean {
    const { worker } = this.#settings;
    let leads = false;
    this.#store.changeNote(note, (value) => {
      const [leader, until] = String(value ?? '').split(' ');
      leads = leader === worker || Number(until ?? 0) < this.#nowMs;
      return leads ? `${worker} ${untilMs}` : String(value);
    });
    return leads;
  }

  #close(): void {
    // A process that never counted leaves no trace.
    if (this.#hasHeard) this.#closeSlot(this.#slotMs);
    this.#store.close();
  }

  #closeSlot(nextMs: number): void {
    const slotMs = this.#slotMs;
    const window = this.#slot;
    window.trim();
    this.#total.merge(window);
    this.#total.trim();
    this.#slot = new MetricsWindow();
    this.#slotMs = nextMs;
    const isMinuteOver = slotOf(nextMs, MINUTE) !== slotOf(slotMs, MINUTE);
    // What is longer is written each minute, so that a process that is killed loses no more.
    const writesAll = this.#isClosing || isMinuteOver || this.#isWatched;
    const due = [this.#stored(SLOT, slotMs, window)];
    for (const rollup of this.#rollups) {
      const { resolution } = rollup;
      const { slotMs: start, window: sum } = rollup.add(slotMs, window);
      if (writesAll) due.push(this.#stored(resolution, start, sum));
    }
    this.#write(due, this.#isClosing || isMinuteOver ? this.#total : undefined);
  }

  #growingSlot(): StoredWindow {
    return this.#stored(SLOT, this.#slotMs, this.#slot);
  }

  #growingSums(resolutions: readonly Resolution[]): readonly StoredWindow[] {
    return this.#rollups
      .filter(({ resolution }) => resolutions.includes(resolution))
      .map((rollup) => {
        const { slotMs, window } = rollup.with(this.#slotMs, this.#slot);
        return this.#stored(rollup.resolution, slotMs, window);
      });
  }

  #stored(resolution: Resolution, slotMs: number, window: MetricsWindow): StoredWindow {
    return { resolution, slotMs, worker: this.#settings.worker, window };
  }

  #write(windows: readonly StoredWindow[], totals?: MetricsWindow): void {
    for (const window of windows)
      this.#pending.set(`${window.resolution.ms} ${window.slotMs}`, window);
    const isWritten = this.#try(() => {
      const statements = this.#statements;
      this.#store.write(this.#self(), { windows: this.#pending.values(), totals, statements });
    });
    if (isWritten) {
      this.#pending.clear();
      this.#statements.clear();
    }
    while (this.#pending.size > MAX_PENDING) {
      this.#pending.delete(this.#pending.keys().next().value!);
    }
  }

  #self(): StoredWorker {
    const { worker: name, pid, startedAt } = this.#settings;
    return { name, pid, startedAt, seenAt: this.#nowMs };
  }

  #prune(): void {
    this.#prunedMs = this.#nowMs;
    this.#try(() => {
      this.#store.prune(this.#nowMs);
      this.#store.retireTotals(this.#nowMs - RETIRED_AFTER_MS, RETIRED);
    });
  }

  /** Measuring must never break what is measured: a full disk is told of, not thrown. */
  #try(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#warnings.push(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}

function addSpan(window: MetricsWindow, { parts }: Span): void {
  for (const [kind, text] of parts) window.addEncoded(kind, text);
}
