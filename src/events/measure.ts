import { CallSite } from './call-site.ts';
import { currentContext } from './request-context.ts';
import { type SpanEvent, spanChannel } from './span-events.ts';

/**
 * Runs `work` and, while somebody records, shows how long it took in the trace of the request: a
 * row of the toolbar's timeline. Returns what `work` returns; of a promise, the time is that until
 * it is kept. Costs one property read while nobody records.
 *
 * ```ts
 * const chart = await measure('render chart', () => renderChart(rows));
 * ```
 */
export function measure<Result>(
  name: string,
  work: () => Result,
  attributes: SpanEvent['attributes'] = {},
): Result {
  if (!spanChannel.hasSubscribers) return work();
  const end = beginSpan(name, attributes);
  let result: Result;
  try {
    result = work();
  } catch (error) {
    end(error);
    throw error;
  }
  if (!(result instanceof Promise)) {
    end();
    return result;
  }
  result.then(() => end(), end);
  return result;
}

function beginSpan(name: string, attributes: SpanEvent['attributes']): (error?: unknown) => void {
  const site = spanChannel.wantsCallSite() ? CallSite.capture() : undefined;
  const context = currentContext();
  const startedMs = performance.now();
  return (error) => {
    const durationMs = performance.now() - startedMs;
    spanChannel.publish({
      context,
      kind: 'custom',
      name,
      startedMs,
      durationMs,
      attributes,
      site,
      error,
    });
  };
}
