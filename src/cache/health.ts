import { isUptempoError } from '../core/index.ts';
import { type CacheHealthEvent, cacheHealthChannel } from '../events/index.ts';

/** A state that goes on is told again after this time. */
const REPEAT_MS = 60_000;

/**
 * Tells what goes wrong with a cache: to those who listen every time, as a warning of the process
 * once until it works again, so that a broken cache does not fill the log.
 */
export class Health {
  readonly #cache: string;
  readonly #backend: string;
  /** States that were warned of, with the time they were. */
  readonly #warned = new Map<CacheHealthEvent['state'], number>();

  constructor(cache: string, backend: string) {
    this.#cache = cache;
    this.#backend = backend;
  }

  /** Whether it is out of order, as far as is known. */
  get isUnavailable(): boolean {
    return this.#warned.has('unavailable');
  }

  unavailable(error: unknown): void {
    this.#tell('unavailable', `cannot be reached: ${messageOf(error)}`, error, Infinity);
  }

  refused(error: unknown): void {
    this.#tell('refusing', `refused something: ${messageOf(error)}`, error, REPEAT_MS);
  }

  /** What was read does not come from this cache or is damaged; it counts as a miss. */
  corrupt(reason: unknown): void {
    const message = `has an entry that cannot be read; it counts as a miss: ${messageOf(reason)}`;
    this.#tell('corrupt', message, reason, REPEAT_MS);
  }

  /** A computation failed and an older value was served in its place. */
  computeFailed(error: unknown): void {
    const message = `served an older value, because computing failed: ${messageOf(error)}`;
    this.#tell('compute-failed', message, error, REPEAT_MS);
  }

  recovered(): void {
    if (!this.#warned.delete('unavailable')) return;
    this.#publish('recovered', 'works again', undefined);
    process.emitWarning(this.#text('works again'), { code: 'uptempo.cache.recovered' });
  }

  #tell(state: CacheHealthEvent['state'], message: string, error: unknown, repeatMs: number): void {
    this.#publish(state, message, error);
    const warnedMs = this.#warned.get(state);
    if (warnedMs !== undefined && Date.now() - warnedMs < repeatMs) return;
    this.#warned.set(state, Date.now());
    process.emitWarning(this.#text(message), { code: `uptempo.cache.${state}` });
  }

  #publish(state: CacheHealthEvent['state'], message: string, error: unknown): void {
    if (!cacheHealthChannel.hasSubscribers) return;
    cacheHealthChannel.publish({
      cache: this.#cache,
      backend: this.#backend,
      state,
      message: this.#text(message),
      error,
    });
  }

  #text(message: string): string {
    return `The cache "${this.#cache}" (${this.#backend}) ${message}`;
  }
}

function messageOf(error: unknown): string {
  if (isUptempoError(error)) return `${error.message} [${error.code}]`;
  return error instanceof Error ? error.message : String(error);
}
