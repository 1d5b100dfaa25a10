import { checkOptions, type OptionKind, option, suggest } from '../../core/index.ts';
import { cacheError } from '../errors.ts';
import type { CacheBackend } from './backend.ts';
import { DummyBackend } from './dummy.ts';
import { MemoryBackend, type MemoryOptions } from './memory.ts';

/** Options of single kinds of backends, beside those that every cache has. */
export interface BackendOptions extends MemoryOptions {}

/** What a backend is made from. */
export interface BackendSource {
  /** The address as it was written. */
  readonly url: string;
  readonly options: BackendOptions;
  /** What relative paths are relative to. */
  readonly baseFolder: string;
  /** Where the cache stands in the settings, for messages. */
  readonly where: string;
}

interface Scheme {
  readonly options: Readonly<Partial<Record<keyof BackendOptions, OptionKind>>>;
  create(source: BackendSource): CacheBackend;
}

/** Kinds of backends by the scheme of their address. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  memory: {
    options: { maxBytes: option.integer({ min: 1 }) },
    create: ({ options }) => new MemoryBackend(options),
  },
  dummy: { options: {}, create: () => new DummyBackend() },
};

/** Every option of every kind: which of them a cache may have depends on its address. */
export const BACKEND_OPTIONS: readonly string[] = [
  ...new Set(Object.values(SCHEMES).flatMap(({ options }) => Object.keys(options))),
];

/** @throws cache.url.invalid, core.option.unknown, core.option.invalid */
export function createBackend(source: BackendSource): CacheBackend {
  const { url, options, where } = source;
  const name = /^([a-z]+):/.exec(url)?.[1] ?? '';
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  if (scheme === undefined) {
    throw cacheError('cache.url.invalid', `${where}: "${name}" is no kind of cache.`, {
      hint: `Begin the address with a kind, such as memory: ${suggest(name, Object.keys(SCHEMES))}`,
    });
  }
  checkOptions(where, options, scheme.options);
  return scheme.create(source);
}
