import type { Decimal } from '../../core/index.ts';
import type { Expression, OutOf, PathValue } from '../expressions/expression.ts';
import type { AtPath, PresentAtPath } from '../expressions/functions/arguments.ts';
import type { ValueOf } from '../schema/field.ts';
import type {
  AllColumnNames,
  FieldOf,
  KeyOf,
  NullOf,
  RelationNames,
  ShapeOf,
  TargetOf,
  ToManyNames,
  ToOneNames,
} from '../schema/shape-types.ts';
import type { PrefetchPaths } from './lookup-types.ts';
import type { PrefetchOf } from './prefetch-request.ts';

/** Expressions by the names that rows will have them under. */
export type Annotations = Readonly<Record<string, Expression>>;

/** What annotations come to, by name. */
export type Annotated<M, Extra, Given> = {
  readonly [Name in keyof Given]: Evaluated<M, Extra, OutOf<Given[Name]>>;
};

/** What `aggregate()` comes to. */
export type Aggregated<M, Extra, Given> = {
  -readonly [Name in keyof Given]: Evaluated<M, Extra, OutOf<Given[Name]>>;
};

/** The value of an expression: paths in it are looked up. */
type Evaluated<M, Extra, Out> =
  Out extends PathValue<infer Path>
    ? ValueAtPath<M, Extra, Path>
    : Out extends { readonly ' mean': infer Path extends string }
      ? MeanOfValue<ValueAtPath<M, Extra, Path>>
      : Out extends AtPath<infer Path, infer Value>
        ? Value | Extract<ValueAtPath<M, Extra, Path>, null>
        : Out extends PresentAtPath<infer Path>
          ? NonNullable<ValueAtPath<M, Extra, Path>>
          : Out;

type MeanOfValue<Value> = Value extends Decimal
  ? Decimal
  : Value extends number | bigint
    ? number
    : Value;

/** The value that a path of a `values()` or an `F()` leads to; `unknown` beyond what is declared. */
export type ValueAtPath<M, Extra, Path extends string> = Path extends keyof Extra
  ? Extra[Path]
  : ColumnAt<M, Path>;

type ColumnAt<M, Path extends string> = Path extends `${infer First}__${infer Further}`
  ? First extends RelationNames<ShapeOf<M>>
    ?
        | ColumnAt<TargetOf<ShapeOf<M>, First>, Further>
        | (First extends ToManyNames<ShapeOf<M>> ? null : NullOf<ShapeOf<M>, First>)
    : unknown
  : Path extends 'pk'
    ? KeyOf<M>
    : Path extends AllColumnNames<ShapeOf<M>>
      ? ValueOf<FieldOf<ShapeOf<M>, Path>>
      : Path extends RelationNames<ShapeOf<M>>
        ? KeyOf<TargetOf<ShapeOf<M>, Path>> | NullOf<ShapeOf<M>, Path>
        : Path extends `${infer Relation}Id`
          ? Relation extends ToOneNames<ShapeOf<M>>
            ? KeyOf<TargetOf<ShapeOf<M>, Relation>> | NullOf<ShapeOf<M>, Relation>
            : unknown
          : unknown;

/** The objects of `values()`. */
export type ValuesOf<M, Extra, Args extends readonly unknown[]> = Args extends readonly []
  ? AllValues<M> & Extra
  : Flattened<
      {
        [Name in Extract<Args[number], string>]: ValueAtPath<M, Extra, Name>;
      } & NamedValues<M, Extra, Exclude<Args[number], string>>
    >;

type NamedValues<M, Extra, Given> = [Given] extends [never] ? unknown : Annotated<M, Extra, Given>;

type Flattened<T> = { [Name in keyof T]: T[Name] };

type AllValues<M> = {
  [Name in AllColumnNames<ShapeOf<M>>]: ValueOf<FieldOf<ShapeOf<M>, Name>>;
} & {
  [Name in ToOneNames<ShapeOf<M>> as `${Name}Id`]:
    | KeyOf<TargetOf<ShapeOf<M>, Name>>
    | NullOf<ShapeOf<M>, Name>;
};

/** The lists of `valuesList()`. */
export type TupleOf<M, Extra, Args extends readonly unknown[]> = Args extends readonly []
  ? unknown[]
  : Args extends readonly string[]
    ? { -readonly [Index in keyof Args]: ValueAtPath<M, Extra, Args[Index]> }
    : unknown[];

/** The values of `valuesList(name, { flat: true })`. */
export type FlatValue<M, Extra, Name extends string> = ValueAtPath<M, Extra, Name>;

/** Arguments of `prefetchRelated()`, each path checked. */
export type PrefetchArguments<M, Args extends readonly unknown[]> = {
  readonly [Index in keyof Args]: Args[Index] extends string
    ? PrefetchPaths<M, [Args[Index]]>[0]
    : Args[Index];
};

/** The paths that end up in the relations themselves. */
export type PrefetchedPaths<Args extends readonly unknown[]> =
  | Extract<Args[number], string>
  | (Args[number] extends infer Argument
      ? Argument extends PrefetchOf<infer Path, unknown, infer Attribute>
        ? [Attribute] extends [never]
          ? Path
          : never
        : never
      : never);
