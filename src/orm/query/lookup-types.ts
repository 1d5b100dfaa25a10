import type { Expression, QueryHolder } from '../expressions/expression.ts';
import type { InputOf } from '../schema/field.ts';
import type {
  AllColumnNames,
  FieldOf,
  Invalid,
  KeyInputOf,
  NameOf,
  NullOf,
  RelationNames,
  ShapeOf,
  SingleNames,
  TargetOf,
  ToOneNames,
} from '../schema/shape-types.ts';

/** A row, where only its key matters. */
export interface KeyedRow {
  readonly pk: unknown;
}

/** What each lookup takes, by its name, for a column whose values are `Value`. */
interface LookupValues<Value> {
  exact: Value;
  iexact: string | Extract<Value, null>;
  contains: string;
  icontains: string;
  startswith: string;
  istartswith: string;
  endswith: string;
  iendswith: string;
  regex: string;
  iregex: string;
  /** Not a text, though it is iterable too. */
  in: Iterable<Value> & object;
  gt: NonNullable<Value>;
  gte: NonNullable<Value>;
  lt: NonNullable<Value>;
  lte: NonNullable<Value>;
  range: readonly [NonNullable<Value>, NonNullable<Value>];
  isnull: boolean;
}

export type LookupName = keyof LookupValues<unknown>;

/** What a condition under `Key` takes; an `Invalid` with the reason when the key is wrong. */
export type LookupValue<M, Key extends string> = ValueAt<M, ShapeOf<M>, Key, Key>;

/**
 * Conditions as they were written, each value checked against its key. An expression or a QuerySet
 * may stand in place of any value; what annotations are compared with is checked when it runs.
 */
export type Conditions<M, Given, Extra = unknown> = {
  readonly [Key in keyof Given]: FirstOf<Key> extends keyof Extra
    ? unknown
    : LookupValue<M, Key & string> | InPlaceOf<LookupValue<M, Key & string>>;
};

type FirstOf<Key> = Key extends `${infer First}__${string}` ? First : Key;

/** A wrong key takes no expression either. */
type InPlaceOf<Value> = Value extends Invalid<string> ? never : Expression | QueryHolder;

/** What an editor offers first: columns, keys, relations, and each with a lookup. */
export type FirstLevelKeys<M> =
  | AllColumnNames<ShapeOf<M>>
  | RelationNames<ShapeOf<M>>
  | `${AllColumnNames<ShapeOf<M>>}__${LookupName}`;

type ValueAt<
  M,
  Shape,
  Key extends string,
  Whole extends string,
> = Key extends `${infer First}__${infer Further}`
  ? First extends AllColumnNames<Shape> | 'pk' | KeyAttributes<Shape>
    ? ValueOfLookup<ColumnInput<M, Shape, First>, Further, Whole>
    : First extends RelationNames<Shape>
      ? BeyondRelation<TargetOf<Shape, First>, NullOf<Shape, First>, Further, Whole>
      : UnknownName<M, First>
  : Key extends AllColumnNames<Shape> | 'pk' | KeyAttributes<Shape>
    ? ColumnInput<M, Shape, Key>
    : Key extends RelationNames<Shape>
      ? KeyInputOf<TargetOf<Shape, Key>> | KeyedRow | NullOf<Shape, Key>
      : UnknownName<M, Key>;

type BeyondRelation<
  Target,
  Null,
  Further extends string,
  Whole extends string,
> = Further extends LookupName
  ? ValueOfLookup<KeyInputOf<Target> | KeyedRow | Null, Further, Whole>
  : ValueAt<Target, ShapeOf<Target>, Further, Whole>;

type ValueOfLookup<Value, Lookup extends string, Whole extends string> = Lookup extends LookupName
  ? LookupValues<Value>[Lookup]
  : Lookup extends `${infer First}__${infer Further}`
    ? First extends keyof TransformValues
      ? ValueOfLookup<TransformValues[First], Further, Whole>
      : BeyondPlain<Value, Lookup, Whole>
    : Lookup extends keyof TransformValues
      ? TransformValues[Lookup]
      : BeyondPlain<Value, Lookup, Whole>;

/** What is asked of parts of dates and times, by the part's name. */
interface TransformValues {
  year: number;
  iso_year: number;
  quarter: number;
  month: number;
  week: number;
  day: number;
  week_day: number;
  iso_week_day: number;
  hour: number;
  minute: number;
  second: number;
  date: string;
  time: string;
}

