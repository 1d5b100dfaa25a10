import type { Expression } from '../expressions/expression.ts';
import type { FlagsOfField, InputOf } from '../schema/field.ts';
import type {
  AutomaticColumns,
  ColumnNames,
  FieldOf,
  HasDefault,
  Invalid,
  KeyInputOf,
  KeyName,
  NameOf,
  NullOf,
  ShapeOf,
  TargetOf,
  ToOneNames,
} from '../schema/shape-types.ts';
import type { ExpressionErrors, Unless } from './annotation-types.ts';
import type { KeyedRow } from './lookup-types.ts';
import type { Checked } from './path-types.ts';

/**
 * Values for a new row: required are the fields that may not be empty and have no default. An
 * expression is worked out by the database.
 */
export type CreateValues<M> = RequiredValues<ShapeOf<M>> & OptionalValues<ShapeOf<M>>;

/** Values for a new row of a relation, whose key to the other end is known. */
export type RelatedCreateValues<M> = RequiredColumns<ShapeOf<M>> &
  Partial<RequiredRelations<ShapeOf<M>>> &
  OptionalValues<ShapeOf<M>>;

/** Values for an update: any of the fields, or expressions that the database works out. */
export type UpdateValues<M> = {
  readonly [Name in keyof AllValues<ShapeOf<M>>]?:
    | AllValues<ShapeOf<M>>[Name]
    | Expression
    | undefined;
};

/** The key of a row and a value for each of these fields, or an expression. */
export type KeyedValues<M, Name extends keyof UpdateValues<M>> = {
  readonly [Key in KeyName<ShapeOf<M>>]: KeyInputOf<M>;
} & {
  readonly [Field in NoInfer<Name>]: Exclude<UpdateValues<M>[Field], undefined>;
};

/** Values for an update as they were written, the paths of expressions checked. */
export type CheckedUpdate<M, Extra, Given> = {
  readonly [Name in keyof Given]: Checked<
    Given[Name],
    Given[Name] extends Expression
      ? CheckedExpression<M, Extra, Given[Name], Name>
      : UpdateValue<M, ShapeOf<M>, Name>
  >;
};

type CheckedExpression<M, Extra, Given, Name> =
  UpdateValue<M, ShapeOf<M>, Name> extends infer Value
    ? Value extends Invalid<string>
      ? Value
      : Unless<ExpressionErrors<M, Extra, Given>, Given>
    : never;

/** What may be written to one field: a value, an expression in its place, or nothing. */
type UpdateValue<M, Shape, Name> = Name extends keyof Shape
  ? Shape[Name] extends { readonly kind: 'column' }
    ? 'generated' extends FlagsOfField<Shape[Name]>
      ? Invalid<`"${Name & string}" is worked out by the database`>
      : InputOf<Shape[Name]> | Expression | undefined
    : Shape[Name] extends { readonly kind: 'foreignKey' }
      ? RelationInput<Shape, Name> | Expression | undefined
      : Invalid<`"${Name & string}" has no column of ${NameOf<M>}`>
  : Name extends `${infer Relation extends ToOneNames<Shape>}Id`
    ? KeyInputOf<TargetOf<Shape, Relation>> | NullOf<Shape, Relation> | Expression | undefined
    : Invalid<`${NameOf<M>} has no field "${Name & string}" to write`>;

/** Values of a new or changed row where functions may stand for values. */
export type DefaultValues<M> = {
  readonly [Name in keyof UpdateValues<M>]?: UpdateValues<M>[Name] | (() => unknown);
};

type AllValues<Shape> = {
  readonly [Name in ColumnNames<Shape> as Need<Shape, Name> extends 'none' ? never : Name]: InputOf<
    FieldOf<Shape, Name>
  >;
} & {
  readonly [Name in ToOneNames<Shape>]: RelationInput<Shape, Name>;
} & {
  readonly [Name in ToOneNames<Shape> as `${Name}Id`]:
    | KeyInputOf<TargetOf<Shape, Name>>
    | NullOf<Shape, Name>;
};

type RelationInput<Shape, Name> =
  | KeyInputOf<TargetOf<Shape, Name>>
  | KeyedRow
  | NullOf<Shape, Name>;

type RequiredValues<Shape> = RequiredColumns<Shape> & RequiredRelations<Shape>;

type RequiredColumns<Shape> = {
  readonly [Name in ColumnNames<Shape> as Need<Shape, Name> extends 'required' ? Name : never]:
    | InputOf<FieldOf<Shape, Name>>
    | Expression;
};

/** Each required relation, as the row it refers to or by its key under `<name>Id`. */
type RequiredRelations<Shape> = AllOf<
  {
    [Name in ToOneNames<Shape>]: IsOptionalKey<Shape, Name> extends true
      ? never
      : (given: RelationChoice<Shape, Name>) => void;
  }[ToOneNames<Shape>]
>;

type RelationChoice<Shape, Name extends string> =
  | { readonly [Relation in Name]: RelationInput<Shape, Name> }
  | { readonly [Relation in Name as `${Relation}Id`]: KeyInputOf<TargetOf<Shape, Name>> };

/** The intersection of what the functions of a union take. */
type AllOf<Functions> = [Functions] extends [never]
  ? unknown
  : [Functions] extends [(given: infer Given) => void]
    ? Given
    : never;

type OptionalValues<Shape> = {
  readonly [Name in ColumnNames<Shape> as Need<Shape, Name> extends 'optional' ? Name : never]?:
    | InputOf<FieldOf<Shape, Name>>
    | Expression
    | undefined;
} & {
  readonly [Name in ToOneNames<Shape> as IsOptionalKey<Shape, Name> extends true ? Name : never]?:
    | RelationInput<Shape, Name>
    | undefined;
} & {
  readonly [Name in ToOneNames<Shape> as IsOptionalKey<Shape, Name> extends true
    ? `${Name}Id`
    : never]?: KeyInputOf<TargetOf<Shape, Name>> | NullOf<Shape, Name> | undefined;
} & {
  readonly [Name in keyof AutomaticColumns<Shape>]?:
    | InputOf<AutomaticColumns<Shape>[Name]>
    | undefined;
};

type IsOptionalKey<Shape, Name> = null extends NullOf<Shape, Name> ? true : HasDefault<Shape, Name>;

/** Whether a new row needs a value for a column; none goes into one that the database works out. */
type Need<Shape, Name> = [Extract<FlagsOfField<FieldOf<Shape, Name>>, FreeFlag>] extends [never]
  ? 'required'
  : 'generated' extends FlagsOfField<FieldOf<Shape, Name>>
    ? 'none'
    : 'optional';

type FreeFlag = 'null' | 'default' | 'generated';
