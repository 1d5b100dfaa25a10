/** Kinds of requests that a page's own scripts make. */
const SCRIPTED: ReadonlySet<string> = new Set(['fetch', 'xmlhttprequest', 'beacon']);

/**
 * Calls back with the trace of each request the page's scripts have made, as their Server-Timing
 * headers name it. Nothing of the page is wrapped or patched.
 */
export function watchRequests(onTrace: (id: string) => void): void {
  if (!PerformanceObserver.supportedEntryTypes?.includes('resource')) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      const id = traceIdOf(entry);
      if (id !== undefined && SCRIPTED.has(entry.initiatorType)) onTrace(id);
    }
  }).observe({ type: 'resource', buffered: true });
}

/** The trace of the page itself, which a copy from the browser's cache has under another id. */
export function navigationTraceId(): string | undefined {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation && traceIdOf(navigation as PerformanceNavigationTiming);
}

function traceIdOf(entry: PerformanceResourceTiming): string | undefined {
  return entry.serverTiming?.find((timing) => timing.name === 'trace')?.description;
}
