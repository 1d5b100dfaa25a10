import { describeKind } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import type { Filter, FilterArgument } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { toInteger } from '../runtime/number.ts';
import { itemsOf } from '../runtime/sequence.ts';

export interface FilterTraits {
  /** Default `none`. */
  readonly argument?: FilterArgument;
  /** The result of a safe text is safe again. Default false. */
  readonly isSafe?: boolean;
  /** `apply` may return a promise. Default false. */
  readonly isAsync?: boolean;
}

/** A filter of texts: other values are printed first. */
export function textFilter(
  name: string,
  apply: (text: string, argument: unknown, scope: FilterScope) => unknown,
  traits: FilterTraits = {},
): Filter {
  return {
    ...withDefaults(name, traits),
    input: 'text',
    // The engine hands a text over, whatever the value was.
    apply: apply as Filter['apply'],
  };
}

/** A filter of any value. */
export function valueFilter(
  name: string,
  apply: Filter['apply'],
  traits: FilterTraits = {},
): Filter {
  return { ...withDefaults(name, traits), input: 'any', apply };
}

function withDefaults(name: string, traits: FilterTraits) {
  const { argument = 'none', isSafe = false, isAsync = false } = traits;
  return { name, argument, isSafe, isAsync };
}

/**
 * The items of a value, for filters that need a list.
 *
 * @throws templates.filter.invalid for null, numbers and other values without items
 */
export function requiredItems(filter: string, value: unknown): readonly unknown[] {
  const items = value === null || value === undefined ? undefined : itemsOf(value);
  return items ?? fail(filter, 'a list or a text', value);
}

/** Throws the error of a filter that can't work with its value. */
export function fail(filter: string, needed: string, value: unknown): never {
  throw templateError(
    'templates.filter.invalid',
    `The filter "${filter}" needs ${needed}, not ${describeKind(value)}.`,
  );
}

/** Widths beyond this would only serve to fill the memory. */
const MAX_WIDTH = 1_000_000;

/**
 * An argument that must be a whole number, as for `center` and `wordwrap`.
 *
 * @throws templates.filter.invalid
 */
export function integerArgument(filter: string, argument: unknown): number {
  const number = toInteger(argument);
  if (number === undefined || number > MAX_WIDTH) {
    fail(filter, `a whole number up to ${MAX_WIDTH}`, argument);
  }
  return number;
}
