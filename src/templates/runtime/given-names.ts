import type { ContextData } from './render.ts';

/** A name of an including template that the included one gets as an argument of its function. */
export interface GivenName {
  readonly name: string;
  /** Whether its value is known to be neither pending nor a function to call. */
  readonly isSettled: boolean;
}

export const NOTHING_GIVEN: readonly GivenName[] = [];

/** What tells two functions of one template apart that were compiled for different names. */
export function givenKey(given: readonly GivenName[]): string {
  return JSON.stringify(given.map(({ name, isSettled }) => [name, isSettled]));
}

/** The names of including templates as one object, for a function that takes them as such. */
export function withGiven(
  locals: ContextData | null,
  given: readonly GivenName[],
  values: readonly unknown[],
): ContextData | null {
  if (given.length === 0) return locals;
  const entries = given.map(({ name }, index) => [name, values[index]] as const);
  return { ...locals, ...Object.fromEntries(entries) };
}
