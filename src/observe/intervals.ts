/** A stretch of time in milliseconds of `performance.now()`. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Milliseconds during which at least one of the intervals ran. Queries that ran side by side
 * count once, since removing one of them saves nothing while another still runs.
 */
export function coveredMs(intervals: readonly Interval[]): number {
  const sorted = [...intervals].sort((a, b) => a.startMs - b.startMs);
  let covered = 0;
  let coveredUntil = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of sorted) {
    if (endMs <= coveredUntil) continue;
    covered += endMs - Math.max(startMs, coveredUntil);
    coveredUntil = endMs;
  }
  return covered;
}

/** The interval of a recorded event, waiting included. */
export function intervalOf(event: {
  readonly startedMs: number;
  readonly durationMs: number;
  readonly waitMs?: number;
}): Interval {
  const endMs = event.startedMs + (event.waitMs ?? 0) + event.durationMs;
  return { startMs: event.startedMs, endMs };
}
