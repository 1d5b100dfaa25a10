import type { ValueOf } from '../schema/field.ts';
import type {
  AllColumnNames,
  FieldOf,
  Invalid,
  KeyOf,
  NullOf,
  RelationNames,
  ShapeOf,
  TargetOf,
  ToManyNames,
} from '../schema/shape-types.ts';
import type { Known } from './annotation-types.ts';
import type { IsPlain, ItemOf, KeyAttributes, NoName, TransformValues } from './lookup-types.ts';

/**
 * The value that a path of `values()` or `F()` leads to; an `Invalid` with the reason when it leads
 * nowhere.
 */
export type ValueAtPath<M, Extra, Path extends string> = Path extends keyof Extra
  ? Known<Extra, Path>
  : ColumnAt<M, ShapeOf<M>, Path, Path>;

type ColumnAt<
  M,
  Shape,
  Path extends string,
  Whole extends string,
> = Path extends `${infer First}__${infer Further}`
  ? First extends RelationNames<Shape>
    ? BeyondRelation<Shape, First, Further, Whole>
    : First extends AllColumnNames<Shape>
      ? Transformed<ValueOf<FieldOf<Shape, First>>, Further, Whole>
      : Invalid<NoName<M, First>>
  : Path extends AllColumnNames<Shape>
    ? ValueOf<FieldOf<Shape, Path>>
    : Path extends RelationNames<Shape>
      ? KeyOf<TargetOf<Shape, Path>> | NullBeyond<Shape, Path>
      : Path extends 'pk'
        ? KeyOf<M>
        : Path extends KeyAttributes<Shape>
          ? KeyAt<Shape, Path>
          : Invalid<NoName<M, Path>>;

type BeyondRelation<Shape, Name extends string, Further extends string, Whole extends string> =
  | ColumnAt<TargetOf<Shape, Name>, ShapeOf<TargetOf<Shape, Name>>, Further, Whole>
  | NullBeyond<Shape, Name>;

/** Where there may be no related row there may be no value. */
type NullBeyond<Shape, Name extends string> =
  Name extends ToManyNames<Shape> ? null : NullOf<Shape, Name>;

type KeyAt<Shape, Attribute extends string> = Attribute extends `${infer Relation}Id`
  ? KeyOf<TargetOf<Shape, Relation>> | NullOf<Shape, Relation>
  : never;

/** A part of a value: of a date or time, an item of a list, a member of a document. */
type Transformed<
  Value,
  Path extends string,
  Whole extends string,
> = Path extends `${infer First}__${infer Further}`
  ? Transformed<PartOf<Value, First, Whole>, Further, Whole>
  : PartOf<Value, Path, Whole>;

type PartOf<Value, Name extends string, Whole extends string> =
  IsPlain<Value> extends true
    ? Name extends keyof TransformValues
      ? TransformValues[Name] | Extract<Value, null>
      : Invalid<`"${Whole}": nothing has a part "${Name}"`>
    : [ItemOf<Value>] extends [never]
      ? unknown
      : Name extends 'len'
        ? number | Extract<Value, null>
        : Name extends `${number}`
          ? ItemOf<Value> | null
          : Invalid<`"${Whole}": a list has no part "${Name}"`>;
