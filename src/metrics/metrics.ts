import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { RequestStartEvent } from '../events/index.ts';
import { MetricsCollector } from './collector.ts';
import { ProcessSampler } from './process-sampler.ts';
import { MINUTE, QUARTER_DAY, type Resolution, SLOT, slotOf, TEN_MINUTES } from './resolutions.ts';
import { Rollup } from './rollup.ts';
import type { ProcessStats } from './stats/process-stats.ts';
import type { QueryIdentity } from './stats/query-stats.ts';
import { IN_MEMORY, MetricsStore, type StoredWindow, type StoredWorker } from './store.ts';
import { MetricsWindow } from './window.ts';

export interface MetricsSettings {
  /** SQLite file, shared by all processes of the application; `:memory:` keeps nothing. */
  readonly file: string;
  /** Bytes the file may have. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Folder that source files are shown relative to. */
  readonly projectRoot: string;
  readonly ignores?: (event: RequestStartEvent) => boolean;
  /** How many wait in each queue, asked once a second. */
  readonly queues?: Readonly<Record<string, () => number>>;
  /** Is told, once for each message, when the figures can't be written. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const TICK_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;

/** After so long without a word a process is taken for ended, and its totals for final. */
const RETIRED_AFTER_MS = 60 * 60_000;
const RETIRED = 'retired';

/** A process that has written in this time is taken for running: it does each ten seconds. */
const RUNNING_MS = 30_000;

/** Spans of time that wait for being written while the file can't be. */
const MAX_PENDING = 30;

/** Statements that wait for being written while the file can't be. */
const MAX_STATEMENTS = 5_000;

/** The store drops statements that nobody has told of for a month, so they are told again. */
const FORGET_EVERY_MS = 24 * 60 * 60_000;

/**
 * Measures this process from `start()` to `stop()` and writes what it finds to the store each ten
 * seconds. A timer ticks once a second; it keeps no process alive.
 */
export class Metrics {
  readonly store: MetricsStore;
  readonly worker: string;
  readonly #settings: MetricsSettings;
  readonly #collector: MetricsCollector;
  readonly #sampler: ProcessSampler;
  readonly #now: () => number;
  readonly #rollups = [MINUTE, TEN_MINUTES, QUARTER_DAY].map(
    (resolution) => new Rollup(resolution),
  );
  readonly #total = new MetricsWindow();
  readonly #startedAt: number;
  /** By what they replace in the store, so that a span written late is written once. */
  readonly #pending = new Map<string, StoredWindow>();
  /** Statements that wait for being written. */
  readonly #statements = new Map<string, QueryIdentity>();
  #slotMs: number;
  #prunedMs = 0;
  #forgotAt: number;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #wasWatched = false;
  #lastProblem = '';

