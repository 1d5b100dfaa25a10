let startedAtMs: Promise<number> | undefined;

/**
 * Has databases note what is read and written, from now on. Of a request that has begun before, the
 * earlier reads are unknown; so it is asked for when a route is declared, not when it is called.
 *
 * @returns `performance.now()` when it had begun.
 */
export function startTracking(): Promise<number> {
  startedAtMs ??= import('../../db/index.ts').then(({ trackDependencies }) => {
    trackDependencies();
    return performance.now();
  });
  return startedAtMs;
}

/** Whether all is known that has been read since a time of `performance.now()`. */
export async function isTrackedSince(timeMs: number): Promise<boolean> {
  return (await startTracking()) <= timeMs;
}
