import type { Decimal, DecimalInput, Duration, DurationInput } from '../../core/index.ts';
import type { Expression, OUT, QueryHolder } from '../expressions/expression.ts';
import type { GIVEN } from '../expressions/q.ts';
import type { AllColumnNames, Invalid, RelationNames, ShapeOf } from '../schema/shape-types.ts';
import type { Known } from './annotation-types.ts';
import type { LookupName, LookupValue, ValueOfLookup } from './lookup-types.ts';

/**
 * Conditions as they were written, each value checked against its key. An expression or a QuerySet
 * may stand in place of any value. A `Q` or expression in place of the whole stays what it is, save
 * that the conditions inside of a `Q` are checked.
 *
 * It is one mapped type, since a conditional one around it would have the compiler work out every
 * key that could be given for every model, and not the few that are.
 */
export type Conditions<M, Given, Extra = unknown> = {
  readonly [Key in keyof Given]: Key extends typeof GIVEN
    ? Conditions<M, Given[Key], Extra>
    : IsExpression<Given> extends true
      ? Given[Key]
      : ConditionValue<M, Extra, Key>;
};

/** Conditions, checked; a conditional type, so that of `a ? {…} : {…}` each side is. */
export type CheckedConditions<M, Given, Extra> = Given extends object
  ? Conditions<M, Given, Extra>
  : Given;

/** What `filter()` takes, each argument checked. */
export type MoreConditions<M, Extra, Args extends readonly unknown[]> = {
  readonly [Index in keyof Args]: CheckedConditions<M, Args[Index], Extra>;
};

/** Whether it is a `Q` or an expression, no object of conditions. */
type IsExpression<Given> = [Extract<keyof Given, typeof GIVEN | typeof OUT>] extends [never]
  ? false
  : true;

type ConditionValue<M, Extra, Key> =
  FirstOf<Key> extends infer First extends keyof Extra
    ? InPlaceOf<AnnotationLookup<Known<Extra, First>, Key & string>>
    : InPlaceOf<LookupValue<M, Key & string>>;

/**
 * What is wrong with conditions inside of an expression; never when they fit. The names of the
 * `annotate()` call that they stand in are not known yet, and pass.
 */
export type ConditionErrors<M, Extra, Given, Names = never> = Given extends object
  ? {
      [Key in keyof Given]: FirstOf<Key> extends Names
        ? never
        : Given[Key] extends Conditions<M, Given, Extra>[Key]
          ? never
          : Conditions<M, Given, Extra>[Key] extends Invalid<string>
            ? Conditions<M, Given, Extra>[Key]
            : Invalid<`"${Key & string}" takes another kind of value`>;
    }[keyof Given]
  : never;

/**
 * What may be given as a condition. An editor completes its keys: columns, relations, and columns
 * with a lookup.
 */
export type Condition<M> = object & { readonly [Key in FirstLevelKeys<M>]?: unknown };

export type FirstLevelKeys<M> =
  | AllColumnNames<ShapeOf<M>>
  | RelationNames<ShapeOf<M>>
  | `${AllColumnNames<ShapeOf<M>>}__${LookupName}`;

type FirstOf<Key> = Key extends `${infer First}__${string}` ? First : Key;

type AnnotationLookup<Value, Key extends string> = Key extends `${string}__${infer Further}`
  ? ValueOfLookup<ComparedWith<Value>, Further, Key>
  : ComparedWith<Value>;

/** What values of an annotation may be compared with, as the fields of such values say it. */
type ComparedWith<Value> = unknown extends Value
  ? unknown
  : Value extends Decimal
    ? DecimalInput
    : Value extends Duration
      ? DurationInput
      : Value extends Date
        ? Date | string
        : Value extends number | bigint
          ? number | bigint
          : Value;

/** A wrong key takes no expression either. */
type InPlaceOf<Value> = Value extends Invalid<string> ? Value : Value | Expression | QueryHolder;
