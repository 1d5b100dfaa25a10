import type { Decimal, Duration } from '../../core/index.ts';
import { BOOLEAN, type ExpressionNode, type QueryNode, TEXT } from '../../db/index.ts';
import { Combinable } from './combinable.ts';
import type { Binder, Bound, BoundQuery, QueryHolder } from './expression.ts';

/** The one value of another QuerySet: its first column, of its first row. */
class SubqueryExpression<Out> extends Combinable<Out> {
  readonly #query: QueryHolder;

  constructor(query: QueryHolder) {
    super();
    this.#query = query;
  }

  bind(binder: Binder): Bound {
    const query = binder.query(this.#query);
    return {
      token: `subquery(${query.token})`,
      type: query.type,
      hasAggregate: false,
      hasWindow: false,
      resolve(scope) {
        if (query.isNone) return { kind: 'literal', value: null, type: query.type ?? TEXT };
        const node = query.resolve(scope, 'value');
        return { kind: 'subquery', query: node, type: query.type ?? firstType(node) };
      },
    };
  }
}

/**
 * A value from another QuerySet, which names the row of this one by `OuterRef`; select one column
 * of it with `values('title')`, and one row with `slice(0, 1)`.
 */
export function Subquery<Result>(
  query: PromiseLike<readonly Result[]>,
): Combinable<ValueOfRow<Result> | null> {
  return new SubqueryExpression(query as unknown as QueryHolder);
}

/** The first value of a row: the key of a model's row, the single value of others. */
type ValueOfRow<Result> = Result extends readonly [infer First, ...unknown[]]
  ? First
  : Result extends { readonly pk: infer Key; refreshFromDb(...args: never): unknown }
    ? Key
    : Result extends Scalar | readonly unknown[]
      ? Result
      : Result[keyof Result];

/** Single values that are objects to JavaScript. */
type Scalar = string | number | bigint | boolean | null | Date | Decimal | Duration | Uint8Array;

/** Whether another QuerySet has any row: a condition, and a value that is true or false. */
export class ExistsExpression extends Combinable<boolean> {
  readonly #query: QueryHolder;
  readonly #isNegated: boolean;

  constructor(query: QueryHolder, isNegated: boolean) {
    super();
    this.#query = query;
    this.#isNegated = isNegated;
  }

  /** Whether there is none. */
  not(): ExistsExpression {
    return new ExistsExpression(this.#query, !this.#isNegated);
  }

  bind(binder: Binder): Bound {
    const query = binder.query(this.#query);
    const isNegated = this.#isNegated;
    return {
      token: `${isNegated ? 'not ' : ''}exists(${query.token})`,
      type: BOOLEAN,
      hasAggregate: false,
      hasWindow: false,
      resolve: (scope) => existsNode(query, isNegated, (each) => each.resolve(scope, 'exists')),
    };
  }
}

/**
 * Whether another QuerySet has any row, for `filter()`, `annotate()` and `When()`:
 *
 * ```ts
 * Director.objects.filter(Exists(Movie.objects.filter({ director: OuterRef('pk'), year: 1975 })));
 * ```
 */
export function Exists(query: PromiseLike<unknown>): ExistsExpression {
  return new ExistsExpression(query as unknown as QueryHolder, false);
}

function existsNode(
  query: BoundQuery,
  isNegated: boolean,
  resolve: (query: BoundQuery) => QueryNode,
): ExpressionNode {
  if (query.isNone) return { kind: 'literal', value: isNegated, type: BOOLEAN };
  const exists: ExpressionNode = { kind: 'exists', query: resolve(query) };
  return isNegated ? { kind: 'not', operand: exists } : exists;
}

function firstType(query: QueryNode) {
  let select = query;
  while (select.kind === 'compound') select = select.queries[0]!;
  const first = select.columns[0]!;
  const node = first.kind === 'aliased' ? first.expression : first;
  return 'type' in node ? node.type : BOOLEAN;
}
