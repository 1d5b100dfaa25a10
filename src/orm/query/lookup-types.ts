import type { Decimal } from '../../core/index.ts';
import type { Expression } from '../expressions/expression.ts';
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

/**
 * What lookups take, by name, for a column whose values are `Value`: `exact`, and those of
 * `registerLookup()`, which an application adds by `declare module 'uptempo/orm'`.
 */
export interface CustomLookups<Value> {
  exact: Value;
}

/** What the transforms of `registerTransform()` make, by name; added to in the same way. */
// biome-ignore lint/suspicious/noEmptyInterface: applications add to it
export interface CustomTransforms {}

/** What each lookup takes, by its name, for a column whose values are `Value`. */
interface LookupValues<Value> extends CustomLookups<Value> {
  iexact: string | Extract<Value, null>;
  contains: Contained<Value>;
  icontains: string;
  startswith: string;
  istartswith: string;
  endswith: string;
  iendswith: string;
  regex: string;
  iregex: string;
  /** Not a text, though it is iterable too. */
  in: Iterable<Value | Expression> & object;
  gt: NonNullable<Value>;
  gte: NonNullable<Value>;
  lt: NonNullable<Value>;
  lte: NonNullable<Value>;
  range: readonly [NonNullable<Value> | Expression, NonNullable<Value> | Expression];
  isnull: boolean;
}

export type LookupName = keyof LookupValues<unknown>;

/** What is asked of parts of dates and times, by the part's name. */
export interface TransformValues extends CustomTransforms {
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

/** A part of a text; some items of a list; a part of a document. */
type Contained<Value> =
  IsPlain<Value> extends true ? string : ItemOf<Value> extends never ? unknown : ListOf<Value>;

/** What a condition under `Key` takes; an `Invalid` with the reason when the key is wrong. */
export type LookupValue<M, Key extends string> = ValueAt<M, ShapeOf<M>, Key, Key>;

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
      : Invalid<NoName<M, First>>
  : Key extends AllColumnNames<Shape> | 'pk' | KeyAttributes<Shape>
    ? ColumnInput<M, Shape, Key>
    : Key extends RelationNames<Shape>
      ? KeyInputOf<TargetOf<Shape, Key>> | KeyedRow | NullOfRelation<Shape, Key>
      : Invalid<NoName<M, Key>>;

/** A relation to many may be compared with null whatever the keys: it then leads to no row. */
type NullOfRelation<Shape, Key extends string> =
  Key extends ToOneNames<Shape> ? NullOf<Shape, Key> : null;

type BeyondRelation<
  Target,
  Null,
  Further extends string,
  Whole extends string,
> = Further extends LookupName
  ? ValueOfLookup<KeyInputOf<Target> | KeyedRow | Null, Further, Whole>
  : ValueAt<Target, ShapeOf<Target>, Further, Whole>;

/** What a lookup, behind any transforms, takes for a column that is compared with `Value`. */
export type ValueOfLookup<
  Value,
  Lookup extends string,
  Whole extends string,
> = Lookup extends LookupName
  ? LookupValues<Value>[Lookup]
  : Lookup extends `${infer First}__${infer Further}`
    ? First extends keyof TransformValues
      ? ValueOfLookup<TransformValues[First], Further, Whole>
      : MemberValue<Value, First, Further, Whole>
    : Lookup extends keyof TransformValues
      ? TransformValues[Lookup]
      : MemberValue<Value, Lookup, 'exact', Whole>;

/** Lists have places and lookups of their own; documents have members of any name. */
type MemberValue<Value, First extends string, Further extends string, Whole extends string> =
  IsPlain<Value> extends true
    ? Invalid<`"${Whole}": there is no lookup "${First}"`>
    : [ItemOf<Value>] extends [never]
      ? First extends keyof DocumentLookups
        ? DocumentLookups[First]
        : unknown
      : ItemValue<Value, First, Further, Whole>;

interface DocumentLookups {
  has_key: string | number;
  has_keys: readonly (string | number)[];
  has_any_keys: readonly (string | number)[];
  contained_by: unknown;
}

type ItemValue<
  Value,
  First extends string,
  Further extends string,
  Whole extends string,
> = First extends 'contained_by' | 'overlap'
  ? ListOf<Value>
  : First extends 'len'
    ? ValueOfLookup<number, Further, Whole>
    : First extends `${number}`
      ? ValueOfLookup<ItemOf<Value> | null, Further, Whole>
      : First extends `${number}_${number}`
        ? ValueOfLookup<Value, Further, Whole>
        : Invalid<`"${Whole}": there is no lookup "${First}"`>;

/** Whether values have no parts to ask for. */
export type IsPlain<Value> = [Value] extends [
  string | number | bigint | boolean | Date | Decimal | KeyedRow | null,
]
  ? true
  : false;

/** The item of a column of lists; never for all others, documents that may be lists among them. */
export type ItemOf<Value> = [NonNullable<Value>] extends [readonly (infer Item)[]] ? Item : never;
type ListOf<Value> = readonly ItemOf<Value>[];

/** `directorId` of the relation `director`. */
export type KeyAttributes<Shape> = `${ToOneNames<Shape>}Id`;

type ColumnInput<M, Shape, Name extends string> = Name extends 'pk'
  ? KeyInputOf<M> | KeyedRow
  : Name extends AllColumnNames<Shape>
    ? InputOf<FieldOf<Shape, Name>>
    : Name extends `${infer Relation}Id`
      ? KeyInputOf<TargetOf<Shape, Relation>> | NullOf<Shape, Relation>
      : never;

/** Messages stand where they are used as literals, since the compiler would print a type's name. */
export type NoName<M, Name extends string> = `${NameOf<M>} has no field or relation "${Name}"`;
