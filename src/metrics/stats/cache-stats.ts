import type { CacheEvent } from '../../events/index.ts';
import type { Mergeable } from '../groups.ts';
import { roundedFields } from './rounded-fields.ts';

export interface CacheStatsJson {
  readonly backend: string;
  readonly calls: number;
  readonly hits: number;
  readonly misses: number;
  readonly stale: number;
  readonly errors: number;
  readonly bytes: number;
  readonly ms: number;
  readonly computeMs: number;
  readonly failures: number;
}

/** What the calls of one cache came to. */
export class CacheStats implements Mergeable<CacheStats> {
  backend = '';
  calls = 0;
  /** Keys that were found, stale ones included. */
  hits = 0;
  misses = 0;
  stale = 0;
  errors = 0;
  bytes = 0;
  /** In calls, what computing the values took not included. */
  ms = 0;
  computeMs = 0;
  /** How often the backend stopped working or refused something. */
  failures = 0;

  get weight(): number {
    return this.calls;
  }

  add(event: CacheEvent): void {
    this.backend = event.backend;
    this.calls++;
    this.hits += event.hits;
    this.misses += event.misses;
    this.stale += event.stale;
    if (event.error !== undefined && event.error !== null) this.errors++;
    this.bytes += event.bytes;
    this.ms += event.durationMs - event.computeMs;
    this.computeMs += event.computeMs;
  }

  merge(other: CacheStats): void {
    this.backend ||= other.backend;
    this.calls += other.calls;
    this.hits += other.hits;
    this.misses += other.misses;
    this.stale += other.stale;
    this.errors += other.errors;
    this.bytes += other.bytes;
    this.ms += other.ms;
    this.computeMs += other.computeMs;
    this.failures += other.failures;
  }

  toJSON(): CacheStatsJson {
    const { backend, calls, hits, misses, stale, errors, bytes, ms, computeMs, failures } = this;
    return roundedFields({
      backend,
      calls,
      hits,
      misses,
      stale,
      errors,
      bytes,
      ms,
      computeMs,
      failures,
    });
  }

  static fromJSON(json: CacheStatsJson): CacheStats {
    return Object.assign(new CacheStats(), json);
  }
}
