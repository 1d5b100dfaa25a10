import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { RequestStartEvent } from '../events/index.ts';
import { MetricsCollector } from './collector.ts';
import { ProcessSampler } from './process-sampler.ts';
import type { MetricsReport } from './report-rows.ts';
import { SLOT, slotOf } from './resolutions.ts';
import { IN_MEMORY } from './store.ts';
import { MetricsThread } from './thread/metrics-thread.ts';
import type { News, Span, Task } from './thread/tasks.ts';
import type { TotalsReport } from './totals.ts';
import { type MetricsWindow, WINDOW_KINDS } from './window.ts';

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

/** Spans of time that wait for the thread while it does not answer. */
const MAX_WAITING = 30;

/** The store drops statements that nobody has told of for a month, so they are told again. */
const FORGET_EVERY_MS = 24 * 60 * 60_000;

interface Counted {
  readonly slotMs: number;
  readonly window: MetricsWindow;
}

/**
 * Counts what this process does from `start()` to `stop()`, and hands it to a thread that writes it
 * to the store each ten seconds. A timer ticks once a second. Neither keeps a process alive.
 *
 * What the event loop pays is counting and a text of what was counted; merging, compressing, the
 * disk and the reports are the thread's (bench: `metrics`).
 */
export class Metrics {
  readonly #settings: MetricsSettings;
  readonly #collector: MetricsCollector;
  readonly #sampler: ProcessSampler;
  readonly #now: () => number;
  readonly #startedAt: number;
  #worker: string;
  #thread: MetricsThread;
  /** What was counted and the thread has not heard of, the oldest first. */
  #waiting: Counted[] = [];
  #slotMs: number;
  #forgotAt: number;
  #timer: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;
  #isWatched = false;
  #lastProblem = '';

