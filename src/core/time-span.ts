import { Duration } from './duration.ts';
import { parseShortDuration } from './short-duration.ts';

/** A hundred years: who writes more means for ever. */
const MAX_MS = 100 * 365.25 * 86_400_000;

/**
 * Milliseconds of a span of time as settings have it, rounded up: seconds, a text such as `15m`,
 * `1h30m` or `PT15M`, or a `Duration`. Undefined for anything else, and for what is negative or
 * over a hundred years.
 */
export function timeSpanMs(span: unknown): number | undefined {
  const milliseconds = millisecondsOf(span);
  if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds <= MAX_MS)) {
    return undefined;
  }
  return Math.ceil(milliseconds);
}

function millisecondsOf(span: unknown): number | undefined {
  if (typeof span === 'number') return span * 1000;
  if (span instanceof Duration) return span.milliseconds;
  if (typeof span !== 'string') return undefined;
  return parseShortDuration(span) ?? isoMilliseconds(span);
}

function isoMilliseconds(text: string): number | undefined {
  try {
    return text.startsWith('P') ? new Duration(text).milliseconds : undefined;
  } catch {
    return undefined;
  }
}
