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

/** Conditions as they were written, each value checked against its key. */
export type Conditions<M, Given> = {
  readonly [Key in keyof Given]: LookupValue<M, Key & string>;
};

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
  : Invalid<`"${Whole}": there is no lookup "${Lookup}"`>;

/** `directorId` of the relation `director`. */
type KeyAttributes<Shape> = `${ToOneNames<Shape>}Id`;

type ColumnInput<M, Shape, Name extends string> = Name extends 'pk'
  ? KeyInputOf<M>
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
type NamesFor<Shape, Kind> = Kind extends ToOneOf ? ToOneNames<Shape> : RelationNames<Shape>;

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
export type OrderPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: OrderPath<M, Paths[Index]>;
};
