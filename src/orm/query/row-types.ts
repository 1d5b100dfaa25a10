import type { DeleteResult, RefreshOptions, SaveOptions } from '../hydrate/row-operations.ts';
import type { ManyToManySet } from '../relations/many-to-many-set.ts';
import type { RelatedSet } from '../relations/related-set.ts';
import type { FlagsOfField, ValueOf } from '../schema/field.ts';
import type {
  ChoiceNames,
  DeclaredKeyName,
  KeyOf,
  Members,
  MethodsOf,
  NullOf,
  RelationKind,
  RelationNames,
  ShapeOf,
  SingleNames,
  TargetOf,
  ToManyNames,
} from '../schema/shape-types.ts';
import type { CleanOptions } from '../validation/full-clean.ts';
import type { PrefetchOf } from './prefetch-request.ts';
import type { Attributes, Head, Known, OwnRows, Rest } from './prefetch-types.ts';
import type { PlainQueryMethods } from './query-method-types.ts';

/** Stands for "every column" where only() was not called. */
export type All = '*';

/** A related row that is not in memory; `load()` fetches it for all peers of its result set. */
export interface Unloaded<R> {
  /** @throws orm.relation.not_loaded under fetch mode `raise` */
  load(): Promise<R>;
}

/** What every row has beside its columns and relations. */
export interface RowMethods<M> {
  readonly pk: KeyOf<M>;
  /** Writes the loaded fields, or those named. @throws orm.row.not_stored, db.constraint.* */
  save(options?: SaveOptions): Promise<void>;
  /** Checks the loaded values, as writes do not by themselves. @throws orm.validation */
  fullClean(options?: CleanOptions): Promise<void>;
  /** Deletes the row and what goes with it. @throws orm.row.not_stored, orm.delete.restricted */
  delete(): Promise<DeleteResult>;
  /**
   * Reads the loaded columns again and forgets loaded relations, or does so for those named.
   * @throws orm.not_found
   */
  refreshFromDb(options?: RefreshOptions): Promise<void>;
  /**
   * The QuerySet of a relation's rows, with the ways to change them, also where the rows themselves
   * came with the row.
   */
  relatedSet<const Name extends ToManyNames<ShapeOf<M>>>(
    name: Name,
  ): ToManyValue<ShapeOf<M>, Name, never>;
  /** The row or rows of a relation, loaded if they are not in memory. */
  related<Name extends RelationNames<ShapeOf<M>>>(name: Name): Promise<RelatedValue<M, Name>>;
  /** The label of the choice that a field holds; the value itself when it is none of them. */
  display(name: ChoiceNames<ShapeOf<M>>): string | null;
  toJSON(): Record<string, unknown>;
}

type RelatedValue<M, Name> =
  Name extends ToManyNames<ShapeOf<M>>
    ? readonly Row<TargetOf<ShapeOf<M>, Name>>[]
    : Row<TargetOf<ShapeOf<M>, Name>> | NullOf<ShapeOf<M>, Name>;

/**
 * A row of model `M` of which `Only` minus `Defer` is loaded, and the relations in `Related`
 * (paths such as `director` and `director__country`).
 *
 * Each part is a mapped type over the model or its shape, which the compiler works out member by
 * member and not before it must: methods of models that refer to each other are checked against
 * rows of models whose declarations are not complete yet.
 */
export type Row<M, Only = All, Defer = never, Related = never> = RowMethods<M> &
  AutomaticKey<M> &
  Columns<ShapeOf<M>, Only, Defer> &
  Keys<ShapeOf<M>, Only, Defer, Related> &
  Relations<ShapeOf<M>, Only, Defer, Related> &
  Members<MethodsOf<M>> &
  PrefetchedRows<ShapeOf<M>, Related>;

/** The automatic `id`, where the shape declares no key of its own. */
type AutomaticKey<M> = {
  readonly [Name in keyof M as Name extends 'shape'
    ? [DeclaredKeyName<M[Name]>] extends [never]
      ? 'id'
      : never
    : never]: number;
};

/** Most rows are loaded whole, which takes the compiler less. */
type Columns<Shape, Only, Defer> = [All, Defer] extends [Only, never]
  ? {
      [Name in keyof Shape as WritableName<Shape[Name], Name>]: ValueOf<Shape[Name]>;
    }
  : {
      [Name in keyof Shape as ColumnName<Shape[Name], Name, Only, Defer>]: ValueOf<Shape[Name]>;
    };

/** The name, if the member is a column that is loaded. A declared key always is. */
type ColumnName<Member, Name, Only, Defer> = Member extends { readonly kind: 'column' }
  ? 'primary' extends FlagsOfField<Member>
    ? Name
    : IsLoaded<Name, never, Only, Defer> extends true
      ? WritableName<Member, Name>
      : never
  : never;

/** The name, if the member is a column that is not worked out by the database. */
type WritableName<Member, Name> = Member extends { readonly kind: 'column' }
  ? 'generated' extends FlagsOfField<Member>
    ? never
    : Name
  : never;

