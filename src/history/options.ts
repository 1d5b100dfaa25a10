import { checkOptions, option } from '../core/index.ts';
import type { Bounds } from './store/bounds.ts';

/** Smallest bound that leaves room for a page of each table and a batch. */
const MIN_BYTES = 2_000_000;

export interface HistoryOptions {
  /** The SQLite file; created with its folder where it is missing, for its owner alone. */
  readonly file: string;
  /** Bytes of the file and its write-ahead log; the oldest requests make room. Default 100 MB. */
  readonly maxBytes?: number;
  /** Days a request is kept at most. Default 7. */
  readonly maxAgeDays?: number;
}

export interface HistorySettings extends Bounds {
  readonly file: string;
}

const DAY_MS = 86_400_000;

/** @throws core.option.unknown, core.option.invalid */
export function historySettings(options: HistoryOptions): HistorySettings {
  checkOptions('openHistory()', options, {
    file: option.string,
    maxBytes: option.integer({ min: MIN_BYTES }),
    maxAgeDays: option.integer({ min: 1, max: 3_650 }),
  });
  return {
    file: options.file,
    maxBytes: options.maxBytes ?? 100_000_000,
    maxAgeMs: (options.maxAgeDays ?? 7) * DAY_MS,
  };
}
