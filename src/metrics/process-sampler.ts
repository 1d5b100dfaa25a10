import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import type { ProcessSample } from './stats/process-stats.ts';

/** How often the event loop's delay is looked at; each look wakes an idle process. */
const DELAY_RESOLUTION_MS = 20;

const NS_PER_MS = 1e6;

/** Samples between two looks at the disk. */
const DISK_EVERY = 30;

export interface SamplerSettings {
  /** Folder whose file system is looked at; undefined for none. */
  readonly diskFolder: string | undefined;
  /** Functions that tell how many wait in each queue. */
  readonly queues: Readonly<Record<string, () => number>>;
}

/** Looks at the process once a second: processor, event loop, memory, garbage collection, disk. */
export class ProcessSampler {
  readonly #settings: SamplerSettings;
  readonly #delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #gcObserver: PerformanceObserver;
  #gcMs = 0;
  #lastMs = performance.now();
  #lastCpu = process.cpuUsage();
  #lastLoop = performance.eventLoopUtilization();
  #disk = { freeBytes: 0, totalBytes: 0 };
  #samples = 0;

  constructor(settings: SamplerSettings) {
    this.#settings = settings;
    this.#gcObserver = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#gcMs += entry.duration;
    });
  }

  start(): void {
    this.#delay.enable();
    this.#gcObserver.observe({ entryTypes: ['gc'] });
    this.#lastMs = performance.now();
    this.#lastCpu = process.cpuUsage();
    this.#lastLoop = performance.eventLoopUtilization();
  }

  stop(): void {
    this.#delay.disable();
    this.#gcObserver.disconnect();
  }

  sample(activeRequests: number): ProcessSample {
    if (this.#samples++ % DISK_EVERY === 0) void this.#lookAtDisk();
    const memory = process.memoryUsage();
    return {
      ...this.#clocks(),
      ...this.#loopDelay(),
      gcMs: this.#takeGcMs(),
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
      activeRequests,
      queues: this.#depths(),
      diskFreeBytes: this.#disk.freeBytes,
      diskTotalBytes: this.#disk.totalBytes,
    };
  }

  #clocks() {
    const nowMs = performance.now();
    const cpu = process.cpuUsage(this.#lastCpu);
    const loop = performance.eventLoopUtilization();
    const clocks = {
      seconds: (nowMs - this.#lastMs) / 1000,
      cpuUserMs: cpu.user / 1000,
      cpuSystemMs: cpu.system / 1000,
      loopActiveMs: loop.active - this.#lastLoop.active,
      loopIdleMs: loop.idle - this.#lastLoop.idle,
    };
    this.#lastMs = nowMs;
    this.#lastCpu = process.cpuUsage();
    this.#lastLoop = loop;
    return clocks;
  }

  /** The timer that measures the delay is late by its own interval; that is no delay. */
  #loopDelay() {
    const late = (ns: number) => Math.max(0, ns / NS_PER_MS - DELAY_RESOLUTION_MS);
    const isEmpty = this.#delay.count === 0;
    const delay = {
      loopDelayMedianMs: isEmpty ? 0 : late(this.#delay.percentile(50)),
      loopDelayP99Ms: isEmpty ? 0 : late(this.#delay.percentile(99)),
      loopDelayMaxMs: isEmpty ? 0 : late(this.#delay.max),
    };
    this.#delay.reset();
    return delay;
  }

  #takeGcMs(): number {
    const gcMs = this.#gcMs;
    this.#gcMs = 0;
    return gcMs;
  }

  #depths(): Record<string, number> {
    const depths: Record<string, number> = {};
    for (const [name, depth] of Object.entries(this.#settings.queues)) {
      const count = depthOf(depth);
      if (Number.isFinite(count)) depths[name] = count;
    }
    return depths;
  }

  async #lookAtDisk(): Promise<void> {
    if (this.#settings.diskFolder === undefined) return;
    try {
      const { bavail, blocks, bsize } = await statfs(this.#settings.diskFolder);
      this.#disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch {
      // A folder that can't be looked at has no figures; the page shows none.
      this.#disk = { freeBytes: 0, totalBytes: 0 };
    }
  }
}

/** NaN for a queue that can't tell now; that must not end the process, nor the other figures. */
function depthOf(depth: () => number): number {
  try {
    return Number(depth());
  } catch {
    return Number.NaN;
  }
}
