import { describeKind } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import { unmarked } from '../safe-string.ts';
import { ForLoop } from './for-loop.ts';
import { isPending, type Steps, settle, waitOn } from './pending.ts';
import { isPlainObject } from './truth.ts';

/**
 * The items a loop goes through, as a list: characters of a text, keys of a Map or a plain
 * object, whatever another iterable gives. Null and undefined have none.
 *
 * @throws templates.value.not_iterable
 */
export function* sequenceOf(value: unknown): Steps<readonly unknown[]> {
  const settled = isPending(value) ? yield* settle(value) : value;
  const items = itemsOf(settled);
  if (items !== undefined) return items;
  if (isAsyncIterable(settled)) return (yield Array.fromAsync(settled)) as readonly unknown[];
  throw notIterable(settled);
}

/** The items of a value that is there; undefined when it has none by its nature. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  const holder = unmarked(value);
  if (Array.isArray(holder)) return holder;
  if (holder === null || holder === undefined) return [];
  if (typeof holder === 'string') return Array.from(holder);
  if (holder instanceof Map) return [...holder.keys()];
  if (holder instanceof ForLoop) return Object.keys(holder.toJSON());
  if (typeof holder === 'object' && Symbol.iterator in holder) {
    return Array.from(holder as Iterable<unknown>);
  }
  return isPlainObject(holder) ? Object.keys(holder) : undefined;
}

/** Lists of promises whose later failures are looked after while an earlier one is awaited. */
const watched = new WeakSet<object>();

/** As `waitOn`, for an item of a loop's list. */
export function waitOnItem(items: readonly unknown[], item: unknown): PromiseLike<unknown> | null {
  if (!watched.has(items)) {
    watched.add(items);
    // A promise that fails while another is awaited would end the process as unhandled.
    for (const each of items) if (each instanceof Promise) each.catch(() => {});
  }
  return waitOn(item);
}

export function notIterable(value: unknown): Error {
  return templateError(
    'templates.value.not_iterable',
    `A loop needs a list or another iterable, not ${describeKind(value)}.`,
  );
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * The parts of a loop's item for `count` variables.
 *
 * @throws templates.loop.unpack when there are more or fewer
 */
export function unpack(item: unknown, count: number): readonly unknown[] {
  const parts = item === null || item === undefined ? undefined : itemsOf(item);
  const found = parts?.length ?? 1;
  if (parts !== undefined && found === count) return parts;
  throw templateError(
    'templates.loop.unpack',
    `The loop needs ${count} values in each item; it got ${found}.`,
    { hint: 'Loop over pairs with map.items, or name one variable and read its properties.' },
  );
}
