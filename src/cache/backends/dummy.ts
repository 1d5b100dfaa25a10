import { type BackendCapabilities, CacheBackend } from './backend.ts';

/** Keeps nothing, as in Django: for development, and to see what the cache is worth. */
export class DummyBackend extends CacheBackend {
  readonly name = 'dummy';
  readonly capabilities: BackendCapabilities = {
    isShared: false,
    keepsLiveEntries: true,
    canDeletePrefix: true,
    timeoutStepMs: 1,
    needsExpiry: false,
  };

  get(): undefined {}

  set(): void {}

  add(): boolean {
    return true;
  }

  delete(): boolean {
    return false;
  }

  touch(): boolean {
    return false;
  }

  increment(): undefined {}

  swap(): boolean {
    return false;
  }

  deletePrefix(): void {}
}
