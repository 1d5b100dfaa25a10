import { GUARDED_NAMES } from '../runtime/lookup.ts';
import type { FunctionForm } from './function-form.ts';
import { literal, optionalProperty, pendingTest } from './javascript.ts';

/**
 * Functions as generators, which yield what they wait for. `yield*` would be shorter, but makes so
 * much byte code that reading a template's code takes half as long again (bench: `templates`, compile).
 */
export const stepsForm: FunctionForm = {
  head: 'function*',

  prologue: () => [],

  settle(code, variable, wait) {
    const isWaiting = `${pendingTest(variable)} && ($w = ${wait}) !== null`;
    code.line(`while (${isWaiting}) ${variable} = yield $w;`);
  },

  settleRare(code, variable) {
    code.line(`while (($w = $waitOn(${variable})) !== null) ${variable} = yield $w;`);
  },

  settlePromise(code, variable) {
    code.braces(`if (${variable} instanceof Promise)`, () => code.settle(variable));
  },

  settleCalled(code, variable) {
    code.settle(variable);
  },

  call(code, variable) {
    code.line(
      `if (typeof ${variable} === 'function') ${variable} = $called(${variable}, undefined);`,
    );
  },

  attribute(code, base, name, isSettled) {
    if (!isSettled) code.settle(base, `$waitToRead(${base}, ${literal(name)})`);
    const slow = `$attributeOf(${base}, ${literal(name)})`;
    if (GUARDED_NAMES.has(name) || name === '') return code.temporary(slow);
    const value = code.temporary(`${base}${optionalProperty(name)}`);
    code.line(`if (${value} === undefined || typeof ${value} === 'function') ${value} = ${slow};`);
    return value;
  },

  sequence(code, variable) {
    code.line(`if (!Array.isArray(${variable})) ${variable} = yield* $sequenceOf(${variable});`);
  },

  handOn(code, isOften) {
    const take = isOften ? 'takeLong' : 'take';
    code.braces('if ($r.run.sink !== null)', () => {
      code.line(`$o = $r.run.sink.${take}($o);`);
      code.line('if ($r.run.sink.isFull) yield null;');
    });
  },

  included(code, target, values) {
    const plain = code.temporary(`${target}.plain($r.run)`);
    const text = code.temporary(`${plain} === null ? undefined : ${plain}($r, ${values})`);
    code.braces(`if (${text} === undefined)`, () => {
      code.line(`if (${plain} !== null) ${target}.bailed();`);
      const main = `${target}.main($inner($r, ${target}.template), ${values})`;
      code.line(`${text} = ${code.ran(main)};`);
    });
    code.raw(text);
  },
};