  private constructor(settings: MetricsSettings) {
    const { file, projectRoot } = settings;
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
    this.#startedAt = this.#now();
    this.#slotMs = slotOf(this.#startedAt, SLOT);
    this.#forgotAt = this.#startedAt;
    this.#worker = newName();
    this.#thread = this.#openThread();
    this.#collector = new MetricsCollector({
      projectRoot,
      ignores: settings.ignores ?? (() => false),
    });
    this.#sampler = new ProcessSampler({
      diskFolder: file === IN_MEMORY ? projectRoot : dirname(file),
      queues: settings.queues ?? {},
    });
  }

  /** The name this process writes under. */
  get worker(): string {
    return this.#worker;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws metrics.store.unusable, metrics.store.newer
   */
  static async open(settings: MetricsSettings): Promise<Metrics> {
    const metrics = new Metrics(settings);
    try {
      await metrics.#ask({ kind: 'open' });
    } catch (error) {
      await metrics.#thread.end();
      throw error;
    }
    return metrics;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#sampler.start();
    this.#collector.start();
    this.#timer = setInterval(() => void this.tick(), TICK_MS).unref();
  }

  /** Writes what is left, and closes the store. Never rejects. */
  stop(): Promise<void> {
    this.#stopping ??= this.#finish();
    return this.#stopping;
  }

  async #finish(): Promise<void> {
    if (this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#collector.stop();
      this.#takeSample();
      this.#sampler.stop();
      this.#takeWindow();
    }
    await this.#try({ kind: 'close' });
    await this.#thread.end();
  }

  /**
   * What happens each second: a look at the process, and the end of a span of time where it is one.
   * Done when the thread has it, or at once while that is behind. Never rejects.
   */
  async tick(): Promise<void> {
    this.#takeSample();
    this.#collector.renew();
    const now = this.#now();
    if (now - this.#forgotAt >= FORGET_EVERY_MS) {
      this.#forgotAt = now;
      this.#collector.forgetStatements();
    }
    if (slotOf(now, SLOT) !== this.#slotMs) this.#takeWindow();
    if (this.#thread.hasEnded) this.#replaceThread();
    // A thread that does not keep up, as on a disk that hangs, is told later.
    if (this.#thread.isBusy) return;
    const wasWatched = this.#isWatched;
    if (wasWatched) this.#takeWindow();
    await this.#try({ kind: 'tick' });
    if (this.#isWatched && !wasWatched) await this.flush();
  }

  /** Everything that was counted is in the store afterwards. Never rejects. */
  async flush(): Promise<void> {
    this.#takeWindow();
    await this.#try({ kind: 'flush' });
  }

  /**
   * What all processes together did in the time up to now. They all write each second for a while,
   * since somebody looks.
   *
   * @param route - only its figures, and the statements and errors it had a part in.
   */
  async report(rangeMs: number, route?: string): Promise<MetricsReport> {
    return JSON.parse(await this.reportJson(rangeMs, route));
  }

  /** As `report`, as the text the thread has made: nothing of it is read on the event loop. */
  reportJson(rangeMs: number, route?: string): Promise<string> {
    this.#takeWindow();
    return this.#ask({ kind: 'report', rangeMs, route, isLooking: true });
  }

  /** As `report`, of what was written up to now: for those who look all the time. */
  async glance(rangeMs: number): Promise<MetricsReport> {
    return JSON.parse(
      await this.#ask({ kind: 'report', rangeMs, route: undefined, isLooking: false }),
    );
  }

  /** Everything since the first start, of all processes that have ever written. */
  totals(): Promise<TotalsReport> {
    this.#takeWindow();
    return this.#ask({ kind: 'totals' });
  }

  /** Whether this one of all processes is the one to do something for the time to come. */
  leads(note: string, leaseMs: number): Promise<boolean> {
    return this.#ask({ kind: 'lead', note, untilMs: this.#now() + leaseMs });
  }

  /** A text that all processes see; undefined when there is none. */
  note(note: string): Promise<string | undefined> {
    return this.#ask({ kind: 'note', note });
  }

  setNote(note: string, value: string): Promise<void> {
    return this.#ask({ kind: 'setNote', note, value });
  }

  #openThread(): MetricsThread {
    const { file, maxBytes = DEFAULT_MAX_BYTES } = this.#settings;
    const { pid } = process;
    return new MetricsThread(
      { file, maxBytes, pid, startedAt: this.#startedAt, worker: this.#worker },
      {
        warned: (message) => this.#warn(new Error(message)),
        watched: (isWatched) => {
          this.#isWatched = isWatched;
        },
      },
    );
  }

  /** What the old one had summed up is in the file under its name, so the next one needs another. */
  #replaceThread(): void {
    if (this.#stopping !== undefined) return;
    this.#worker = newName();
    this.#thread = this.#openThread();
  }

  #takeSample(): void {
    this.#collector.window.process.add(this.#sampler.sample(this.#collector.activeRequests));
  }

  /** What was counted up to now is to be told with the next task. */
  #takeWindow(): void {
    this.#waiting.push({ slotMs: this.#slotMs, window: this.#collector.takeWindow() });
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#slotMs = slotOf(this.#now(), SLOT);
  }

  #news(): News {
    const spans = this.#waiting.map(spanOf);
    this.#waiting = [];
    return { nowMs: this.#now(), spans, statements: this.#collector.takeStatements() };
  }

  #ask<Value>(task: Task): Promise<Value> {
    return this.#thread.ask<Value>(task, this.#news());
  }

  /** Measuring must never break what is measured. */
  async #try(task: Task): Promise<void> {
    try {
      await this.#ask(task);
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (problem !== this.#lastProblem) this.#settings.onError?.(error);
    this.#lastProblem = problem;
  }
}

function newName(): string {
  return `${process.pid}-${randomUUID().slice(0, 8)}`;
}

function spanOf({ slotMs, window }: Counted): Span {
  const parts: [(typeof WINDOW_KINDS)[number], string][] = [];
  for (const kind of WINDOW_KINDS) {
    const text = window.encode(kind);
    if (text !== undefined) parts.push([kind, text]);
  }
  return { slotMs, parts };
}
