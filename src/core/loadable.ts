/**
 * The key of the method that fetches a value which is not in memory yet, such as an unloaded
 * relation. Templates and serializers use it, so that they need not know the ORM.
 */
export const LOAD: unique symbol = Symbol.for('uptempo.load');

/** A value that stands for one that must be fetched first. */
export interface Loadable<T = unknown> {
  [LOAD](): Promise<T>;
}

export function isLoadable(value: unknown): value is Loadable {
  return typeof value === 'object' && value !== null && LOAD in value;
}

const ALTERS_DATA: unique symbol = Symbol.for('uptempo.altersData');

/**
 * Marks a method as one that changes data (Django's `alters_data`): templates refuse to call it.
 * Returns the same function.
 */
export function altersData<T extends (...parameters: never[]) => unknown>(method: T): T {
  Object.defineProperty(method, ALTERS_DATA, { value: true });
  return method;
}

export function isAltersData(method: unknown): boolean {
  return typeof method === 'function' && ALTERS_DATA in method;
}
