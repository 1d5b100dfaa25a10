import { checkOptions, type OptionKind, option } from '../../core/index.ts';
import type { ColumnType } from '../../db/index.ts';
import type { Expression } from '../expressions/expression.ts';
import type { Validator } from '../validation/validation-error.ts';

declare const VALUE: unique symbol;
declare const INPUT: unique symbol;
declare const FLAGS: unique symbol;

/** What the type system remembers of a field's options. */
export type FieldFlag = 'null' | 'default' | 'primary' | 'choices' | 'generated';

/** Options every column has. `Input` is what filters and writes accept, `Value` what rows hold. */
export interface FieldOptions<Input, Value = Input> {
  /** May the column be empty? Default false. */
  readonly null?: boolean;
  /** Value, or function that makes it, for rows created without one. */
  readonly default?: Input | (() => Input);
  /** Value that the database puts into rows written without one, by whichever program. */
  readonly dbDefault?: Input | Expression;
  /** One index on this column alone. Default false. */
  readonly index?: boolean;
  /** No two rows share a value. Default false. */
  readonly unique?: boolean;
  /** The column that identifies a row, in place of the automatic `id`. Default false. */
  readonly primaryKey?: boolean;
  /** Name in the database; default the field's name in snake_case. */
  readonly column?: string;
  /** Does `fullClean()` accept an empty text, list or object? Default false. */
  readonly blank?: boolean;
  /** What `fullClean()` asks of a value, beside what the field asks itself. */
  readonly validators?: readonly Validator<NonNullable<Value>>[];
}

const COMMON_OPTIONS: Readonly<Record<string, OptionKind>> = {
  null: option.boolean,
  default: option.any,
  dbDefault: option.any,
  index: option.boolean,
  unique: option.boolean,
  primaryKey: option.boolean,
  column: option.string,
  blank: option.boolean,
  validators: option.arrayOf(option.function),
};

/** The flags that follow from an options object. */
export type FlagsOf<Options> =
  | (Options extends { null: true } ? 'null' : never)
  | (Options extends { default: unknown } | { dbDefault: unknown } ? 'default' : never)
  | (Options extends { primaryKey: true } ? 'primary' : never)
  | (Options extends { choices: unknown } ? 'choices' : never);

/** The value of a field, with null where the options allow it. */
export type OrNull<Value, Options> = Options extends { null: true } ? Value | null : Value;

/**
 * Turns what an application passes into the canonical value of a field, or `undefined` when it
 * cannot be one. Never sees null.
 */
export type Normalizer = (value: unknown) => unknown;

/** What a field is made of. */
export interface FieldParts {
  readonly type: ColumnType;
  /** What values are accepted, in words for messages. */
  readonly expected: string;
  readonly normalize: Normalizer;
  /** The same for values that are only compared, which need not fit; default `normalize`. */
  readonly normalizeCompared?: Normalizer;
  /** What `fullClean()` asks of every value of this kind of field. */
  readonly validators?: readonly Validator<never>[];
  /** Labels by value, for a field that takes no others. */
  readonly choices?: ReadonlyMap<unknown, string> | undefined;
  /** The database numbers the rows. */
  readonly isAutomatic?: boolean;
  /** What every `save()` writes, whatever the row holds. */
  readonly onSave?: () => unknown;
  /** What the database works the value out from. */
  readonly generated?: Generated;
}

export interface Generated {
  readonly expression: Expression;
  readonly isStored: boolean;
}

/**
 * One column of a model. `Value` is what a row holds, `Input` what filters and writes accept.
 */
export class Field<Value, Flags extends FieldFlag = never, Input = Value> {
  declare readonly [VALUE]: Value;
  declare readonly [INPUT]: Input;
  declare readonly [FLAGS]: Flags;
  readonly kind = 'column';
  readonly type: ColumnType;
  readonly options: FieldOptions<unknown, never>;
  readonly expected: string;
  readonly normalize: Normalizer;
  readonly normalizeCompared: Normalizer;
  readonly validators: readonly Validator<never>[];
  readonly choices: ReadonlyMap<unknown, string> | undefined;
  readonly isAutomatic: boolean;
  readonly onSave: (() => unknown) | undefined;
  readonly generated: Generated | undefined;

  constructor(options: object, parts: FieldParts) {
    this.options = options;
    this.type = parts.type;
    this.expected = parts.expected;
    this.normalize = parts.normalize;
    this.normalizeCompared = parts.normalizeCompared ?? parts.normalize;
    this.validators = [...(parts.validators ?? []), ...(this.options.validators ?? [])];
    this.choices = parts.choices;
    this.isAutomatic = parts.isAutomatic ?? false;
    this.onSave = parts.onSave;
    this.generated = parts.generated;
  }
}

/** Any field, where its types do not matter. */
export type AnyField = Field<unknown, FieldFlag, unknown>;

export type ValueOf<F> = F extends { readonly [VALUE]: infer Value } ? Value : never;
export type InputOf<F> = F extends { readonly [INPUT]: infer Input } ? Input : never;
export type FlagsOfField<F> = F extends { readonly [FLAGS]: infer Flags } ? Flags : never;

/** Checks a field's options; `own` are the ones that only this kind of field has. */
export function checkFieldOptions(
  factory: string,
  options: object,
  own: Readonly<Record<string, OptionKind>> = {},
): void {
  checkOptions(`${factory}()`, options, { ...COMMON_OPTIONS, ...own });
}
