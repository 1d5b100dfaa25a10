export { type BackendCapabilities, type BackendEntry, CacheBackend } from './backends/backend.ts';
export { DatabaseBackend, type DatabaseCacheOptions } from './backends/database/backend.ts';
export { DummyBackend } from './backends/dummy.ts';
export { FileBackend, type FileCacheOptions } from './backends/file/backend.ts';
export { MemoryBackend, type MemoryOptions } from './backends/memory.ts';
export type { TierOptions } from './backends/tiered/settings.ts';
export { Cache } from './cache.ts';
export type {
  ComputeOptions,
  CounterOptions,
  SetOptions,
  VersionOptions,
} from './call-options.ts';
export { databaseCaches } from './database-caches.ts';
export type { Tracked } from './dependencies/dependencies.ts';
export { LiveEntry, type Stored, type TagVersions } from './entry.ts';
export { type CacheKey, cacheKey, type KeyFunction, type KeyPart } from './keys.ts';
export {
  type CreateCacheOptions,
  cache,
  connectCaches,
  createCache,
  DEFAULT_CACHE,
  disconnectCaches,
  hasCache,
} from './registry.ts';
export type { CacheOptions, CacheSettings } from './settings.ts';
export type { Compute, ComputeContext } from './stampede/limited-run.ts';
export { type Timeout, timeoutMs } from './timeout.ts';
