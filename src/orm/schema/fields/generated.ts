import { checkOptions, option } from '../../../core/index.ts';
import { Expression } from '../../expressions/expression.ts';
import { type AnyField, Field, type FlagsOfField, type ValueOf } from '../field.ts';

export interface GeneratedOptions<Output extends AnyField> {
  /** What the column is, of fields of the same row: `F('price').mul(F('seats'))`. */
  readonly expression: Expression;
  /** The field that the values are read as, with its options for the column. */
  readonly output: Output;
  /** Kept in the row (default), or worked out whenever it is read (SQLite only). */
  readonly stored?: boolean;
}

/**
 * A column that the database works out from others of its row. It is read and filtered as any
 * other and never written.
 *
 * ```ts
 * total: generated({ expression: F('price').mul(F('seats')), output: integer() }),
 * ```
 */
export function generated<Output extends AnyField>(
  options: GeneratedOptions<Output>,
): Field<ValueOf<Output>, FlagsOfField<Output> | 'default' | 'generated'> {
  checkOptions('generated()', options, {
    expression: {
      expected: 'an expression',
      accepts: (value): value is Expression => value instanceof Expression,
    },
    output: {
      expected: 'a field',
      accepts: (value): value is AnyField => value instanceof Field,
    },
    stored: option.boolean,
  });
  const { output, expression, stored = true } = options;
  return new Field(output.options, {
    type: output.type,
    expected: output.expected,
    normalize: output.normalize,
    normalizeCompared: output.normalizeCompared,
    choices: output.choices,
    generated: { expression, isStored: stored },
  });
}
