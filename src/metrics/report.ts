import { parseShortDuration } from '../core/index.ts';
import { metricsError } from './errors.ts';
import { ReportReader } from './report-reader.ts';
import type { MetricsReport } from './report-rows.ts';
import { RESOLUTIONS } from './resolutions.ts';
import type { MetricsStore } from './store.ts';

/** Longest range: what is kept. */
const MAX_RANGE_MS = RESOLUTIONS.at(-1)!.keptMs;
const MIN_RANGE_MS = RESOLUTIONS[0]!.ms;

/**
 * A range as it is written: `15m`, `6h`, `7d`.
 *
 * @throws metrics.range.invalid
 */
export function parseRange(text: string): number {
  const ms = parseShortDuration(text);
  if (ms !== undefined && ms >= MIN_RANGE_MS && ms <= MAX_RANGE_MS) return ms;
  throw metricsError(
    'metrics.range.invalid',
    `${JSON.stringify(text.slice(0, 40))} is no span of time here.`,
    {
      hint: 'Write one such as 15m, 6h or 7d, from 10s to 30d.',
    },
  );
}

/**
 * What all processes together did in the time up to now. Who reads again and again has a
 * `ReportReader`, which reads what is new.
 *
 * @param route - only its figures, and the statements and errors it had a part in.
 */
export function reportOf(
  store: MetricsStore,
  rangeMs: number,
  nowMs: number,
  route?: string,
): MetricsReport {
  return new ReportReader(store).report(rangeMs, nowMs, route);
}
