import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import { listTypeName } from './type-names.ts';

/** Parts of lists, and conditions on them. */
export const arrayFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['array =', operator('=')],
  ['array contains', operator('@>')],
  ['array contained_by', operator('<@')],
  ['array overlap', operator('&&')],
  ['array length', ([list]) => `CARDINALITY(${list})`],
  ['array item', ([list, position]) => `(${list})[${position}]`],
  ['array slice', ([list, first, last]) => `(${list})[${first}:${last}]`],
];

/** Both sides have to be of the very same type; a column stays as it is, for its indexes. */
function operator(sign: string): FunctionWriter {
  return ([left, right], { args }) => {
    const type = listTypeName(typeOf(args[0]!));
    const list = args[0]!.kind === 'column' ? left : `(${left})::${type}`;
    return `(${list} ${sign} (${right})::${type})`;
  };
}
