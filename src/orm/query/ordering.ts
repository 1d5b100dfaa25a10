import { type ExpressionNode, FLOAT, type OrderNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';
import { parseOrder } from './lookup-path.ts';
import type { OrderTerm, QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';
import { transformed } from './transforms.ts';

const RANDOM: ExpressionNode = { kind: 'function', name: 'random', args: [], type: FLOAT };

/** What a QuerySet is ordered by, as SQL; adds the joins it needs. */
export function buildOrder(state: QueryState, scope: QueryScope): readonly OrderNode[] {
  const terms = state.orderBy ?? metaOf(state.model).ordering;
  const nodes = terms.flatMap((term) => termNodes(term, state, scope));
  return state.isReversed ? nodes.map(reversed) : nodes;
}

function termNodes(term: OrderTerm, state: QueryState, scope: QueryScope): readonly OrderNode[] {
  if (typeof term !== 'string') return [term.resolve(scope)];
  const { name, isDescending } = splitOrder(term);
  if (name === '?') return [{ expression: RANDOM, isDescending: false }];
  const annotation = scope.frame.annotations.get(name);
  if (annotation !== undefined) return [{ expression: annotation, isDescending }];
  return pathNodes(state.model, [], name, isDescending, scope, []);
}

/** `-rating`: descending by rating. */
export function splitOrder(term: string): { name: string; isDescending: boolean } {
  const isDescending = term.startsWith('-');
  return { name: isDescending ? term.slice(1) : term, isDescending };
}

/**
 * The order by a path. A path that ends at a relation means the order of its model, as Django has
 * it, or its key where the model has none.
 */
function pathNodes(
  model: AnyModel,
  before: readonly RelationMeta[],
  path: string,
  isDescending: boolean,
  scope: QueryScope,
  seen: readonly RelationMeta[],
): readonly OrderNode[] {
  const { relations, column, transforms, isRelation } = parseOrder(model, path);
  const last = relations.at(-1);
  const ordering = last === undefined ? [] : metaOf(last.target).ordering;
  if (isRelation && last !== undefined && ordering.length > 0) {
    if (seen.includes(last)) throw circular(model, path);
    return ordering.flatMap((term) => {
      const own = splitOrder(term);
      const next = [...before, ...relations];
      const turned = own.isDescending !== isDescending;
      return pathNodes(last.target, next, own.name, turned, scope, [...seen, last]);
    });
  }
  const node = columnAt([...before, ...relations], column, scope);
  return [{ expression: transformed(node, transforms, scope.dialect), isDescending }];
}

/** The key at the end of a relation stands on this side of it. */
function columnAt(
  relations: readonly RelationMeta[],
  column: ColumnMeta,
  scope: QueryScope,
): ExpressionNode {
  const last = relations.at(-1);
  return last?.kind === 'toOne' && column.isPrimaryKey && column.model === last.target
    ? scope.column(relations.slice(0, -1), last.column)
    : scope.column(relations, column);
}

function reversed({ expression, isDescending, nulls }: OrderNode): OrderNode {
  return {
    expression,
    isDescending: !isDescending,
    nulls: nulls === undefined ? undefined : nulls === 'first' ? 'last' : 'first',
  };
}

function circular(model: AnyModel, path: string) {
  return ormError(
    'orm.query.order',
    `The default orders along ${model.name}.${path} go in a circle.`,
    {
      hint: `Order by a column: "${path}__pk" or "${path}__name".`,
    },
  );
}