/** Documents and lists have members of any name. */
type BeyondPlain<Value, Lookup extends string, Whole extends string> =
  NonNullable<Value> extends string | number | bigint | boolean | Date
    ? Invalid<`"${Whole}": there is no lookup "${Lookup}"`>
    : unknown;

/** `directorId` of the relation `director`. */
type KeyAttributes<Shape> = `${ToOneNames<Shape>}Id`;

type ColumnInput<M, Shape, Name extends string> = Name extends 'pk'
  ? KeyInputOf<M> | KeyedRow
  : Name extends AllColumnNames<Shape>
    ? InputOf<FieldOf<Shape, Name>>
    : Name extends `${infer Relation}Id`
      ? KeyInputOf<TargetOf<Shape, Relation>> | NullOf<Shape, Relation>
      : never;

type UnknownName<
  M,
  Name extends string,
> = Invalid<`${NameOf<M>} has no field or relation "${Name}"`>;

/** A path over relations to one row, for selectRelated(). */
type JoinPath<M, Path extends string> = RelationPathOf<M, Path, Path, ToOneOf>;

/** A path over any relations, for prefetchRelated(). */
type PrefetchPath<M, Path extends string> = RelationPathOf<M, Path, Path, AnyOf>;

type ToOneOf = 'toOne';
type AnyOf = 'any';
type NamesFor<Shape, Kind> = Kind extends ToOneOf ? SingleNames<Shape> : RelationNames<Shape>;

type RelationPathOf<
  M,
  Path extends string,
  Whole extends string,
  Kind,
> = Path extends `${infer First}__${infer Further}`
  ? First extends NamesFor<ShapeOf<M>, Kind>
    ? RelationPathOf<TargetOf<ShapeOf<M>, First>, Further, Whole, Kind>
    : UnknownRelation<M, First, Kind>
  : Path extends NamesFor<ShapeOf<M>, Kind>
    ? Whole
    : UnknownRelation<M, Path, Kind>;

type UnknownRelation<M, Name extends string, Kind> = Kind extends ToOneOf
  ? Invalid<`${NameOf<M>} has no relation to one row "${Name}"`>
  : Invalid<`${NameOf<M>} has no relation "${Name}"`>;

/** A column of the model or of one that it refers to, for only() and defer(). */
type ColumnPath<M, Path extends string> = ColumnPathOf<M, Path, Path, ToOneOf>;

type ColumnPathOf<
  M,
  Path extends string,
  Whole extends string,
  Kind,
> = Path extends `${infer First}__${infer Further}`
  ? First extends NamesFor<ShapeOf<M>, Kind>
    ? ColumnPathOf<TargetOf<ShapeOf<M>, First>, Further, Whole, Kind>
    : UnknownColumn<M, First, Kind>
  : Path extends
        | AllColumnNames<ShapeOf<M>>
        | NamesFor<ShapeOf<M>, Kind>
        | KeyAttributes<ShapeOf<M>>
        | 'pk'
    ? Whole
    : UnknownColumn<M, Path, Kind>;

type UnknownColumn<M, Name extends string, Kind> = Kind extends ToOneOf
  ? Invalid<`${NameOf<M>} has no field or relation to one row "${Name}"`>
  : UnknownName<M, Name>;

/** A column over any relations, with `-` in front for descending order, for orderBy(). */
type OrderPath<M, Path extends string> = Path extends `-${infer Ascending}`
  ? ColumnPathOf<M, Ascending, Path, AnyOf>
  : ColumnPathOf<M, Path, Path, AnyOf>;

/** Paths as they were written, each checked; as a tuple, so that each keeps its own type. */
export type JoinPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: JoinPath<M, Paths[Index]>;
};
export type PrefetchPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: PrefetchPath<M, Paths[Index]>;
};
export type ColumnPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: ColumnPath<M, Paths[Index]>;
};
/** What `orderBy()` was given: paths are checked, names of annotations and expressions pass. */
export type OrderTerms<M, Extra, Terms extends readonly unknown[]> = {
  readonly [Index in keyof Terms]: Terms[Index] extends string
    ? Ascending<Terms[Index]> extends keyof Extra | '?'
      ? Terms[Index]
      : OrderPath<M, Terms[Index]>
    : Terms[Index];
};

type Ascending<Term extends string> = Term extends `-${infer Path}` ? Path : Term;
