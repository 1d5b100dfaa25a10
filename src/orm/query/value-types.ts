import type { Expression } from '../expressions/expression.ts';
import type { FlagsOfField, InputOf } from '../schema/field.ts';
import type {
  AutomaticColumns,
  ColumnNames,
  FieldOf,
  HasDefault,
  KeyInputOf,
  KeyName,
  NullOf,
  ShapeOf,
  TargetOf,
  ToOneNames,
} from '../schema/shape-types.ts';
import type { KeyedRow } from './lookup-types.ts';

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

/** Values of a new or changed row where functions may stand for values. */
export type DefaultValues<M> = {
  readonly [Name in keyof UpdateValues<M>]?: UpdateValues<M>[Name] | (() => unknown);
};

type AllValues<Shape> = {
  readonly [Name in ColumnNames<Shape>]: InputOf<FieldOf<Shape, Name>>;
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
  readonly [Name in ColumnNames<Shape> as IsOptional<Shape, Name> extends true ? never : Name]:
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
  readonly [Name in ColumnNames<Shape> as IsOptional<Shape, Name> extends true ? Name : never]?:
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

type IsOptional<Shape, Name> = [
  Extract<FlagsOfField<FieldOf<Shape, Name>>, 'null' | 'default'>,
] extends [never]
  ? false
  : true;
