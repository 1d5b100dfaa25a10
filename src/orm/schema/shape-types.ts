import type { Field, FieldFlag, FlagsOfField, InputOf, ValueOf } from './field.ts';
import type { ForeignKey, HasMany, HasOne, ManyToMany } from './relation.ts';

export declare const METHODS: unique symbol;

/** Where a model's type keeps what its rows can do beside what all rows can. */
export interface WithMethods<Methods> {
  readonly [METHODS]: Methods;
}

/** The methods and properties that `withMethods()` added to a model's rows. */
export type MethodsOf<M> = M extends WithMethods<infer Methods> ? Methods : unknown;

export declare const QUERY_METHODS: unique symbol;

/** Where a model's type keeps what its QuerySets can do beside what all QuerySets can. */
export interface WithQueryMethods<Methods> {
  readonly [QUERY_METHODS]: Methods;
}

/** The methods that `withQueryMethods()` added to a model's QuerySets. */
export type QueryMethodsOf<M> = M extends WithQueryMethods<infer Methods> ? Methods : unknown;

/**
 * Members as rows have them. The compiler takes the type of a getter that reads `this` for any
 * unless it is written down, so such a getter is refused where it is used.
 */
export type Members<Methods> = {
  [Name in keyof Methods]: 0 extends 1 & Methods[Name]
    ? Invalid<`write the type of this getter: get ${Name & string}(): string`>
    : Methods[Name];
};

/**
 * What follows from a model's shape at compile time. Every type here is asked for by name or by
 * one level of keys, never by enumerating paths: that keeps a hundred circular models fast.
 */

export type ShapeOf<M> = M extends { readonly shape: infer Shape } ? Shape : never;
export type NameOf<M> = M extends { readonly name: infer Name extends string } ? Name : never;

/** Names of the members that are columns. */
export type ColumnNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: 'column' } ? Name & string : never;
}[keyof Shape];

/** Names of the relations to one row. */
export type ToOneNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: 'foreignKey' }
    ? Name & string
    : never;
}[keyof Shape];

/** Names of the relations to one row at most, whichever end holds the key. */
export type SingleNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: 'foreignKey' | 'hasOne' }
    ? Name & string
    : never;
}[keyof Shape];

/** Names of the fields with choices. */
export type ChoiceNames<Shape> = {
  [Name in keyof Shape]: 'choices' extends FlagsOfField<Shape[Name]> ? Name & string : never;
}[keyof Shape];

/** Names of the relations to many rows. */
export type ToManyNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: 'hasMany' | 'manyToMany' }
    ? Name & string
    : never;
}[keyof Shape];

/** Names of the relations through a table of pairs. */
export type ManyToManyNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: 'manyToMany' }
    ? Name & string
    : never;
}[keyof Shape];

export type RelationNames<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends { readonly kind: RelationKind }
    ? Name & string
    : never;
}[keyof Shape];

export type RelationKind = 'foreignKey' | 'hasOne' | 'hasMany' | 'manyToMany';

/** The model at the other end of a relation. */
export type TargetOf<Shape, Name> = Name extends keyof Shape
  ? Shape[Name] extends
      | ForeignKey<infer Target, FieldFlag>
      | HasMany<infer Target>
      | HasOne<infer Target>
      | ManyToMany<infer Target>
    ? Target
    : never
  : never;

/** `null` when the relation or column may be empty, else never. */
export type NullOf<Shape, Name> = Name extends keyof Shape
  ? 'null' extends FlagsOfField<Shape[Name]>
    ? null
    : RelationNull<Shape[Name]>
  : never;

/** Whether a foreign key was declared with a default. */
export type HasDefault<Shape, Name> = Name extends keyof Shape
  ? Shape[Name] extends ForeignKey<unknown, infer Flags>
    ? 'default' extends Flags
      ? true
      : false
    : false
  : false;

type RelationNull<Member> =
  Member extends ForeignKey<unknown, infer Flags>
    ? 'null' extends Flags
      ? null
      : never
    : Member extends HasOne<unknown>
      ? null
      : never;

/** Name of the declared primary key, or never when it is the automatic `id`. */
export type DeclaredKeyName<Shape> = {
  [Name in ColumnNames<Shape>]: Name extends keyof Shape
    ? 'primary' extends FlagsOfField<Shape[Name]>
      ? Name
      : never
    : never;
}[ColumnNames<Shape>];

/** The automatic `id`, for shapes that declare no key of their own. */
export type AutomaticColumns<Shape> = [DeclaredKeyName<Shape>] extends [never]
  ? { readonly id: Field<number, 'primary' | 'default'> }
  : object;

export type KeyName<Shape> = [DeclaredKeyName<Shape>] extends [never]
  ? 'id'
  : DeclaredKeyName<Shape>;

/** The field of a column, the automatic key included. */
export type FieldOf<Shape, Name> = Name extends keyof Shape
  ? Shape[Name]
  : Name extends keyof AutomaticColumns<Shape>
    ? AutomaticColumns<Shape>[Name]
    : never;

export type AllColumnNames<Shape> = ColumnNames<Shape> | (keyof AutomaticColumns<Shape> & string);

/** The type of a model's primary key. */
export type KeyOf<M> = ValueOf<FieldOf<ShapeOf<M>, KeyName<ShapeOf<M>>>>;

/** What filters and writes accept for a primary key. */
export type KeyInputOf<M> = InputOf<FieldOf<ShapeOf<M>, KeyName<ShapeOf<M>>>>;

/** An error in the place of a type; the compiler prints its text. */
export interface Invalid<Message extends string> {
  readonly ' invalid': Message;
}
