import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { RequestContext } from './request-context.ts';

export type CacheOperation =
  | 'get'
  | 'getMany'
  | 'getOrSet'
  | 'has'
  | 'set'
  | 'setMany'
  | 'add'
  | 'touch'
  | 'incr'
  | 'delete'
  | 'deleteMany'
  | 'deletePrefix'
  | 'clear'
  | 'readTags'
  | 'invalidateTags';

/** Published once per call of a cache, after it has been answered or has failed. */
export interface CacheEvent {
  readonly context: RequestContext | undefined;
  /** Name of the cache in the settings, `default` unless told otherwise. */
  readonly cache: string;
  /** Kind of its backend: `memory`, `redis`. */
  readonly backend: string;
  readonly operation: CacheOperation;
  /** As the application wrote them, without prefix and version; tags for those of tags. */
  readonly keys: readonly string[];
  /** Keys of a read that were answered from the cache, stale ones included. */
  readonly hits: number;
  readonly misses: number;
  /** Keys that were answered with a value past its time, while or because it could not be renewed. */
  readonly stale: number;
  /** Bytes read or written, as the backend keeps them; 0 where it keeps no bytes. */
  readonly bytes: number;
  /** `performance.now()` at the call. */
  readonly startedMs: number;
  /** Milliseconds in all, and of these in the function that computed the value. */
  readonly durationMs: number;
  readonly computeMs: number;
  /** Why it can't be told when a value changes that was to be kept until then. */
  readonly untracked?: string | undefined;
  readonly site: CallSite | undefined;
  readonly error: unknown;
}

/** Published when a backend stops working, refuses something, or works again. */
export interface CacheHealthEvent {
  readonly cache: string;
  readonly backend: string;
  readonly state: 'unavailable' | 'refusing' | 'corrupt' | 'recovered' | 'compute-failed';
  readonly message: string;
  readonly error: unknown;
}

export const cacheChannel = defineChannel<CacheEvent>('uptempo:cache:call');
export const cacheHealthChannel = defineChannel<CacheHealthEvent>('uptempo:cache:health');
