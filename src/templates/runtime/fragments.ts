import { hash } from 'node:crypto';
import { parseShortDuration } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import { isText } from '../safe-string.ts';
import { toInteger } from './number.ts';
import { runSteps, type Steps } from './pending.ts';
import type { Render } from './render.ts';
import { representation, textOf } from './text.ts';

/** How a fragment is kept. */
export interface FragmentOptions {
  /** Seconds, a text such as `15m`, null for ever; by default that of the cache. */
  readonly timeout?: number | string | null;
  /** `changed`: until a row or a table changes that the fragment has read. */
  readonly until?: 'changed';
  /** A fragment can be rendered only while its page is. */
  readonly stale: 0;
  readonly refreshAfter: 1;
}

/** What `{% cache %}` keeps fragments in; the caches of `uptempo/cache` are such. */
export interface FragmentCache {
  /** The text of a key; on a miss what `render` gives, which is kept. */
  getOrSet(
    key: string,
    options: FragmentOptions,
    render: () => string | Promise<string>,
  ): Promise<string>;
}

/** The cache of a name, or without one that for fragments. Should throw for an unknown name. */
export type FragmentCaches = (name: string | undefined) => FragmentCache;

/** What `{% cache until_changed … %}` has in place of its seconds. */
export const UNTIL_CHANGED = Symbol('until_changed');

const ONLY_NOW = { stale: 0, refreshAfter: 1 } as const;

/** Longest part of a key that is the fragment's name in the clear. */
const NAME_LENGTH = 100;

/**
 * The key of a fragment, to delete it by:
 * `cache().delete(makeTemplateFragmentKey('sidebar', [user.id]))`.
 *
 * @param name - as it stands in the tag.
 * @param varyOn - the values after the name; each as the template prints it, dates to the millisecond.
 */
export function makeTemplateFragmentKey(name: string, varyOn: readonly unknown[] = []): string {
  const parts = JSON.stringify([name, ...varyOn.map(keyText)]);
  const shown = encodeURIComponent(name.toWellFormed()).slice(0, NAME_LENGTH);
  return `template.cache.${shown}.${hash('sha256', parts, 'base64url')}`;
}

/** The text of a fragment: from the cache, or rendered and kept. */
export function* fragment(
  render: Render,
  name: string,
  time: unknown,
  varyOn: readonly unknown[],
  using: unknown,
  body: () => Steps<string>,
): Steps<string> {
  const cache = cacheOf(render, using);
  const kept = time === UNTIL_CHANGED ? UNTIL : { ...ONLY_NOW, timeout: timeoutOf(time) };
  const key = makeTemplateFragmentKey(name, varyOn);
  return (yield cache.getOrSet(key, kept, () => runSteps(body()))) as string;
}

const UNTIL = { ...ONLY_NOW, until: 'changed' } as const;

function cacheOf({ run }: Render, using: unknown): FragmentCache {
  const { fragmentCaches } = run.host;
  if (fragmentCaches === undefined) {
    throw templateError('templates.cache.unavailable', 'The engine has no cache for {% cache %}.', {
      hint: 'Pass fragmentCaches to createTemplateEngine(): (name) => cache(name).',
    });
  }
  return fragmentCaches(using === undefined ? undefined : textOf(using));
}

/** As Python's `int()`, and texts with units; what is negative is over at once, as in Django. */
function timeoutOf(time: unknown): number | string | null {
  if (time === null) return null;
  const text = isText(time) ? String(time).trim() : undefined;
  if (text !== undefined && parseShortDuration(text) !== undefined) return text;
  const seconds = toInteger(text ?? time);
  if (seconds !== undefined) return Math.max(0, Number(seconds));
  throw templateError(
    'templates.cache.timeout',
    `{% cache %} got a timeout that is none: ${representation(time, 'UTC', 0)}.`,
    { hint: 'Pass whole seconds, a text such as "15m", or None for ever.' },
  );
}

/** Dates with all they have: to the minute, as they are printed, two would share a fragment. */
function keyText(value: unknown): string {
  return value instanceof Date && !Number.isNaN(value.getTime())
    ? value.toISOString()
    : textOf(value);
}