/** Whether `only()` and `defer()` leave a column in, which may have two names. */
type IsLoaded<Name, Alias, Only, Defer> = [Extract<Defer, Name | Alias>] extends [never]
  ? IsChosen<Name, Alias, Only>
  : false;

type IsChosen<Name, Alias, Only> = All extends Only
  ? true
  : [Extract<Only, Name | Alias>] extends [never]
    ? false
    : true;

/** Foreign keys: those asked for, and those that lead to a loaded relation. */
type Keys<Shape, Only, Defer, Related> = [All, Defer] extends [Only, never]
  ? {
      -readonly [Name in keyof Shape as KeyOfKind<Shape[Name], Name>]: KeyValue<Shape, Name>;
    }
  : {
      -readonly [Name in keyof Shape as KeyName<Shape[Name], Name, Only, Defer, Related>]: KeyValue<
        Shape,
        Name
      >;
    };

type KeyValue<Shape, Name> = KeyOf<TargetOf<Shape, Name>> | NullOf<Shape, Name>;

type KeyOfKind<Member, Name> = Member extends { readonly kind: 'foreignKey' }
  ? `${Name & string}Id`
  : never;

type KeyName<Member, Name, Only, Defer, Related> = Member extends { readonly kind: 'foreignKey' }
  ? Name extends Head<Related>
    ? `${Name & string}Id`
    : IsLoaded<Name, `${Name & string}Id`, Only, Defer> extends true
      ? `${Name & string}Id`
      : never
  : never;

/** What can be read and not assigned: relations, and columns that the database works out. */
type Relations<Shape, Only, Defer, Related> = {
  readonly [Name in keyof Shape as ReadonlyName<
    Shape[Name],
    Name,
    Only,
    Defer
  >]: Shape[Name] extends {
    readonly kind: 'foreignKey' | 'hasOne';
  }
    ? ToOneValue<Shape, Name & string, Only, Defer, Related>
    : Shape[Name] extends { readonly kind: 'column' }
      ? ValueOf<Shape[Name]>
      : ToManyValue<Shape, Name & string, Related>;
};

type ReadonlyName<Member, Name, Only, Defer> = Member extends { readonly kind: RelationKind }
  ? Name
  : 'generated' extends FlagsOfField<Member>
    ? IsLoaded<Name, never, Only, Defer> extends true
      ? Name
      : never
    : never;

type ToOneValue<Shape, Name extends string, Only, Defer, Related> =
  | NullWhenLoaded<Shape, Name, Related>
  | (Name extends Head<Related>
      ? RelatedRow<TargetOf<Shape, Name>, OnlyBelow<Only, Name>, Rest<Defer, Name>, Related, Name>
      : Unloaded<Row<TargetOf<Shape, Name>> | NullOf<Shape, Name>>);

type NullWhenLoaded<Shape, Name, Related> =
  Name extends Head<Related> ? NullOf<Shape, Name> : never;

/** A joined model that only() does not mention is loaded whole. */
type OnlyBelow<Only, Name extends string> = [Rest<Only, Name>] extends [never]
  ? All
  : Rest<Only, Name>;

type ToManyValue<Shape, Name extends string, Related> =
  Name extends Head<Related>
    ? readonly RelatedRow<TargetOf<Shape, Name>, All, never, Related, Name>[]
    : Shape[Name & keyof Shape] extends { readonly kind: 'manyToMany' }
      ? ManyToManySet<TargetOf<Shape, Name>> & PlainQueryMethods<TargetOf<Shape, Name>>
      : RelatedSet<TargetOf<Shape, Name>> & PlainQueryMethods<TargetOf<Shape, Name>>;

/** A row of a loaded relation: a model's row, or what a `Prefetch()` found. */
type RelatedRow<Target, Only, Defer, Related, Name extends string> = [
  OwnRows<Related, Name>,
] extends [never]
  ? Row<Target, Only, Defer, Rest<Related, Name>>
  : WithRelations<OwnRows<Related, Name>, Target, Rest<Related, Name>>;

/** Rows of a `Prefetch()`, and the relations of theirs that longer paths load. */
type WithRelations<Found, Target, Related> = [Related] extends [never]
  ? Found
  : Omit<Found, Head<Related>> &
      Pick<
        Row<Target, All, never, Related>,
        Head<Related> & keyof Row<Target, All, never, Related>
      >;

/** What `Prefetch(…, { toAttr })` adds to a row: null where there is no one related row. */
type PrefetchedRows<Shape, Related> = [Attributes<Related>] extends [never]
  ? unknown
  : {
      readonly [Each in Attributes<Related> as Each['toAttr'] & string]: RowsOf<Shape, Each>;
    };

type RowsOf<Shape, Each> =
  Each extends PrefetchOf<infer Name, infer Result, string>
    ? Name extends SingleNames<Shape>
      ? FoundRow<Shape, Name, Result> | NullOf<Shape, Name>
      : readonly FoundRow<Shape, Name, Result>[]
    : never;

type FoundRow<Shape, Name extends string, Result> = [Known<Result>] extends [never]
  ? Row<TargetOf<Shape, Name>>
  : Result;
