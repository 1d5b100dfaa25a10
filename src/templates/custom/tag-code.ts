import type { FunctionWriter } from '../compiler/function-writer.ts';

/**
 * Writes the context of a custom tag; returns its code.
 *
 * @param isAssigning - whether the tag may set names.
 * @param bodies - code of the functions that render its children.
 * @param values - code of the values of its expressions.
 */
export function writeContext(
  code: FunctionWriter,
  isAssigning: boolean,
  bodies: readonly string[] = [],
  values: readonly string[] = [],
): string {
  const { dynamic } = code.scope;
  const assigned = isAssigning && dynamic !== undefined ? `(${dynamic} ??= {})` : 'null';
  const parameters = [
    '$r',
    '$c',
    code.locals(),
    String(code.autoescape),
    assigned,
    `[${bodies.join(', ')}]`,
    `[${values.join(', ')}]`,
  ];
  return code.temporary(`new $PlaceContext(${parameters.join(', ')})`);
}

/** Lets names that a tag has set replace variables of the same name in the current scope. */
export function writeAssigned(code: FunctionWriter, isAssigning: boolean): void {
  const { dynamic } = code.scope;
  if (!isAssigning || dynamic === undefined) return;
  for (const [name, binding] of code.scope.bindings) {
    if (binding.kind !== 'local') continue;
    const key = JSON.stringify(name);
    code.line(`if (Object.hasOwn(${dynamic}, ${key})) ${binding.code} = ${dynamic}[${key}];`);
  }
}

/** Writes the call of a tag's function and waits for its result; returns the variable of it. */
export function writeCall(code: FunctionWriter, call: string): string {
  const result = code.temporary(call);
  code.settle(result);
  return result;
}
