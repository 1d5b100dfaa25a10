/** Spans of time that figures are added up for, and how long each is kept. */
export interface Resolution {
  readonly ms: number;
  readonly keptMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The first is added up by events, the others from it. */
export const SLOT: Resolution = { ms: 10_000, keptMs: HOUR_MS };
export const MINUTE: Resolution = { ms: MINUTE_MS, keptMs: DAY_MS };
export const TEN_MINUTES: Resolution = { ms: 10 * MINUTE_MS, keptMs: 8 * DAY_MS };
export const QUARTER_DAY: Resolution = { ms: 6 * HOUR_MS, keptMs: 30 * DAY_MS };

export const RESOLUTIONS: readonly Resolution[] = [SLOT, MINUTE, TEN_MINUTES, QUARTER_DAY];

/** Spans of time that are read for a range at most: each costs a fraction of a millisecond for each process. */
const MAX_POINTS = 150;

/** The finest resolution that still has the whole range, in a number of spans that is soon read. */
export function resolutionFor(rangeMs: number): Resolution {
  const fits = ({ ms, keptMs }: Resolution) => rangeMs <= keptMs && rangeMs / ms <= MAX_POINTS;
  return RESOLUTIONS.find(fits) ?? QUARTER_DAY;
}

/** Start of the span that a moment lies in. */
export function slotOf(nowMs: number, { ms }: Resolution): number {
  return Math.floor(nowMs / ms) * ms;
}
