import type { ColumnType } from '../../sql/column-type.ts';
import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';

/** Name of the SQL function `(number, number)`: bitwise exclusive or; the driver registers it. */
export const XOR = 'uptempo_xor';

/** Functions of numbers. */
export const numberFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['^', ([base, exponent]) => `POWER(${base}, ${exponent})`],
  // There is no operator for it.
  ['#', ([left, right]) => `${XOR}(${left}, ${right})`],
  ['%', ([left, right], { type }) => remainder(left!, right!, type)],
  ['mod', ([left, right], { type }) => remainder(left!, right!, type)],
  ['ceil', ([value], { type }) => whole(`CEILING(${value})`, type)],
  ['floor', ([value], { type }) => whole(`FLOOR(${value})`, type)],
  ['round', ([value, places], { args, type }) => whole(rounded(value!, places!, args[1]!), type)],
  ['cot', ([angle]) => `(1.0 / TAN(${angle}))`],
  // RANDOM() is any number of 64 bits: 53 of them make a fraction below 1.
  ['uniform', () => '((RANDOM() & 9007199254740991) / 9007199254740992.0)'],
];

/** Decimals are REAL here, whose last digits a remainder would bring to the front. */
function remainder(left: string, right: string, type: ColumnType): string {
  const made = `MOD(${left}, ${right})`;
  return type.kind === 'decimal' ? `ROUND(${made}, ${MAX_PLACES})` : whole(made, type);
}

const MAX_PLACES = 10;

/** ROUND() takes no negative places. */
function rounded(value: string, places: string, node: ExpressionNode): string {
  if (node.kind !== 'literal' || Number(node.value) >= 0) return `ROUND(${value}, ${places})`;
  const unit = `1e${-Number(node.value)}`;
  return `(ROUND(${value} / ${unit}) * ${unit})`;
}

function whole(text: string, { kind }: ColumnType): string {
  return kind === 'integer' || kind === 'bigint' ? `CAST(${text} AS INTEGER)` : text;
}
