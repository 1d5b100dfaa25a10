import { randomBytes } from 'node:crypto';
import type { Finding, Trace } from '../observe/index.ts';
import type { HistoryDocument, Reason } from './document.ts';
import type { History } from './history.ts';
import { DEFAULT_LIMITS, Retention, type RetentionLimits, type Verdict } from './retention.ts';
import { type StoredRequest, storedRequest } from './store/batch.ts';

export interface HistoryRecordingOptions {
  readonly history: History;
  /** What could be faster in a request; asked off the request, and not about every one under load. */
  findings(trace: Trace): readonly Finding[];
  /** The request as it is to be stored; asked off the request. */
  document(trace: Trace): HistoryDocument;
  /** Defaults stand in `DEFAULT_LIMITS`. */
  readonly limits?: Partial<RetentionLimits>;
  /** Numbers from 0 to 1, for the sample. Default Math.random. */
  readonly random?: () => number;
}

/** Requests that wait for their document. */
const MAX_QUEUE = 200;

/** Milliseconds of one turn of the event loop that documents may take, except for the last of them. */
const TURN_MS = 0.5;

/** Requests that are not kept otherwise and are looked through for findings, per second. */
const EXTRA_DETECTIONS = 20;

/** How long requests wait for others to share their transaction. */
const BATCH_DELAY_MS = 250;

/** Characters of documents in one transaction. */
const MAX_BATCH = 500_000;

interface Item {
  readonly trace: Trace;
  readonly stratum: string;
  readonly reasons: Set<Reason>;
}

/**
 * Hands finished requests to a history: chooses by what is known at once, makes the documents of
 * those that are kept in later turns of the event loop, and sends them in batches.
 */
export class HistoryRecording {
  readonly #options: HistoryRecordingOptions;
  readonly #retention: Retention;
  /** In the order they finished. */
  readonly #queue = new Map<string, Item>();
  #batch: StoredRequest[] = [];
  #batchLength = 0;
  #losses: Verdict['losses'][number][] = [];
  #batchTimer: NodeJS.Timeout | undefined;
  #isWorking = false;
  #detections = 0;
  #detectionSecond = 0;
  #dropped = 0;

  constructor(options: HistoryRecordingOptions) {
    this.#options = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const writer = randomBytes(6).toString('base64url');
    this.#retention = new Retention(limits, options.random ?? Math.random, writer);
  }

  /** Requests for which there was no room in the queue. */
  get dropped(): number {
    return this.#dropped;
  }

  /** To be called once for each request that has finished; never throws. */
  finished(trace: Trace, nowMs: number = Date.now()): void {
    const candidate = {
      id: trace.id,
      method: trace.method,
      route: trace.route,
      totalMs: trace.totalMs ?? 0,
      hasFailed: (trace.status ?? 0) >= 500 || trace.error !== undefined,
    };
    if (this.#queue.size >= MAX_QUEUE) {
      this.#retention.pass(candidate, nowMs);
      this.#dropped++;
      return;
    }
    const { reasons, losses, stratum } = this.#retention.offer(candidate, nowMs);
    for (const loss of losses) this.#lose(loss);
    if (reasons.length === 0 && !this.#mayDetect(nowMs)) return;
    this.#queue.set(trace.id, { trace, stratum, reasons: new Set(reasons) });
    this.#work();
  }

  /** Sends what waits; done when the file has it. */
  async flush(): Promise<void> {
    for (const item of this.#queue.values()) this.#store(item);
    this.#queue.clear();
    await this.#send();
  }

  /** The places of requests that wait are taken from them here, those of others in the file. */
  #lose(loss: Verdict['losses'][number]): void {
    const waiting = this.#queue.get(loss.id);
    if (waiting === undefined) this.#losses.push(loss);
    else waiting.reasons.delete(loss.reason);
  }

  #mayDetect(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#detectionSecond) {
      this.#detectionSecond = second;
      this.#detections = 0;
    }
    return this.#detections++ < EXTRA_DETECTIONS;
  }

  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isWorking = false;
    const startedMs = performance.now();
    for (const item of this.#queue.values()) {
      this.#queue.delete(item.trace.id);
      this.#store(item);
      if (performance.now() - startedMs > TURN_MS) break;
    }
    if (this.#queue.size > 0) this.#work();
    this.#sendSoon();
  }

  #store({ trace, stratum, reasons }: Item): void {
    try {
      const findings = this.#options.findings(trace);
      const fingerprints = findings.map(({ fingerprint }) => fingerprint);
      if (this.#retention.offerFindings(fingerprints)) reasons.add('finding');
      if (reasons.size === 0) return;
      const document = this.#options.document(trace);
      const request = storedRequest(document, { reasons: [...reasons], stratum });
      this.#batch.push(request);
      this.#batchLength += request.body.length;
    } catch (error) {
      this.#dropped++;
      process.emitWarning(`A request could not be kept in the history: ${String(error)}.`, {
        code: 'uptempo.history.document.failed',
      });
    }
  }

  #sendSoon(): void {
    if (this.#batchLength > MAX_BATCH) void this.#send();
    else if (this.#batchTimer === undefined) {
      this.#batchTimer = setTimeout(() => void this.#send(), BATCH_DELAY_MS);
      this.#batchTimer.unref();
    }
  }

  async #send(): Promise<void> {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    const requests = this.#batch;
    const losses = this.#losses;
    const strata = this.#retention.takeStrata();
    this.#batch = [];
    this.#losses = [];
    this.#batchLength = 0;
    if (requests.length + losses.length + strata.length === 0) return;
    await this.#options.history.write({ requests, losses, strata });
  }
}
