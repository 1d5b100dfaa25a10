import type { ConstantExpression, Dialect, ExpressionNode } from '../../db/index.ts';
import { DEFAULT_ALIAS } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { Expression } from '../expressions/expression.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { QueryBinder } from './binder.ts';
import { JoinTree } from './join-tree.ts';
import { initialState } from './query-state.ts';
import { QueryScope } from './scope.ts';

/**
 * A condition or an expression of one row's own columns, for what tables are made of: checks,
 * partial indexes, defaults and generated columns.
 *
 * @param what - what it is for, for messages: `Movie: the constraint "rating_range"`.
 * @throws orm.model.invalid when it looks at other rows, orm.field.unknown
 */
export function tableExpression(
  model: AnyModel,
  given: object,
  what: string,
  dialect: Dialect,
): ConstantExpression {
  const binder = new QueryBinder(initialState(model, DEFAULT_ALIAS));
  const bound = given instanceof Expression ? given.bind(binder) : binder.condition(given);
  if (bound.hasAggregate || bound.hasWindow) throw looksElsewhere(what);
  const tree = new JoinTree(model);
  const expression = bound.resolve(scopeOf(model, tree, what, dialect));
  if (tree.joins.length > 0) throw looksElsewhere(what);
  return { expression, values: binder.values };
}

function scopeOf(model: AnyModel, tree: JoinTree, what: string, dialect: Dialect): QueryScope {
  return new QueryScope({
    model,
    tree,
    dialect,
    annotations: new Map(),
    firstSlot: 0,
    outer: undefined,
    build() {
      throw looksElsewhere(what);
    },
  });
}

/** The expression with values in the place of columns: what it is for one row. */
export function withRowValues(
  { expression, values }: ConstantExpression,
  valueIn: (column: string) => unknown,
): ConstantExpression {
  const all = [...values];
  const replace = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== 'object' || part === null) return part;
    const node = part as ExpressionNode;
    if (node.kind === 'column') {
      return { kind: 'parameter', slot: all.push(valueIn(node.name)) - 1, type: node.type };
    }
    return Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, name === 'type' ? value : replace(value)]),
    );
  };
  return { expression: replace(expression) as ExpressionNode, values: all };
}

function looksElsewhere(what: string) {
  return ormError('orm.model.invalid', `${what} may only look at columns of its own row.`, {
    hint: 'Leave out relations, aggregates, windows and subqueries; the key of a relation is fine.',
  });
}
