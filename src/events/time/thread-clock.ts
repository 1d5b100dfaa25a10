import { PerformanceObserver, performance } from 'node:perf_hooks';
import type { RequestContext } from '../request-context.ts';
import { ProcessorClock, type ProcessorTime } from './processor-time.ts';
import type { ThreadTime } from './thread-time.ts';

/** Pauses of the garbage collector kept, the newest ones. */
const MAX_PAUSES = 1_000;

/**
 * Work on the thread after which it is asked whether the machine has starved it. An answer takes 2 µs,
 * and the shortest task that is called long is five times this.
 */
const LOOK_MS = 10;

/** A pause of the garbage collector. */
export interface Pause {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Tells which context has the thread. Nobody in Node says when a context begins to run, so those
 * who do something observable say `mark` in passing: whoever marks has run since the mark before,
 * or since the event loop woke. At the end of each turn of the loop the last one's run ends.
 *
 * A mark costs 0.1 µs and a turn 0.5 µs, while it is on (bench: `events`); off, nothing is called.
 */
class ThreadClock {
  #isOn = false;
  #pauseObserver: PerformanceObserver | undefined;
  #turn: NodeJS.Immediate | undefined;
  readonly #pauses: Pause[] = [];
  #owner: ThreadTime | undefined;
  #markMs = 0;
  #idleMs = 0;
  /** When what is called now had arrived at the earliest. */
  #arrivedMs = 0;
  /** When the loop last came back from asking what has arrived. */
  #polledMs = 0;
  /** What the system had given the thread at the last look, and the thread's work since then. */
  #processor: ProcessorClock | undefined;
  #given: ProcessorTime = { onMs: 0, readyMs: 0 };
  #workMs = 0;

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Turns it on until the function it returns is called, once; `measureTime` counts who wants it. */
  start(): () => void {
    this.#isOn = true;
    this.#begin();
    return () => {
      this.#isOn = false;
      this.#end();
    };
  }

  /** A context gets the thread now, or none does; what ran until now was somebody else. */
  enter(context: RequestContext | undefined): void {
    const nowMs = performance.now();
    this.#close(nowMs);
    this.#owner = context?.thread;
    this.#owner?.addRun(nowMs, nowMs, this.#arrivedMs);
  }

  /** The context has the thread, and has had it since the mark before. */
  mark(context: RequestContext | undefined): void {
    if (!this.isOn || context?.thread === undefined) return;
    this.#owner = context.thread;
    this.#close(performance.now());
  }

  /** Gives whoever has the thread what he has had until now. */
  settle(): void {
    if (this.isOn) this.#close(performance.now());
  }

  /** Pauses of the garbage collector that touched a stretch of time, oldest first. */
  pauses(startMs: number, endMs: number): readonly Pause[] {
    this.#keep(this.#pauseObserver?.takeRecords() ?? []);
    return this.#pauses.filter((pause) => pause.endMs > startMs && pause.startMs < endMs);
  }

  /** Gives the time since the last mark to the owner, sleep of the loop left out. */
  #close(nowMs: number): void {
    const idleMs = performance.nodeTiming.idleTime;
    let sinceMs = this.#markMs;
    if (idleMs > this.#idleMs) {
      sinceMs = Math.min(nowMs, sinceMs + idleMs - this.#idleMs);
      this.#arrivedMs = sinceMs;
      this.#polledMs = sinceMs;
      this.#idleMs = idleMs;
    }
    this.#owner?.addRun(sinceMs, nowMs, this.#arrivedMs);
    this.#markMs = nowMs;
    this.#workMs += nowMs - sinceMs;
    if (this.#workMs >= LOOK_MS) this.#lookForStarvation();
  }

  /**
   * What was called work and was none, as far as the thread was ready for it. All of it is taken to be
   * the owner's: whoever had the thread before, since the last look, had less than `LOOK_MS` of it.
   */
  #lookForStarvation(): void {
    const workMs = this.#workMs;
    this.#workMs = 0;
    if (this.#processor === undefined) return;
    const before = this.#given;
    this.#given = this.#processor.read();
    if (this.#owner === undefined) return;
    const offMs = workMs - (this.#given.onMs - before.onMs);
    this.#owner.starvedMs += Math.min(offMs, this.#given.readyMs - before.readyMs);
  }

  #begin(): void {
    this.#markMs = performance.now();
    this.#polledMs = this.#markMs;
    this.#arrivedMs = this.#markMs;
    this.#idleMs = performance.nodeTiming.idleTime;
    this.#processor = ProcessorClock.open();
    if (this.#processor !== undefined) this.#given = this.#processor.read();
    this.#workMs = 0;
    this.#pauseObserver = new PerformanceObserver((list) => this.#keep(list.getEntries()));
    this.#pauseObserver.observe({ type: 'gc' });
    this.#schedule();
  }

  #end(): void {
    clearImmediate(this.#turn);
    this.#processor?.close();
    this.#processor = undefined;
    this.#pauseObserver?.disconnect();
    this.#pauseObserver = undefined;
    this.#pauses.length = 0;
    this.#owner = undefined;
  }

  /** Once per turn of the loop, after its callbacks; without `ref` it keeps no loop awake. */
  #schedule(): void {
    this.#turn = setImmediate(this.#endTurn).unref();
  }

  readonly #endTurn = (): void => {
    const nowMs = performance.now();
    this.#close(nowMs);
    this.#owner = undefined;
    // What comes next may have come since the loop last asked, unless it sleeps before that.
    this.#arrivedMs = this.#polledMs;
    this.#polledMs = nowMs;
    this.#schedule();
  };

  #keep(entries: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of entries) {
      this.#pauses.push({ startMs: startTime, endMs: startTime + duration });
    }
    if (this.#pauses.length > MAX_PAUSES) this.#pauses.splice(0, this.#pauses.length - MAX_PAUSES);
  }
}

/** The clock of this thread. */
export const threadClock = new ThreadClock();
