import type { Session } from 'node:inspector/promises';
import { profilerError } from '../errors.ts';
import type { V8Profile } from './v8-profile.ts';

/** A CPU profile that V8 is taking of this thread. */
export interface V8Profiling {
  stop(): Promise<Pick<V8Profile, 'startTime'>>;
  /** Ends it without reading what was collected. */
  discard(): void;
}

/**
 * Starts V8's profiler in a session of its own, so that a debugger or `--cpu-prof` beside it
 * neither disturbs it nor is disturbed.
 *
 * @throws profiler.unavailable
 */
export async function startV8Profiler(samplingIntervalMs: number): Promise<V8Profiling> {
  const session = await connect();
  try {
    await session.post('Profiler.enable');
    const interval = Math.round(samplingIntervalMs * 1000);
    await session.post('Profiler.setSamplingInterval', { interval });
    await discardOptimizedCode(session);
    await session.post('Profiler.start');
  } catch (error) {
    session.disconnect();
    throw unavailable(error);
  }
  return {
    async stop() {
      try {
        return (await session.post('Profiler.stop')).profile;
      } finally {
        session.disconnect();
      }
    },
    discard: () => session.disconnect(),
  };
}

/**
 * V8 knows the functions and lines of machine code only when it was compiled while a profiler ran;
 * time in a loop that was optimized before, and all that was inlined into it, is counted for the
 * caller. To start counting calls throws optimized code away, so that V8 compiles it anew, which
 * takes a busy program a fraction of a second. Whoever measures coverage this way is let be.
 */
async function discardOptimizedCode(session: Session): Promise<void> {
  if (process.env.NODE_V8_COVERAGE !== undefined) return;
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.stopPreciseCoverage');
}

/** Imported here, so that a Node without an inspector loads the rest of the folder. */
async function connect(): Promise<Session> {
  try {
    const { Session } = await import('node:inspector/promises');
    const session = new Session();
    session.connect();
    return session;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown) {
  return profilerError('profiler.unavailable', 'The inspector of this Node cannot be used.', {
    hint: 'Node was built without it, or runs under --permission without --allow-inspector.',
    cause,
  });
}
