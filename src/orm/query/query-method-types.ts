import type { NameOf, QueryMethodsOf } from '../schema/shape-types.ts';
import type { Shown, WithAnnotations } from './annotation-types.ts';
import type { QuerySet } from './query-set.ts';
import type { All, Row, RowMethods } from './row-types.ts';

/**
 * A QuerySet and the methods that `withQueryMethods()` gave those of its model. Where there are none
 * it is the class alone, so that the models without pay nothing.
 */
export type QuerySetOf<
  M,
  Only = All,
  Defer = never,
  Related = never,
  Extra = unknown,
  Result = Row<M, Only, Defer, Related> & Shown<Extra>,
> = QuerySet<M, Only, Defer, Related, Extra, Result> &
  QueryMethods<QueryMethodsOf<M>, M, Only, Defer, Related, Extra, Result>;

export declare const QUERY_TYPE: unique symbol;

/** Where the type of a QuerySet says what it is made of, to be read in one step. */
export interface QueryType<Name, Only, Defer, Related, Extra, Result> {
  readonly model: Name;
  readonly only: Only;
  readonly defer: Defer;
  readonly related: Related;
  readonly extra: Extra;
  readonly result: Result;
}

/**
 * The methods as a QuerySet in the middle of a chain has them. Each was declared for all rows of the
 * model; one that returns a QuerySet does to this one what it did to that.
 */
export type QueryMethods<Methods, M, Only, Defer, Related, Extra, Result> = unknown extends Methods
  ? unknown
  : {
      readonly [Name in keyof Methods]: Methods[Name] extends (...given: infer Given) => MadeQuery
        ? (
            ...given: Given
          ) => Continued<Returned<Methods[Name]>, M, Only, Defer, Related, Extra, Result>
        : Methods[Name];
    };

interface MadeQuery {
  readonly [QUERY_TYPE]: unknown;
}

type Returned<Method> = Method extends (...given: never[]) => infer Made ? Made : never;

/** The methods as all rows of a model have them. */
export type PlainQueryMethods<M> = QueryMethods<
  QueryMethodsOf<M>,
  M,
  All,
  never,
  never,
  unknown,
  Row<M>
>;

/** What a method that makes `Made` of all rows makes of a QuerySet of the same model. */
type Continued<Made, M, Only, Defer, Related, Extra, Result> = Made extends {
  readonly [QUERY_TYPE]: QueryType<
    infer Name,
    infer NewOnly,
    infer NewDefer,
    infer NewRelated,
    infer NewExtra,
    infer NewResult
  >;
}
  ? NameOf<M> extends Name
    ? QuerySetOf<
        M,
        All extends NewOnly ? Only : NewOnly,
        All extends NewOnly ? Defer | NewDefer : NewDefer,
        Related | NewRelated,
        Extra & NewExtra,
        [NewResult] extends [AnyRow]
          ? [Result] extends [AnyRow]
            ? Row<
                M,
                All extends NewOnly ? Only : NewOnly,
                All extends NewOnly ? Defer | NewDefer : NewDefer,
                Related | NewRelated
              > &
                Shown<Extra & NewExtra>
            : WithShown<Result, Shown<NewExtra>>
          : NewResult
      >
    : Made
  : Made;

/** What rows of models have, and results of `values()` have not. */
type AnyRow = Pick<RowMethods<unknown>, 'save' | 'fullClean' | 'refreshFromDb'>;

/** Results of `values()` with annotations that were made afterwards. */
type WithShown<Result, Added> = unknown extends Added ? Result : WithAnnotations<Result, Added>;
