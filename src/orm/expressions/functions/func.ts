import { checkOptions, option } from '../../../core/index.ts';
import { ormError } from '../../errors.ts';
import { type AnyField, Field, type ValueOf } from '../../schema/field.ts';
import { FunctionExpression } from '../function.ts';
import { asExpression } from '../references.ts';
import { templateParts } from '../template.ts';
import { tokenOf } from '../value.ts';
import { wrongArgument } from './arguments.ts';

export interface FuncOptions<Output extends AnyField> {
  /** Name of the function in the database: `SOUNDEX`, `pg_catalog.age`. */
  readonly function?: string;
  /**
   * SQL around the arguments, in place of `{function}({args})`. `{args}` is all of them with commas,
   * `{0}` the first. It is code: never make it of what a user typed.
   */
  readonly template?: string;
  /** The field that has such values: `integer()`, `char({ maxLength: 10 })`. */
  readonly output: Output;
  /** Whether it makes one value of many rows. Default false. */
  readonly isAggregate?: boolean;
}

const FUNCTION_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/;

/**
 * A function that has no name here: `Func(['name'], { function: 'SOUNDEX', output: text() })`. Its
 * arguments are expressions; values among them become parameters.
 *
 * @throws orm.expression.invalid
 */
export function Func<Output extends AnyField>(
  args: readonly unknown[],
  options: FuncOptions<Output>,
): FunctionExpression<ValueOf<Output>> {
  checkOptions('Func()', options, {
    function: option.string,
    template: option.string,
    output: option.object,
    isAggregate: option.boolean,
  });
  const { output, isAggregate = false } = options;
  if (!(output instanceof Field)) throw wrongArgument('Func()', 'a field as its output', output);
  const { parts, order } = templateParts(templateOf(options), positionsOf(args.length));
  const { type } = output;
  return new FunctionExpression({
    token: `func ${JSON.stringify(parts)} ${order.join()} ${isAggregate} ${tokenOf(type)}`,
    args: args.map(asExpression),
    type: () => type,
    isAggregate,
    build: (nodes) => ({
      kind: 'template',
      parts,
      args: order.map((index) => nodes[index]!),
      type,
      isAggregate,
    }),
  });
}

function templateOf({ function: name, template }: FuncOptions<AnyField>): string {
  if (name !== undefined && !FUNCTION_NAME.test(name)) {
    throw ormError('orm.expression.invalid', 'Func() is given no name of a function.', {
      hint: 'A name is made of letters, digits and "_"; anything else goes into the template.',
    });
  }
  if (name === undefined && template === undefined) {
    throw ormError('orm.expression.invalid', 'Func() needs a function or a template.');
  }
  return (template ?? '{function}({args})').replaceAll('{function}', name ?? '');
}

/** `{args}` stands for all arguments, `{0}` for the first. */
function positionsOf(count: number) {
  return (name: string): readonly number[] | undefined => {
    if (name === 'args') return Array.from({ length: count }, (_, index) => index);
    if (!/^\d+$/.test(name)) return undefined;
    if (Number(name) >= count) throw missingArgument(Number(name), count);
    return [Number(name)];
  };
}

function missingArgument(index: number, count: number) {
  return ormError(
    'orm.expression.invalid',
    `The template of Func() asks for argument {${index}}, and there are ${count}.`,
    { hint: 'Arguments are counted from {0}.' },
  );
}
