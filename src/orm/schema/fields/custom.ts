import { checkOptions, option } from '../../../core/index.ts';
import type { ColumnType } from '../../../db/index.ts';
import type { Validator } from '../../validation/validation-error.ts';
import {
  type AnyField,
  checkFieldOptions,
  Field,
  type FieldOptions,
  type FlagsOf,
  type OrNull,
  type ValueOf,
} from '../field.ts';

/** A field of one's own: which values it has, and what the database keeps of them. */
export interface FieldDefinition<Stored extends AnyField, Value, Input> {
  /** Name of the factory, for messages. */
  readonly name: string;
  /** The field whose column keeps the values: `char({ maxLength: 40 })`, `json()`. */
  readonly storedAs: Stored;
  /** What values are accepted, in words for messages: `a colour such as #ff8800`. */
  readonly expected: string;
  /**
   * The canonical value for what an application passes to filters and writes, or undefined when
   * it is none. Annotate its parameter with all that it takes. It never sees null.
   */
  normalize(value: Input): Value | undefined;
  toDatabase(value: Value): NonNullable<ValueOf<Stored>>;
  fromDatabase(stored: NonNullable<ValueOf<Stored>>): Value;
  /** What `fullClean()` asks of every value. */
  readonly validators?: readonly Validator<Value>[];
}

/** Without an annotation a field takes what its rows hold. */
type Accepted<Input, Value> = unknown extends Input ? Value : Input;

/** Makes fields of one kind, as `char()` and the others do. */
export type FieldFactory<Value, Input> = <
  const Options extends FieldOptions<Accepted<Input, Value>, Value>,
>(
  options?: Options,
) => Field<OrNull<Value, Options>, FlagsOf<Options>, OrNull<Accepted<Input, Value>, Options>>;

/**
 * Defines a field of one's own and returns its factory.
 *
 * ```ts
 * const color = defineField({
 *   name: 'color',
 *   storedAs: char({ maxLength: 7 }),
 *   expected: 'a Color, or a text such as "#ff8800"',
 *   normalize: (value: Color | string) => Color.from(value),
 *   toDatabase: (color) => color.hex,
 *   fromDatabase: (hex) => new Color(hex),
 * });
 * const Poster = model('Poster', { paper: color({ null: true }) });
 * ```
 */
export function defineField<Stored extends AnyField, Value, Input = unknown>(
  definition: FieldDefinition<Stored, Value, Input>,
): FieldFactory<Value, Input> {
  checkDefinition(definition);
  const { name, storedAs, expected, validators } = definition;
  const type: ColumnType = { ...storedAs.type, conversion: conversionOf(definition) };
  return (options) => {
    checkFieldOptions(name, options ?? {});
    return new Field(options ?? {}, {
      type,
      expected,
      normalize: (value) => definition.normalize(value as Input),
      ...(validators !== undefined && { validators }),
    });
  };
}

/** A field stored as a custom one is converted twice. */
function conversionOf<Stored extends AnyField, Value, Input>(
  definition: FieldDefinition<Stored, Value, Input>,
): NonNullable<ColumnType['conversion']> {
  type Kept = NonNullable<ValueOf<Stored>>;
  const inner = definition.storedAs.type.conversion;
  return {
    toDatabase(value) {
      const kept = definition.toDatabase(value as Value);
      return inner === undefined ? kept : inner.toDatabase(kept);
    },
    fromDatabase(stored) {
      const kept = inner === undefined ? stored : inner.fromDatabase(stored);
      return definition.fromDatabase(kept as Kept);
    },
  };
}

function checkDefinition(definition: object): void {
  checkOptions('defineField()', definition, {
    name: option.string,
    storedAs: option.object,
    expected: option.string,
    normalize: option.function,
    toDatabase: option.function,
    fromDatabase: option.function,
    validators: option.arrayOf(option.function),
  });
}
