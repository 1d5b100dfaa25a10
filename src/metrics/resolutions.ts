/** Spans of time that figures are added up for, and how long each is kept. */
export interface Resolution {
  readonly ms: number;
  readonly keptMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Ten seconds for an hour, minutes for a day, hours for 30 days. The first is added up by events. */
export const SLOT: Resolution = { ms: 10_000, keptMs: HOUR_MS };
export const MINUTE: Resolution = { ms: MINUTE_MS, keptMs: DAY_MS };
export const HOUR: Resolution = { ms: HOUR_MS, keptMs: 30 * DAY_MS };

export const RESOLUTIONS: readonly Resolution[] = [SLOT, MINUTE, HOUR];

/** Points a range has at most, so that the page of 30 days costs no more than that of an hour. */
const MAX_POINTS = 400;

/** The finest resolution that still has the whole range, in a number of points one can draw. */
export function resolutionFor(rangeMs: number): Resolution {
  const fits = ({ ms, keptMs }: Resolution) => rangeMs <= keptMs && rangeMs / ms <= MAX_POINTS;
  return RESOLUTIONS.find(fits) ?? HOUR;
}

/** Start of the span that a moment lies in. */
export function slotOf(nowMs: number, { ms }: Resolution): number {
  return Math.floor(nowMs / ms) * ms;
}
