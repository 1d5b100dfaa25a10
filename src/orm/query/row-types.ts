import type { DeleteResult, SaveOptions } from '../hydrate/row-operations.ts';
import type { ManyToManySet, RelatedSet } from '../relations/related-set.ts';
import type { ValueOf } from '../schema/field.ts';
import type {
  AutomaticColumns,
  ColumnNames,
  DeclaredKeyName,
  FieldOf,
  KeyOf,
  ManyToManyNames,
  NullOf,
  ShapeOf,
  TargetOf,
  ToManyNames,
  ToOneNames,
} from '../schema/shape-types.ts';

/** Stands for "every column" where only() was not called. */
export type All = '*';

/** The first relation of a path, and what follows it. */
type Head<Path> = Path extends `${infer First}__${string}` ? First : Path;
type Rest<Path, First extends string> = Path extends `${First}__${infer Further}` ? Further : never;

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
  /** Deletes the row and what goes with it. @throws orm.row.not_stored, orm.delete.restricted */
  delete(): Promise<DeleteResult>;
  /** Reads the loaded columns again and forgets loaded relations. @throws orm.not_found */
  refreshFromDb(): Promise<void>;
  toJSON(): Record<string, unknown>;
}

/**
 * A row of model `M` of which `Only` minus `Defer` is loaded, and the relations in `Related`
 * (paths such as `director` and `director__country`).
 */
export type Row<M, Only = All, Defer = never, Related = never> =
  ShapeOf<M> extends infer Shape
    ? RowMethods<M> & {
        [Name in keyof AutomaticColumns<Shape>]: ValueOf<AutomaticColumns<Shape>[Name]>;
      } & {
        [Name in LoadedColumns<Shape, Only, Defer>]: ValueOf<FieldOf<Shape, Name>>;
      } & {
        [Name in LoadedKeys<Shape, Only, Defer, Related> as `${Name}Id`]:
          | KeyOf<TargetOf<Shape, Name>>
          | NullOf<Shape, Name>;
      } & {
        readonly [Name in ToOneNames<Shape>]: ToOneValue<Shape, Name, Only, Defer, Related>;
      } & {
        readonly [Name in ToManyNames<Shape>]: ToManyValue<Shape, Name, Related>;
      }
    : never;

type LoadedColumns<Shape, Only, Defer> =
  | DeclaredKeyName<Shape>
  | (All extends Only
      ? Exclude<ColumnNames<Shape>, Defer>
      : Exclude<Extract<ColumnNames<Shape>, Only>, Defer>);

/** Foreign keys: those asked for, and those that lead to a loaded relation. */
type LoadedKeys<Shape, Only, Defer, Related> =
  | Extract<ToOneNames<Shape>, Head<Related>>
  | (All extends Only
      ? Exclude<ToOneNames<Shape>, Defer | KeyAttribute<Defer>>
      : Exclude<
          Extract<ToOneNames<Shape>, Only | KeyAttribute<Only>>,
          Defer | KeyAttribute<Defer>
        >);

type KeyAttribute<Name> = Name extends `${infer Relation}Id` ? Relation : never;

type ToOneValue<Shape, Name extends string, Only, Defer, Related> =
  | NullWhenLoaded<Shape, Name, Related>
  | (Name extends Head<Related>
      ? Row<TargetOf<Shape, Name>, OnlyBelow<Only, Name>, Rest<Defer, Name>, Rest<Related, Name>>
      : Unloaded<Row<TargetOf<Shape, Name>> | NullOf<Shape, Name>>);

type NullWhenLoaded<Shape, Name, Related> =
  Name extends Head<Related> ? NullOf<Shape, Name> : never;

/** A joined model that only() does not mention is loaded whole. */
type OnlyBelow<Only, Name extends string> = [Rest<Only, Name>] extends [never]
  ? All
  : Rest<Only, Name>;

type ToManyValue<Shape, Name extends string, Related> =
  Name extends Head<Related>
    ? readonly Row<TargetOf<Shape, Name>, All, never, Rest<Related, Name>>[]
    : Name extends ManyToManyNames<Shape>
      ? ManyToManySet<TargetOf<Shape, Name>>
      : RelatedSet<TargetOf<Shape, Name>>;
