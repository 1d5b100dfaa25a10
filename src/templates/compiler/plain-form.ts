import { type NodeList, walk } from '../node.ts';
import { GUARDED_NAMES } from '../runtime/lookup.ts';
import type { FunctionForm } from './function-form.ts';
import { literal, optionalProperty, pendingTest } from './javascript.ts';

/**
 * Included templates as plain functions, which cost a fifth of a generator (bench: `templates`, 100
 * included cards). Where one meets what it can't do, it bails: it returns undefined, and the
 * generator is run instead, from its beginning. That is right because up to there nothing was done
 * but reading properties and writing text: values that are to be waited for, functions of the context
 * and iterators that can be read but once are what it bails at.
 */
const BAIL = 'return undefined;';

/** Whether nodes may be begun, given up and done again. */
export function isRepeatable(nodes: NodeList): boolean {
  for (const node of walk(nodes)) if (node.isRepeatable !== true) return false;
  return true;
}

export const plainForm: FunctionForm = {
  head: 'function',

  /** It is called with the render of the template around it, which is all that most of them need. */
  prologue: (isIncluding) => (isIncluding ? ['$r = $inner($r, $t);'] : []),

  settle(code, variable) {
    const isIterator = `typeof ${variable} === 'object' && ${variable} !== null && typeof ${variable}.next === 'function'`;
    code.line(`if (${pendingTest(variable)} || (${isIterator})) ${BAIL}`);
  },

  settleRare(code, variable) {
    code.settle(variable);
  },

  settlePromise(code, variable) {
    code.line(`if (${variable} instanceof Promise) ${BAIL}`);
  },

  /** Nobody knows what it does. */
  settleCalled(code) {
    code.unit.refuse();
  },

  call(code, variable) {
    code.line(`if (typeof ${variable} === 'function') ${BAIL}`);
  },

  attribute(code, base, name, isSettled) {
    const value = code.temporary();
    if (GUARDED_NAMES.has(name) || name === '') {
      code.unit.refuse();
      return value;
    }
    if (!isSettled) code.line(`if (${pendingTest(base)}) ${BAIL}`);
    const read = `(${value} = ${base}${optionalProperty(name)})`;
    code.braces(`if (${read} === undefined || typeof ${value} === 'function')`, () => {
      code.line(`if (typeof ${value} === 'function' || ${base} instanceof Map) ${BAIL}`);
      code.line(`${value} = $attributeOf(${base}, ${literal(name)});`);
    });
    return value;
  },

  sequence(code, variable) {
    code.braces(`if (!Array.isArray(${variable}))`, () => {
      code.line(`if (${variable} !== null) ${BAIL}`);
      code.line(`${variable} = [];`);
    });
  },

  handOn() {},

  included(code, target, values) {
    const plain = code.temporary(`${target}.nestedPlain`);
    code.line(`if (${plain} === null) ${BAIL}`);
    const text = code.temporary(`${plain}($r, ${values})`);
    code.line(`if (${text} === undefined) ${BAIL}`);
    code.raw(text);
  },
};
