import { checkOptions, Duration, describeKind, type OptionKind, option } from '../core/index.ts';
import { isMark } from './dependencies/marks.ts';
import type { TagVersions } from './entry.ts';
import { cacheError } from './errors.ts';
import type { ComputePolicy } from './stampede/computations.ts';
import type { Compute } from './stampede/limited-run.ts';
import { type Timeout, timeoutMs } from './timeout.ts';

export interface VersionOptions {
  /** Version of the key. Default that of the cache. */
  readonly version?: number;
}

export interface SetOptions extends VersionOptions {
  /** How long the entry is kept. Default that of the cache. */
  readonly timeout?: Timeout;
  /**
   * Names by which the entry can be invalidated. Their versions are read when the call begins; for
   * a value that was read before, pass what `readTags()` gave before that.
   */
  readonly tags?: readonly string[] | TagVersions;
  /**
   * Whether a backend in this process may hand out the value itself instead of copies. Nobody may
   * change it then. Default false.
   */
  readonly shared?: boolean;
}

export interface CounterOptions extends VersionOptions {
  /** What a key without entry counts as; without it that is an error. */
  readonly initial?: number;
  /** How long an entry made from `initial` is kept. Default that of the cache. */
  readonly timeout?: Timeout;
}

export interface ComputeOptions extends VersionOptions {
  /** How long the value is a hit. Default that of the cache. */
  readonly timeout?: Timeout;
  /** How long past its timeout it is still served, while it is computed anew in the background. */
  readonly stale?: Timeout;
  /** How long past its timeout it is still served when computing it anew fails. */
  readonly grace?: Timeout;
  /** Part of the timeout after which a hit has it computed anew in the background, such as 0.8. */
  readonly refreshAfter?: number;
  /** Timeout of `null` and `undefined`. Default as any other value. */
  readonly negative?: Timeout;
  /** How long computing may take, here or elsewhere. Default 30 s. */
  readonly limit?: Timeout;
  /** How long a killed process holds up the others. Default 5 s; 0 for no lock between processes. */
  readonly lock?: Timeout;
  /** Names by which the entry can be invalidated; what changes while computing counts. */
  readonly tags?: readonly string[];
  /** As for `set`. */
  readonly shared?: boolean;
  /**
   * `changed`: the value is a hit until a row or a table changes that was read to compute it (and at
   * most for its timeout). Rows that were loaded outside of a request count only when `compute`
   * loads them.
   */
  readonly until?: 'changed';
  /** How long a value is kept of which it can't be told when it changes. Default 10 s. */
  readonly untracked?: Timeout;
}

/** What of these a cache's settings give defaults for. */
export interface ComputeDefaults {
  readonly timeout: Timeout;
  readonly stale: Timeout;
  readonly grace: Timeout;
  readonly refreshAfter: number;
  readonly limit: Timeout;
  readonly lock: Timeout;
}

export const COMPUTE_DEFAULTS: ComputeDefaults = {
  // As Django's.
  timeout: 300,
  stale: 0,
  grace: 0,
  refreshAfter: 1,
  limit: 30,
  lock: 5,
};

export const timeoutOption: OptionKind = {
  expected: 'seconds, a text such as "15m", or null',
  accepts: (value): value is Timeout =>
    value === null || ['number', 'string'].includes(typeof value) || value instanceof Duration,
};

export const fractionOption: OptionKind = {
  expected: 'a number above 0 and at most 1',
  accepts: (value): value is number => typeof value === 'number' && value > 0 && value <= 1,
};

const VERSION = { version: option.any };
const SET = { ...VERSION, timeout: timeoutOption, tags: option.any, shared: option.boolean };
const COUNTER = { ...VERSION, initial: option.integer(), timeout: timeoutOption };
const COMPUTE = {
  ...SET,
  stale: timeoutOption,
  grace: timeoutOption,
  refreshAfter: fractionOption,
  negative: timeoutOption,
  limit: timeoutOption,
  lock: timeoutOption,
  until: option.oneOf('changed'),
  untracked: timeoutOption,
};

/** How long a value is kept of which it can't be told when it changes. */
const UNTRACKED = 10;

/** @throws core.option.unknown, core.option.invalid */
export function checkVersionOptions(call: string, options: VersionOptions): VersionOptions {
  return options === NONE ? options : checkOptions(call, options, VERSION);
}

/** `set(key, value, '15m')` is short for `{ timeout: '15m' }`. */
export function setOptions(call: string, options: SetOptions | Timeout | undefined): SetOptions {
  if (options === undefined) return NONE;
  if (timeoutOption.accepts(options)) return { timeout: options as Timeout };
  return checkOptions(call, options as SetOptions, SET);
}

