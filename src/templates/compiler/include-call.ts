import { type GivenName, NOTHING_GIVEN } from '../runtime/given-names.ts';
import type { FunctionWriter } from './function-writer.ts';
import { entry, objectLiteral } from './javascript.ts';
import type { Binding } from './scope.ts';

/** Names with the code of their values. */
export type WrittenNames = readonly (readonly [name: string, code: string])[];

/** The code by which an included template is called, behind its render. */
export interface IncludeCall {
  readonly context: string;
  readonly locals: string;
  readonly given: readonly GivenName[];
  /** Code of the values of `given`. */
  readonly values: readonly string[];
}

/** More names than these are handed to an included template as an object. */
const MAX_GIVEN = 16;

/** A call that hands on every name in sight. @param further - names that count before all others. */
export function callWith(code: FunctionWriter, further: WrittenNames): IncludeCall {
  const values = new Map<string, GivenValue>();
  for (const { bindings } of code.scope.chain) {
    for (const [name, binding] of bindings) {
      const value = givenValue(code, binding);
      if (value !== undefined) values.set(name, value);
    }
  }
  for (const [name, value] of further) values.set(name, { code: value, isSettled: false });
  const isKnown = code.scope.chain.every(({ dynamic }) => dynamic === undefined);
  if (!isKnown || values.size > MAX_GIVEN) {
    return { context: '$c', locals: locals(code, further), given: NOTHING_GIVEN, values: [] };
  }
  return {
    context: '$c',
    locals: '$l',
    given: Array.from(values, ([name, { isSettled }]) => ({ name, isSettled })),
    values: Array.from(values.values(), (value) => value.code),
  };
}

/** A call that hands on nothing but `names`. */
export function isolatedCall(names: WrittenNames): IncludeCall {
  if (names.length > MAX_GIVEN) {
    return { context: objectLiteral(names), locals: 'null', given: NOTHING_GIVEN, values: [] };
  }
  return {
    context: '$EMPTY',
    locals: 'null',
    given: names.map(([name]) => ({ name, isSettled: false })),
    values: names.map(([, code]) => code),
  };
}

/** Code of an object of every name that the template and its includers have set, or null. */
export function locals(code: FunctionWriter, further: WrittenNames): string {
  const parts: string[] = [];
  for (const scope of code.scope.chain) {
    for (const [name, binding] of scope.bindings) {
      const value = givenValue(code, binding);
      if (value !== undefined) parts.push(entry(name, value.code));
    }
    if (scope.dynamic !== undefined) parts.push(`...${scope.dynamic}`);
  }
  for (const [name, value] of further) parts.push(entry(name, value));
  if (parts.length === 0) return '$l';
  const own = parts.join(', ');
  return `($l === null ? { ${own} } : { ...$l, ${own} })`;
}

interface GivenValue {
  readonly code: string;
  readonly isSettled: boolean;
}

function givenValue(code: FunctionWriter, binding: Binding): GivenValue | undefined {
  switch (binding.kind) {
    case 'block':
      return undefined;
    case 'loop':
      return { code: code.loopObject(binding), isSettled: true };
    case 'local':
      return binding;
  }
}
