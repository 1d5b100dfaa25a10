import { declareErrors } from '../core/index.ts';

export const cacheError = declareErrors({
  'cache.alias.unknown': { summary: 'A cache is used that the settings do not define.' },
  'cache.backend.unavailable': {
    summary: 'The server or the disk of a cache cannot be reached, or does not answer in time.',
    status: 503,
  },
  'cache.backend.refused': {
    summary: 'The server or the disk of a cache answers, but will not do what it was asked.',
    status: 503,
  },
  'cache.backend.unsupported': { summary: 'The backend of a cache cannot do what it was asked.' },
  'cache.closed': { summary: 'A cache was used after it had been closed.' },
  'cache.compute.missing': {
    summary: '`getOrSet` was given no function as its last argument.',
  },
  'cache.compute.timeout': {
    summary: 'Computing a value took longer than its limit, here or in another process.',
    status: 503,
  },
  'cache.counter.invalid': {
    summary: '`incr` or `decr` was called on an entry that is no counter.',
  },
  'cache.counter.missing': { summary: '`incr` or `decr` was called on a key that has no entry.' },
  'cache.counter.out_of_range': {
    summary: 'A counter would leave the whole numbers that JavaScript holds exactly.',
  },
  'cache.dependencies.off': {
    summary: 'A value was to be kept until its rows change, by a cache that is not told of writes.',
  },
  'cache.directory.insecure': {
    summary: 'Other users of the machine may read or write the directory of a cache.',
  },
  'cache.driver.missing': { summary: 'The package that reaches this kind of cache is missing.' },
  'cache.entry.missing': { summary: '`incrVersion` was called on a key that has no entry.' },
  'cache.key.invalid': {
    summary: 'A key is no text, or has spaces, control characters or half a character.',
  },
  'cache.key.too_long': { summary: 'A key with its prefix and version takes over 250 bytes.' },
  'cache.timeout.invalid': { summary: 'A timeout is not a span of time.' },
  'cache.url.invalid': { summary: 'The address of a cache in the settings cannot be read.' },
  'cache.value.too_large': { summary: 'A value is larger than what the backend keeps.' },
  'cache.value.unserializable': {
    summary: 'A value holds something that cannot leave the process, such as a function.',
  },
  'cache.version.invalid': { summary: 'A version is not a whole number of 0 or more.' },
});

export type CacheErrorCode = Parameters<typeof cacheError>[0];

export function cacheClosed(name: string) {
  return cacheError('cache.closed', `The cache "${name}" has been closed.`, {
    hint: 'Await all calls before disconnectCaches().',
  });
}

export function entryMissing(version: number) {
  return cacheError('cache.entry.missing', `There is no entry of version ${version} to move.`, {
    hint: 'Set the key first, or name the version it was set with.',
  });
}

export function prefixUnsupported(name: string) {
  return cacheError('cache.backend.unsupported', `${name} cannot delete by prefix.`, {
    hint: 'Give the entries a tag and call invalidateTags().',
  });
}
