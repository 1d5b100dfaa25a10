import { setTimeout as delay } from 'node:timers/promises';
import { checkOptions, option } from '../../core/index.ts';
import { profilerError } from '../errors.ts';
import { type CpuProfile, type ProfileFacts, readCpuProfile } from './cpu-profile.ts';
import { startV8Profiler, type V8Profiling } from './inspector-session.ts';
import { attributeSamples, type RequestSlices, recordRequestSlices } from './request-slices.ts';

export interface CpuProfileOptions {
  /** Milliseconds between two looks at the stack, 0.05 to 100. Default 1. */
  readonly samplingIntervalMs?: number;
  /**
   * Whether to tell the routes of requests apart (`ofRoute`). Costs a quarter of a microsecond for
   * each `await` while the profile is taken. Default false.
   */
  readonly byRoute?: boolean;
}

/** A profile of some time, or of the time that some work takes. */
export type ProfileCpuOptions = CpuProfileOptions &
  (
    | { readonly durationMs: number; readonly signal?: AbortSignal; readonly work?: never }
    | { readonly work: () => unknown; readonly durationMs?: never; readonly signal?: never }
  );

/** A profile that is being taken. */
export interface CpuProfiling {
  /** Ends it. A second call gives the same profile. */
  stop(): Promise<CpuProfile>;
  /** Ends it and throws away what was collected. */
  discard(): void;
}

/** The longest that a profile may take. */
export const MAX_DURATION_MS = 300_000;

/** A minute at 0.2 ms. V8 holds some ten bytes for each, and the text of its answer some ten more. */
export const MAX_SAMPLES = 300_000;

const OPTIONS = {
  byRoute: option.boolean,
  samplingIntervalMs: {
    expected: 'a number of milliseconds from 0.05 to 100',
    accepts: (value: unknown): value is number =>
      typeof value === 'number' && value >= 0.05 && value <= 100,
  },
};

const DURATION_OPTIONS = {
  durationMs: option.integer({ min: 1, max: MAX_DURATION_MS }),
  work: option.function,
  signal: option.object,
};

/** Inspector sessions of a thread share its profiler, so a second profile would disturb the first. */
let isRunning = false;

/**
 * Takes a CPU profile of this thread: of the next `durationMs`, or of `work` until the promise it
 * returns is settled. When the signal is aborted the profile ends early.
 *
 * ```ts
 * const profile = await profileCpu({ work: () => renderReport(movies) });
 * for (const { frame, selfMs } of functionsOf(profile)) console.log(frame.functionName, selfMs);
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, profiler.options.conflict, profiler.busy,
 * profiler.profile.too_long, profiler.unavailable, and what `work` throws
 */
export async function profileCpu(options: ProfileCpuOptions): Promise<CpuProfile> {
  checkOptions('profileCpu()', options, { ...OPTIONS, ...DURATION_OPTIONS });
  const { durationMs, signal, work, ...rest } = options;
  if ((durationMs === undefined) === (work === undefined)) throw eitherOr();
  if (durationMs !== undefined) checkSampleCount(durationMs, rest.samplingIntervalMs ?? 1);
  const profiling = await startCpuProfile(rest);
  try {
    if (work !== undefined) await work();
    else await untilOver(durationMs!, signal);
  } catch (error) {
    profiling.discard();
    throw error;
  }
  return profiling.stop();
}

/**
 * Starts a CPU profile of this thread that lasts until it is stopped.
 *
 * @throws core.option.unknown, core.option.invalid, profiler.busy, profiler.unavailable
 */
export async function startCpuProfile(options: CpuProfileOptions = {}): Promise<CpuProfiling> {
  checkOptions('startCpuProfile()', options, OPTIONS);
  const { samplingIntervalMs = 1, byRoute = false } = options;
  claimProfiler();
  try {
    const v8 = await startV8Profiler(samplingIntervalMs);
    const facts = { startedAt: Date.now(), samplingIntervalMs };
    return new RunningProfile(v8, facts, byRoute ? recordRequestSlices() : undefined);
  } catch (error) {
    isRunning = false;
    throw error;
  }
}

class RunningProfile implements CpuProfiling {
  readonly #v8: V8Profiling;
  readonly #facts: ProfileFacts;
  readonly #slices: RequestSlices | undefined;
  #profile: Promise<CpuProfile> | undefined;
  #isDiscarded = false;

  constructor(v8: V8Profiling, facts: ProfileFacts, slices: RequestSlices | undefined) {
    this.#v8 = v8;
    this.#facts = facts;
    this.#slices = slices;
  }

  async stop(): Promise<CpuProfile> {
    if (this.#isDiscarded) {
      throw profilerError('profiler.profile.discarded', 'This profile was discarded.');
    }
    this.#profile ??= this.#read();
    return this.#profile;
  }

  discard(): void {
    if (this.#isDiscarded || this.#profile !== undefined) return;
    this.#isDiscarded = true;
    this.#slices?.stop();
    this.#v8.discard();
    isRunning = false;
  }

  async #read(): Promise<CpuProfile> {
    this.#slices?.stop();
    try {
      const written = await this.#v8.stop();
      const profile = readCpuProfile(written, this.#facts);
      if (this.#slices === undefined) return profile;
      return attributeSamples(profile, written.startTime, this.#slices);
    } finally {
      isRunning = false;
    }
  }
}

/** @throws profiler.profile.too_long */
export function checkSampleCount(durationMs: number, samplingIntervalMs: number): void {
  const count = Math.ceil(durationMs / samplingIntervalMs);
  if (count <= MAX_SAMPLES) return;
  throw profilerError(
    'profiler.profile.too_long',
    `A profile of ${durationMs} ms every ${samplingIntervalMs} ms holds ${count} samples, more than ${MAX_SAMPLES}.`,
    { hint: 'Take a shorter profile, or look less often.' },
  );
}

function eitherOr() {
  return profilerError(
    'profiler.options.conflict',
    'profileCpu(): give either "durationMs" or "work".',
    { hint: 'durationMs profiles the time from now on, work the time until it has ended.' },
  );
}

function claimProfiler(): void {
  if (isRunning) {
    throw profilerError('profiler.busy', 'A CPU profile of this process is being taken.', {
      hint: 'Wait until it has ended; a second one would disturb it.',
    });
  }
  isRunning = true;
}

async function untilOver(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(durationMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
