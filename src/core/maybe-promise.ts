/**
 * A value now or later. Embedded databases answer at once, servers later; passing the value on
 * without a promise saves the embedded case a turn of the microtask queue per step
 * (bench: `sqlite-read`).
 */
export type MaybePromise<T> = T | Promise<T>;

/** `next(value)` at once when the value is there, else when it arrives. */
export function andThen<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
