import type { CacheBackend } from './backends/backend.ts';
import type { ComputeDefaults } from './call-options.ts';
import type { Compression } from './envelope.ts';
import type { Health } from './health.ts';
import type { KeySettings } from './keys.ts';

/** What a cache is made of, checked and complete. */
export interface CacheParts {
  readonly name: string;
  readonly backend: CacheBackend;
  readonly health: Health;
  readonly keys: KeySettings;
  /** Version of keys for which a call names none. */
  readonly version: number;
  readonly defaults: ComputeDefaults;
  readonly compression: Compression | undefined;
  /** Whether commits of this process raise the marks of what they changed. */
  readonly isToldOfWrites: boolean;
}
