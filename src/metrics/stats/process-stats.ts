import { Histogram, type HistogramJson } from '../histogram.ts';
import { roundedFields } from './rounded-fields.ts';

/** One look at the process, of what has happened since the last one. */
export interface ProcessSample {
  readonly seconds: number;
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly loopActiveMs: number;
  readonly loopIdleMs: number;
  /** Delay of the event loop: median, 99th percentile and greatest. */
  readonly loopDelayMedianMs: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly gcMs: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** Requests that were being answered. */
  readonly activeRequests: number;
  /** Depth of each queue that is watched. */
  readonly queues: Readonly<Record<string, number>>;
  /** Of the file system that the store is in; 0 where it is not known. */
  readonly diskFreeBytes: number;
  readonly diskTotalBytes: number;
}

/** Sums of samples, and of those figures that don't add up the greatest and the last one. */
export interface ProcessStatsJson {
  readonly samples: number;
  readonly seconds: number;
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly loopActiveMs: number;
  readonly loopIdleMs: number;
  readonly loopDelayMedianSumMs: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly gcMs: number;
  readonly rssBytes: number;
  readonly rssMaxBytes: number;
  readonly heapUsedBytes: number;
  readonly heapMaxBytes: number;
  readonly activeRequestsSum: number;
  readonly activeRequestsMax: number;
  readonly diskFreeBytes: number;
  readonly diskTotalBytes: number;
  readonly requests: number;
  readonly serverErrors: number;
  readonly queueMax: Readonly<Record<string, number>>;
  readonly queueLast: Readonly<Record<string, number>>;
  readonly durations: HistogramJson;
}

/** Of queues, names that are kept. */
const MAX_QUEUES = 20;

/** How the process was doing, and the durations of all its requests. */
export class ProcessStats {
  samples = 0;
  seconds = 0;
  cpuUserMs = 0;
  cpuSystemMs = 0;
  loopActiveMs = 0;
  loopIdleMs = 0;
  loopDelayMedianSumMs = 0;
  loopDelayP99Ms = 0;
  loopDelayMaxMs = 0;
  gcMs = 0;
  /** Of the last sample. */
  rssBytes = 0;
  rssMaxBytes = 0;
  heapUsedBytes = 0;
  heapMaxBytes = 0;
  activeRequestsSum = 0;
  activeRequestsMax = 0;
  diskFreeBytes = 0;
  diskTotalBytes = 0;
  requests = 0;
  serverErrors = 0;
  queueMax: Record<string, number> = {};
  queueLast: Record<string, number> = {};
  readonly durations: Histogram;

  constructor(durations = new Histogram()) {
    this.durations = durations;
  }

  addRequest(durationMs: number, isServerError: boolean): void {
    this.requests++;
    if (isServerError) this.serverErrors++;
    this.durations.record(durationMs);
  }

  add(sample: ProcessSample): void {
    this.samples++;
    this.seconds += sample.seconds;
    this.cpuUserMs += sample.cpuUserMs;
    this.cpuSystemMs += sample.cpuSystemMs;
    this.loopActiveMs += sample.loopActiveMs;
    this.loopIdleMs += sample.loopIdleMs;
    this.loopDelayMedianSumMs += sample.loopDelayMedianMs;
    this.gcMs += sample.gcMs;
    this.activeRequestsSum += sample.activeRequests;
    this.#raise(sample.loopDelayP99Ms, sample.loopDelayMaxMs, sample.activeRequests);
    this.#setMemory(sample);
    for (const [name, depth] of Object.entries(sample.queues)) this.#addQueue(name, depth, depth);
  }

  /** Adds figures that come after these, or from beside them. */
  merge(other: ProcessStats): void {
    this.samples += other.samples;
    this.seconds += other.seconds;
    this.cpuUserMs += other.cpuUserMs;
    this.cpuSystemMs += other.cpuSystemMs;
    this.loopActiveMs += other.loopActiveMs;
    this.loopIdleMs += other.loopIdleMs;
    this.loopDelayMedianSumMs += other.loopDelayMedianSumMs;
    this.gcMs += other.gcMs;
    this.activeRequestsSum += other.activeRequestsSum;
    this.requests += other.requests;
    this.serverErrors += other.serverErrors;
    this.#raise(other.loopDelayP99Ms, other.loopDelayMaxMs, other.activeRequestsMax);
    if (other.samples > 0) this.#setMemory(other);
    this.rssMaxBytes = Math.max(this.rssMaxBytes, other.rssMaxBytes);
    this.heapMaxBytes = Math.max(this.heapMaxBytes, other.heapMaxBytes);
    for (const [name, depth] of Object.entries(other.queueLast)) {
      this.#addQueue(name, depth, other.queueMax[name] ?? depth);
    }
    this.durations.merge(other.durations);
  }

  toJSON(): ProcessStatsJson {
    return roundedFields({ ...this, durations: this.durations.toJSON() });
  }

  static fromJSON({ durations, ...figures }: ProcessStatsJson): ProcessStats {
    return Object.assign(new ProcessStats(Histogram.fromJSON(durations)), figures);
  }

  #raise(loopDelayP99Ms: number, loopDelayMaxMs: number, activeRequests: number): void {
    this.loopDelayP99Ms = Math.max(this.loopDelayP99Ms, loopDelayP99Ms);
    this.loopDelayMaxMs = Math.max(this.loopDelayMaxMs, loopDelayMaxMs);
    this.activeRequestsMax = Math.max(this.activeRequestsMax, activeRequests);
  }

  #setMemory(last: MemoryFigures): void {
    this.rssBytes = last.rssBytes;
    this.heapUsedBytes = last.heapUsedBytes;
    this.diskFreeBytes = last.diskFreeBytes;
    this.diskTotalBytes = last.diskTotalBytes;
    this.rssMaxBytes = Math.max(this.rssMaxBytes, last.rssBytes);
    this.heapMaxBytes = Math.max(this.heapMaxBytes, last.heapUsedBytes);
  }

  #addQueue(name: string, last: number, max: number): void {
    if (!Object.hasOwn(this.queueLast, name) && Object.keys(this.queueLast).length >= MAX_QUEUES) {
      return;
    }
    this.queueLast[name] = last;
    this.queueMax[name] = Math.max(this.queueMax[name] ?? 0, max);
  }
}

type MemoryFigures = Pick<
  ProcessSample,
  'rssBytes' | 'heapUsedBytes' | 'diskFreeBytes' | 'diskTotalBytes'
>;