  /** @throws metrics.store.unusable, metrics.store.newer */
  constructor(settings: MetricsSettings) {
    const { file, maxBytes = DEFAULT_MAX_BYTES, projectRoot } = settings;
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
    this.#startedAt = this.#now();
    this.#slotMs = slotOf(this.#startedAt, SLOT);
    this.#forgotAt = this.#startedAt;
    this.worker = `${process.pid}-${randomUUID().slice(0, 8)}`;
    this.store = new MetricsStore({ file, maxBytes });
    this.#collector = new MetricsCollector({
      projectRoot,
      ignores: settings.ignores ?? (() => false),
    });
    this.#sampler = new ProcessSampler({
      diskFolder: file === IN_MEMORY ? projectRoot : dirname(file),
      queues: settings.queues ?? {},
    });
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#sampler.start();
    this.#collector.start();
    this.#timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  /** Writes what is left, and closes the store. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    if (this.#timer !== undefined) this.#finish();
    this.store.close();
  }

  #finish(): void {
    clearInterval(this.#timer);
    this.#collector.stop();
    this.#takeSample();
    this.#sampler.stop();
    this.store.waitLonger();
    this.#closeSlot();
  }

  /** What happens each second: a look at the process, and the end of a span of time where it is one. */
  tick(): void {
    this.#takeSample();
    this.#collector.renew();
    const now = this.#now();
    if (slotOf(now, SLOT) !== this.#slotMs) this.#closeSlot();
    else this.#writeForWatchers(now);
    if (now - this.#prunedMs >= PRUNE_EVERY_MS) this.#prune(now);
  }

  /** At first all, since a long range needs it; then what the next second adds. */
  #writeForWatchers(now: number): void {
    const isWatched = this.#isWatched(now);
    if (isWatched && this.#wasWatched) this.#write([this.#growingSlot()]);
    else if (isWatched) this.flush();
    this.#wasWatched = isWatched;
  }

  /** Writes what is still growing, so that a reader has the last second too. */
  flush(): void {
    const growing = this.#collector.window;
    this.#write([
      this.#growingSlot(),
      ...this.#rollups.map((rollup) => {
        const { slotMs, window } = rollup.with(this.#slotMs, growing);
        return this.#stored(rollup.resolution, slotMs, window);
      }),
    ]);
  }

  /** Asks all processes to write each second for a while, since somebody looks. */
  watch(): void {
    this.#try(() => this.store.watch(this.#now()));
    this.flush();
  }

  /** Everything this process has counted is in the store's totals after it. */
  flushTotals(): void {
    const totals = new MetricsWindow();
    totals.merge(this.#total);
    totals.merge(this.#collector.window);
    this.#write([], totals);
  }

  /** What was last written of each process that is running, by its name. */
  lastSamples(): ReadonlyMap<string, ProcessStats> {
    const last = new Map<string, ProcessStats>();
    const now = this.#now();
    const parts = this.store.read(SLOT, now - RUNNING_MS, now + 1, ['process']);
    for (const { worker, window } of parts) last.set(worker, window.process);
    return last;
  }

  #takeSample(): void {
    this.#collector.window.process.add(this.#sampler.sample(this.#collector.activeRequests));
  }

  #closeSlot(): void {
    const slotMs = this.#slotMs;
    const window = this.#collector.takeWindow();
    this.#total.merge(window);
    this.#total.trim();
    const now = this.#now();
    this.#slotMs = slotOf(now, SLOT);
    const isMinuteOver = slotOf(this.#slotMs, MINUTE) !== slotOf(slotMs, MINUTE);
    // What is longer is written each minute, so that a process that is killed loses no more.
    const writesAll = this.#isStopped || isMinuteOver || this.#isWatched(now);
    const due = [this.#stored(SLOT, slotMs, window)];
    for (const rollup of this.#rollups) {
      const { resolution } = rollup;
      const { slotMs: start, window: sum } = rollup.add(slotMs, window);
      if (writesAll) due.push(this.#stored(resolution, start, sum));
    }
    this.#write(due, this.#isStopped || isMinuteOver ? this.#total : undefined);
  }

  #growingSlot(): StoredWindow {
    return this.#stored(SLOT, this.#slotMs, this.#collector.window);
  }

  #stored(resolution: Resolution, slotMs: number, window: MetricsWindow): StoredWindow {
    return { resolution, slotMs, worker: this.worker, window };
  }

  #write(windows: readonly StoredWindow[], totals?: MetricsWindow): void {
    for (const window of windows)
      this.#pending.set(`${window.resolution.ms} ${window.slotMs}`, window);
    const isWritten = this.#try(() => {
      this.store.write(this.#self(), [...this.#pending.values()], totals);
    });
    if (isWritten) this.#pending.clear();
    while (this.#pending.size > MAX_PENDING) {
      this.#pending.delete(this.#pending.keys().next().value!);
    }
    this.#writeStatements();
  }

  #writeStatements(): void {
    for (const [id, identity] of this.#collector.takeStatements()) {
      if (this.#statements.size < MAX_STATEMENTS) this.#statements.set(id, identity);
    }
    const isWritten = this.#try(() => this.store.writeStatements(this.#statements, this.#now()));
    if (isWritten) this.#statements.clear();
  }

  #self(): StoredWorker {
    const { worker: name } = this;
    return { name, pid: process.pid, startedAt: this.#startedAt, seenAt: this.#now() };
  }

  #isWatched(now: number): boolean {
    let isWatched = false;
    this.#try(() => {
      isWatched = this.store.isWatched(now);
    });
    return isWatched;
  }

  #prune(now: number): void {
    this.#prunedMs = now;
    if (now - this.#forgotAt >= FORGET_EVERY_MS) {
      this.#forgotAt = now;
      this.#collector.forgetStatements();
    }
    this.#try(() => {
      this.store.prune(now);
      this.store.retireTotals(now - RETIRED_AFTER_MS, RETIRED);
    });
  }

  /** Measuring must never break what is measured: a full disk is told of, not thrown. */
  #try(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== this.#lastProblem) this.#settings.onError?.(error);
      this.#lastProblem = problem;
      return false;
    }
  }
}
