/**
 * Whether somebody wants to know what is read and written. An object, so that a query asks one
 * property and nothing else while nobody does (bench: `sqlite-read`).
 */
export const tracking: { isOn: boolean; sinceMs: number } = { isOn: false, sinceMs: Infinity };

/**
 * Starts to record which tables and rows are read and written, for as long as the process lives.
 * Call it before the first request: of a request that runs already the earlier reads are unknown.
 */
export function trackDependencies(): void {
  if (tracking.isOn) return;
  tracking.isOn = true;
  tracking.sinceMs = performance.now();
}
