import type { Expression, OutOf, PathValue } from '../expressions/expression.ts';
import type {
  Asked,
  Listed,
  Made,
  Mean,
  MeanOf,
  Present,
  Reckoned,
  Strict,
  SumOf,
} from '../expressions/out-types.ts';
import type { QNode } from '../expressions/q.ts';
import type {
  AllColumnNames,
  Invalid,
  NameOf,
  RelationNames,
  ShapeOf,
} from '../schema/shape-types.ts';
import type { ConditionErrors } from './condition-types.ts';
import type { Checked } from './path-types.ts';
import type { ValueAtPath } from './reference-types.ts';

/** Expressions by the names that rows will have them under. */
export type Annotations = Readonly<Record<string, Expression | QNode>>;

/** What annotations come to, by name. */
export type Annotated<M, Extra, Given> = {
  readonly [Name in keyof Given]: ValueOfAnnotation<M, Extra, Given, Name>;
};

/** What `aggregate()` comes to. */
export type Aggregated<M, Extra, Given> = {
  -readonly [Name in keyof Given]: ValueOfAnnotation<M, Extra, Given, Name>;
};

/** What `alias()` adds to the names a query knows: values that rows do not get. */
export type Aliased<M, Extra, Given> = {
  readonly [Name in keyof Given]: Hidden<ValueOfAnnotation<M, Extra, Given, Name>>;
};

/** The value of a name that is for use in the query alone. */
interface Hidden<Value> {
  readonly ' hidden': Value;
}

/** The value of an annotation or alias. */
export type Known<Extra, Name extends keyof Extra> =
  Extra[Name] extends Hidden<infer Value> ? Value : Extra[Name];

/** The annotations among all that a query knows: what its rows get. */
export type Shown<Extra> = unknown extends Extra
  ? unknown
  : {
      readonly [Name in keyof Extra as Extra[Name] extends Hidden<unknown>
        ? never
        : Name]: Extra[Name];
    };

/** Results with annotations: objects get properties, lists get items, bare values nothing. */
export type WithAnnotations<Result, Added> = Result extends readonly unknown[]
  ? [...Result, ...ItemsOf<Added>]
  : Result extends object
    ? Result & Added
    : Result;

/** Values as the items of a list; of several the types do not say which comes first. */
export type ItemsOf<Added> =
  IsOne<keyof Added> extends true ? [Added[keyof Added]] : Added[keyof Added][];

type IsOne<Name, Names = Name> = Name extends unknown
  ? [Names] extends [Name]
    ? true
    : false
  : never;

/** Annotations as they were written, each name and each path in them checked. */
export type CheckedAnnotations<M, Extra, Given> = {
  readonly [Name in keyof Given]: Checked<
    Given[Name],
    Name extends FieldNames<M>
      ? Invalid<`${NameOf<M>} has a field "${Name}" already`>
      : CheckedExpression<M, Extra, Given, Name>
  >;
};

/** Of `aggregate()`, whose names are those of its result alone. */
export type CheckedAggregates<M, Extra, Given> = {
  readonly [Name in keyof Given]: Checked<Given[Name], CheckedExpression<M, Extra, Given, Name>>;
};

type CheckedExpression<M, Extra, Given, Name extends keyof Given> = Unless<
  ErrorIn<ValueOfAnnotation<M, Extra, Given, Name>>,
  Given[Name]
>;

type FieldNames<M> = AllColumnNames<ShapeOf<M>> | RelationNames<ShapeOf<M>>;

/** The errors in a type; never when there is none. */
export type ErrorIn<Value> = Extract<Value, Invalid<string>>;

/** `Given`, unless there are errors. */
export type Unless<Errors, Given> = [Errors] extends [never] ? Given : Errors;

/** The value of the annotation `Name`, which may refer to others of the same call. */
export type ValueOfAnnotation<M, Extra, Given, Name extends keyof Given> = Given[Name] extends QNode
  ? boolean
  : Evaluated<M, Extra, Given, OutOf<Given[Name]>>;

/** The errors in an expression; never when it fits the model. */
export type ExpressionErrors<M, Extra, Given> = ErrorIn<Evaluated<M, Extra, unknown, OutOf<Given>>>;

/** The value of an expression: what its type asks about paths is answered for the model `M`. */
type Evaluated<M, Extra, Given, Out> =
  Out extends PathValue<infer Path>
    ? Path extends Exclude<keyof Given, FieldNames<M>>
      ? ValueOfAnnotation<M, Extra, Given, Path>
      : ValueAtPath<M, Extra, Path>
    : Out extends Present<infer Value>
      ? NonNullable<Evaluated<M, Extra, Given, Value>>
      : Out extends Mean<infer Value>
        ? MeanOf<Evaluated<M, Extra, Given, Value>>
        : Out extends Made<infer Value, infer From>
          ? Value | ErrorIn<Evaluated<M, Extra, Given, From>>
          : Out extends Reckoned<infer Left, infer Right>
            ? Reckoning<Evaluated<M, Extra, Given, Left>, Evaluated<M, Extra, Given, Right>>
            : Out extends Strict<infer Value, infer From>
              ? StrictValue<Value, Evaluated<M, Extra, Given, From>>
              : Out extends Listed<infer Item>
                ? ListOf<Evaluated<M, Extra, Given, Item>>
                : Out extends Asked<infer Conditions>
                  ? ConditionErrors<M, Extra, Conditions, keyof Given>
                  : Out;

type StrictValue<Value, From> = Value | Extract<From, null> | ErrorIn<From>;

type ListOf<Item> = Unless<ErrorIn<Item>, Item[]>;

type Reckoning<Left, Right> = Unless<ErrorIn<Left | Right>, SumOf<Left, Right>>;
