let starting: Promise<void> | undefined;
let startedAtMs = Number.POSITIVE_INFINITY;

/**
 * Has databases note what is read and written, from now on. Of a request that has begun before, the
 * earlier reads are unknown; so it is asked for when a route is declared, not when it is called.
 */
export function startTracking(): Promise<void> {
  starting ??= import('../../db/index.ts').then(({ trackDependencies }) => {
    trackDependencies();
    startedAtMs = performance.now();
  });
  return starting;
}

/** Whether all is known that has been read since a time of `performance.now()`. */
export function isTrackedSince(timeMs: number): boolean {
  if (startedAtMs === Number.POSITIVE_INFINITY) void startTracking();
  return startedAtMs <= timeMs;
}
