import type { Trace } from '../observe/index.ts';
import type { RequestDetails } from './request-details.ts';
import type { Redirect } from './trace-document.ts';

/** A browser follows a redirect at once; later it is another visit. */
const MAX_DELAY_MS = 10_000;

/**
 * The request whose answer sent the browser to this one: the newest before it, by the same client,
 * whose Location leads here.
 *
 * @param kept - traces, newest first.
 */
export function redirectBefore(
  trace: Trace,
  kept: readonly Trace[],
  detailsOf: (trace: Trace) => RequestDetails | undefined,
): Redirect | undefined {
  const client = detailsOf(trace)?.clientAddress;
  if (trace.method !== 'GET') return undefined;
  for (const before of kept) {
    const delayMs = trace.startedMs - before.startedMs;
    if (before === trace || delayMs < 0) continue;
    if (delayMs > MAX_DELAY_MS) return undefined;
    const details = detailsOf(before);
    if (details?.clientAddress === client && leadsTo(trace.url, before, details)) {
      const { id, method, url, status = 0 } = before;
      return { id, method, url, status };
    }
  }
  return undefined;
}

function leadsTo(url: string, before: Trace, details: RequestDetails | undefined): boolean {
  const status = before.status ?? 0;
  if (status < 300 || status > 399) return false;
  const location = details?.responseHeaders.find(({ name }) => name === 'location')?.value;
  const target = location === undefined ? null : URL.parse(location, `http://site${before.url}`);
  return target !== null && target.pathname + target.search === url;
}