export function checkCounterOptions(call: string, options: CounterOptions): CounterOptions {
  return options === NONE ? options : checkOptions(call, options, COUNTER);
}

/** @throws core.option.unknown, core.option.invalid, cache.timeout.invalid */
export function computePolicy(options: ComputeOptions, defaults: ComputeDefaults): ComputePolicy {
  if (options !== NONE) checkOptions('getOrSet()', options, COMPUTE);
  const { negative, refreshAfter, tags = [], shared = false } = options;
  return {
    timeoutMs: timeoutMs(optional(options.timeout, defaults.timeout)),
    staleMs: finite('stale', optional(options.stale, defaults.stale)),
    graceMs: finite('grace', optional(options.grace, defaults.grace)),
    refreshAfter: refreshAfter ?? defaults.refreshAfter,
    negativeMs: negative === undefined ? undefined : timeoutMs(negative, 'negative'),
    limitMs: positiveMs('limit', optional(options.limit, defaults.limit)),
    lockMs: finite('lock', optional(options.lock, defaults.lock)),
    tags: tagList(tags),
    isShared: shared,
    isDependent: options.until === 'changed',
    untrackedMs: timeoutMs(optional(options.untracked, UNTRACKED), 'untracked'),
  };
}

/** The arguments of `getOrSet` behind the key. @throws cache.compute.missing */
export function computeArguments<T>(
  given: Compute<T> | ComputeOptions | Timeout,
  last: Compute<T> | undefined,
): { readonly options: ComputeOptions; readonly compute: Compute<unknown> } {
  const compute = last === undefined ? given : last;
  if (typeof compute !== 'function') {
    throw cacheError('cache.compute.missing', 'getOrSet() has no function as its last argument.', {
      hint: "Write getOrSet('top', { timeout: '15m' }, () => topMovies()).",
    });
  }
  if (given === compute) return { options: NONE, compute };
  const isShort = given === null || typeof given !== 'object' || 'microseconds' in given;
  return { options: isShort ? { timeout: given as Timeout } : given, compute };
}

/** No options: checking them is left out where most calls are made. */
export const NONE: Readonly<Record<never, never>> = Object.freeze({});

/**
 * Names of a list, each once. A text is refused, though it is a list of letters.
 *
 * @throws cache.key.invalid
 */
export function nameList<Name extends string>(
  call: string,
  names: Iterable<Name>,
): readonly Name[] {
  if (typeof names === 'object' && names !== null && Symbol.iterator in names) {
    return [...new Set(names)];
  }
  throw cacheError('cache.key.invalid', `${call}() takes a list, not ${describeKind(names)}.`, {
    hint: `Write ${call}(['films']).`,
  });
}

/** What `setMany` is given, by key. @throws cache.key.invalid */
export function valuesByKey(
  values: Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  if (typeof values === 'object' && values !== null) {
    const pairs = Symbol.iterator in values ? [...values] : Object.entries(values);
    if (pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) return new Map(pairs);
  }
  throw cacheError('cache.key.invalid', 'setMany() takes values by their keys.', {
    hint: "Write setMany({ top: films }) or setMany([['top', films]]).",
  });
}

/** @throws core.option.invalid for anything but a list of names. */
export function tagList(tags: unknown): readonly string[] {
  checkOptions('A cache', { tags }, { tags: option.arrayOf(option.string) });
  const names = tags as readonly string[];
  if (!names.some(isMark)) return names;
  throw cacheError(
    'cache.key.invalid',
    'A tag cannot begin with "~": such names are the cache’s own.',
    {
      hint: 'Give the tag another name.',
    },
  );
}

/** @throws cache.version.invalid */
export function checkVersion(version: unknown): number {
  if (Number.isSafeInteger(version) && (version as number) >= 0) return version as number;
  throw cacheError('cache.version.invalid', 'A version is a whole number of 0 or more.', {
    hint: 'Count versions up from 1: incrVersion(key), or { version: 2 }.',
  });
}

/** `null` is a value here: for ever. */
function optional(given: Timeout | undefined, fallback: Timeout): Timeout {
  return given === undefined ? fallback : given;
}

function finite(name: string, timeout: Timeout): number {
  const milliseconds = timeoutMs(timeout, name);
  if (milliseconds !== null) return milliseconds;
  throw cacheError('cache.timeout.invalid', `${name} cannot be for ever.`, {
    hint: 'Give it an end, such as "1h".',
  });
}

/** A timeout that is neither 0 nor for ever. @throws cache.timeout.invalid */
export function positiveMs(name: string, timeout: Timeout): number {
  const milliseconds = finite(name, timeout);
  if (milliseconds > 0) return milliseconds;
  throw cacheError('cache.timeout.invalid', `${name} cannot be 0.`, {
    hint: 'Give it some time, such as "30s".',
  });
}
