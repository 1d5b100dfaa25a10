import { type ColumnType, type ExpressionNode, TEXT, typeOf } from '../../db/index.ts';
import { bindAlike, Combinable } from './combinable.ts';
import type { Binder, Bound, Expression, Scope } from './expression.ts';

/** How a function's type follows from its arguments; undefined is not known yet. */
export type ResultType = (args: readonly (ColumnType | undefined)[]) => ColumnType | undefined;

/** How the SQL is made of the arguments, once their types are known. */
export type NodeBuilder = (args: readonly ExpressionNode[]) => ExpressionNode;

export interface FunctionDefinition {
  /** Tells this function and its options from all others. */
  readonly token: string;
  readonly args: readonly Expression[];
  readonly type: ResultType;
  readonly build: NodeBuilder;
  readonly isAggregate?: boolean;
  /** Whether the arguments are of one type: plain values then take on the type of the others. */
  readonly areAlike?: boolean;
}

/** A function of other expressions. */
export class FunctionExpression<Out = unknown> extends Combinable<Out> {
  readonly definition: FunctionDefinition;

  constructor(definition: FunctionDefinition) {
    super();
    this.definition = definition;
  }

  bind(binder: Binder): Bound {
    const { token, args, type, build, isAggregate = false, areAlike = false } = this.definition;
    const bound = areAlike ? bindAlike(args, binder) : args.map((arg) => arg.bind(binder));
    return {
      token: `${token}(${bound.map((arg) => arg.token).join()})`,
      type: type(bound.map((arg) => arg.type)),
      hasAggregate: isAggregate || bound.some((arg) => arg.hasAggregate),
      hasWindow: bound.some((arg) => arg.hasWindow),
      resolve: (scope: Scope) => build(bound.map((arg) => arg.resolve(scope))),
    };
  }
}

/** The type whatever the arguments are. */
export function always(type: ColumnType): ResultType {
  return () => type;
}

/** The type of the first argument whose type is known. */
export const typeOfFirst: ResultType = (args) => args.find((type) => type !== undefined);

/** A function of the database by its name, as the dialects know it. */
export function databaseFunction<Out>(
  name: string,
  args: readonly Expression[],
  type: ResultType,
  options: { readonly areAlike?: boolean } = {},
): FunctionExpression<Out> {
  return new FunctionExpression<Out>({
    token: name,
    args,
    type,
    build: (nodes) => ({
      kind: 'function',
      name,
      args: nodes,
      type: type(nodes.map(typeOf)) ?? TEXT,
    }),
    ...options,
  });
}
