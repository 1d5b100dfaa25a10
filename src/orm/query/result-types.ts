import type { ValueOf } from '../schema/field.ts';
import type {
  AllColumnNames,
  FieldOf,
  KeyOf,
  NullOf,
  ShapeOf,
  TargetOf,
  ToOneNames,
} from '../schema/shape-types.ts';
import type { Annotated, CheckedAnnotations, ErrorIn, ItemsOf, Shown } from './annotation-types.ts';
import type { Checked, Completions } from './path-types.ts';
import type { ValueAtPath } from './reference-types.ts';

/** Arguments of `values()` and `valuesList()`, each path checked. */
export type ValuesArguments<M, Extra, Args extends readonly unknown[]> = {
  readonly [Index in keyof Args]: Checked<Args[Index], ValuesArgument<M, Extra, Args[Index]>>;
};

type ValuesArgument<M, Extra, Arg> = Arg extends string
  ? SelectedPath<M, Extra, Arg>
  : CheckedAnnotations<M, Extra, Arg>;

/** The path, or the reason why it is none and what it could be completed to. */
export type SelectedPath<M, Extra, Path extends string> = [
  ErrorIn<ValueAtPath<M, Extra, Path>>,
] extends [never]
  ? Path
  : ErrorIn<ValueAtPath<M, Extra, Path>> | Completions<M, Path>;

/** The objects of `values()`. */
export type ValuesOf<M, Extra, Args extends readonly unknown[]> = Args extends readonly []
  ? Flattened<AllValues<M> & Shown<Extra>>
  : Flattened<
      {
        [Name in Extract<Args[number], string>]: ValueAtPath<M, Extra, Name>;
      } & NamedValues<M, Extra, Exclude<Args[number], string>>
    >;

/** Values that a call of `values()` names itself, which later calls may refer to. */
export type NamedByValues<M, Extra, Args extends readonly unknown[]> = NamedValues<
  M,
  Extra,
  Exclude<Args[number], string>
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

/** The lists of `valuesList()`; without arguments the types do not say which column comes first. */
export type TupleOf<M, Extra, Args extends readonly unknown[]> = Args extends readonly []
  ? ValuesOf<M, Extra, Args>[keyof ValuesOf<M, Extra, Args>][]
  : ItemsOfAll<M, Extra, Args>;

type ItemsOfAll<M, Extra, Args extends readonly unknown[]> = Args extends readonly [
  infer First,
  ...infer Others,
]
  ? [...ItemsOfArgument<M, Extra, First>, ...ItemsOfAll<M, Extra, Others>]
  : [];

type ItemsOfArgument<M, Extra, Argument> = Argument extends string
  ? [ValueAtPath<M, Extra, Argument>]
  : ItemsOf<Annotated<M, Extra, Argument>>;
