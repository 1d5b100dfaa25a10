import type { ValueOf } from '../schema/field.ts';
import type {
  AllColumnNames,
  FieldOf,
  Invalid,
  NameOf,
  RelationNames,
  ShapeOf,
  SingleNames,
  TargetOf,
} from '../schema/shape-types.ts';
import type { IsPlain, KeyAttributes, NoName, TransformValues } from './lookup-types.ts';

/**
 * Paths as they were written, each checked; as a tuple, so that each keeps its own type. The type of
 * a wrong one is the reason, and beside it the names that begin with what there is of the path: that
 * is where an editor finds what to complete it to.
 */

/** For `selectRelated()`: relations to one row. */
export type JoinPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: Checked<
    Paths[Index],
    RelationPath<M, Paths[Index], Paths[Index], 'toOne'>
  >;
};

/** For `only()` and `defer()`: columns of the model or of one that it refers to. */
export type ColumnPaths<M, Paths extends readonly string[]> = {
  readonly [Index in keyof Paths]: Checked<
    Paths[Index],
    ColumnPath<M, Paths[Index], Paths[Index], 'toOne'>
  >;
};

/**
 * For `orderBy()`: columns over any relations, with `-` in front for descending order. Names of
 * annotations and expressions pass.
 */
export type OrderTerms<M, Extra, Terms extends readonly unknown[]> = {
  readonly [Index in keyof Terms]: Checked<Terms[Index], OrderTerm<M, Extra, Terms[Index]>>;
};

type OrderTerm<M, Extra, Term> = Term extends string
  ? Ascending<Term> extends keyof Extra | '?'
    ? Term
    : ColumnPath<M, Ascending<Term>, Term, 'any'>
  : Term;

/**
 * `Verdict`, which says whether what was written is right. The compiler infers `Written` from the
 * one place where it stands by itself; it would otherwise look for it in all that a verdict can be,
 * which takes half as many types again.
 */
export type Checked<Written, Verdict> = Written extends never
  ? Written
  : Verdict extends infer Type
    ? Type
    : never;

/** For `prefetchRelated()`: any relations. */
export type PrefetchPath<M, Path extends string> = RelationPath<M, Path, Path, 'any'>;

type Ascending<Term extends string> = Term extends `-${infer Path}` ? Path : Term;

/** The relations that a path may lead over. */
type NamesFor<Shape, Kind> = Kind extends 'toOne' ? SingleNames<Shape> : RelationNames<Shape>;

type RelationPath<
  M,
  Path extends string,
  Whole extends string,
  Kind,
> = Path extends `${infer First}__${infer Further}`
  ? First extends NamesFor<ShapeOf<M>, Kind>
    ? RelationPath<TargetOf<ShapeOf<M>, First>, Further, Whole, Kind>
    : Invalid<NoRelation<M, First, Kind>>
  : Path extends NamesFor<ShapeOf<M>, Kind>
    ? Whole
    : Invalid<NoRelation<M, Path, Kind>> | Completed<NamesFor<ShapeOf<M>, Kind>, Path, Whole>;

type NoRelation<M, Name extends string, Kind> = Kind extends 'toOne'
  ? `${NameOf<M>} has no relation to one row "${Name}"`
  : `${NameOf<M>} has no relation "${Name}"`;

type ColumnPath<
  M,
  Path extends string,
  Whole extends string,
  Kind,
> = Path extends `${infer First}__${infer Further}`
  ? First extends NamesFor<ShapeOf<M>, Kind>
    ? ColumnPath<TargetOf<ShapeOf<M>, First>, Further, Whole, Kind>
    : PartOfColumn<M, First, Further, Whole, Kind>
  : Path extends ColumnName<ShapeOf<M>, Kind>
    ? Whole
    : Invalid<NoColumn<M, Path, Kind>> | Completed<ColumnName<ShapeOf<M>, Kind>, Path, Whole>;

/** `released__year`, `data__size`: an order may be by a part of a column that has parts. */
type PartOfColumn<
  M,
  Column extends string,
  Further extends string,
  Whole extends string,
  Kind,
> = Kind extends 'any'
  ? Column extends AllColumnNames<ShapeOf<M>>
    ? Further extends keyof TransformValues
      ? Whole
      : IsPlain<ValueOf<FieldOf<ShapeOf<M>, Column>>> extends true
        ? Invalid<NoColumn<M, Whole, Kind>>
        : Whole
    : Invalid<NoColumn<M, Column, Kind>>
  : Invalid<NoColumn<M, Column, Kind>>;

type ColumnName<Shape, Kind> =
  | AllColumnNames<Shape>
  | NamesFor<Shape, Kind>
  | KeyAttributes<Shape>
  | 'pk';

type NoColumn<M, Name extends string, Kind> = Kind extends 'toOne'
  ? `${NameOf<M>} has no field or relation to one row "${Name}"`
  : NoName<M, Name>;

/** What the path of a column could be completed to. */
export type Completions<M, Path extends string> = Extract<ColumnPath<M, Path, Path, 'any'>, string>;

/**
 * Whole paths that go on where `Whole`, which ends in `Begun`, breaks off. Nothing is inferred from
 * them: their beginnings would be taken for paths that were written.
 */
type Completed<
  Names extends string,
  Begun extends string,
  Whole extends string,
> = Whole extends `${infer Before}${Begun}`
  ? NoInfer<`${Before}${Extract<Names, `${Begun}${string}`>}`>
  : never;
