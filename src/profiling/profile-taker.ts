import {
  type CpuProfile,
  type CpuProfiling,
  checkSampleCount,
  startCpuProfile,
} from '../profiler/index.ts';
import { profilingError } from './errors.ts';
import { type Kept, Shelf } from './shelf.ts';

export interface KeptProfile extends Kept {
  readonly profile: CpuProfile;
}

/** How a profile is to be taken. */
export interface ProfileRequest {
  readonly seconds: number;
  readonly samplingIntervalMs: number;
}

/** A profile that is being taken. */
export interface RunningProfile {
  readonly id: string;
  readonly startedAt: number;
  readonly seconds: number;
  /** Kept when its time is over or it is stopped; rejected when the app closes. */
  readonly done: Promise<KeptProfile>;
}

interface Run extends RunningProfile {
  readonly profiling: CpuProfiling;
  readonly timer: NodeJS.Timeout;
  readonly settle: PromiseWithResolvers<KeptProfile>;
}

/** Takes profiles of the process, one at a time, and keeps the newest. */
export class ProfileTaker {
  readonly #shelf: Shelf<KeptProfile>;
  #run: Run | undefined;

  constructor(history: number) {
    this.#shelf = new Shelf(history);
  }

  get running(): RunningProfile | undefined {
    return this.#run;
  }

  /** @throws profiler.busy, profiler.profile.too_long, profiler.unavailable */
  async start({ seconds, samplingIntervalMs }: ProfileRequest): Promise<RunningProfile> {
    checkSampleCount(seconds * 1000, samplingIntervalMs);
    const profiling = await startCpuProfile({ samplingIntervalMs, byRoute: true });
    const id = crypto.randomUUID();
    const settle = Promise.withResolvers<KeptProfile>();
    // Who only started it does not wait for it.
    settle.promise.catch(() => {});
    const timer = setTimeout(() => this.#finish(id), seconds * 1000);
    timer.unref();
    const done = settle.promise;
    this.#run = { id, startedAt: Date.now(), seconds, done, profiling, timer, settle };
    return this.#run;
  }

  /**
   * Ends the profile that is being taken; one that has ended already is given as it is.
   *
   * @throws profiling.profile.unknown
   */
  async stop(id: string): Promise<KeptProfile> {
    const run = this.#run;
    if (run === undefined || run.id !== id) return this.kept(id);
    this.#finish(id);
    return run.done;
  }

  /** @throws profiling.profile.unknown */
  kept(id: string): KeptProfile {
    const profile = this.#shelf.get(id);
    if (profile !== undefined) return profile;
    throw profilingError('profiling.profile.unknown', 'This profile is not kept.', {
      hint: 'The newest are kept for an hour. Take a new one.',
    });
  }

  /** Newest first. */
  all(): readonly KeptProfile[] {
    return this.#shelf.all();
  }

  close(): void {
    const run = this.#run;
    if (run === undefined) return;
    clearTimeout(run.timer);
    run.profiling.discard();
    this.#run = undefined;
    run.settle.reject(
      profilingError(
        'profiling.profile.unknown',
        'The app was closed while the profile was taken.',
      ),
    );
  }

  #finish(id: string): void {
    const run = this.#run;
    if (run?.id !== id) return;
    clearTimeout(run.timer);
    this.#run = undefined;
    run.profiling.stop().then((profile) => {
      const kept = { id, takenAt: run.startedAt, profile };
      this.#shelf.add(kept);
      run.settle.resolve(kept);
    }, run.settle.reject);
  }
}
