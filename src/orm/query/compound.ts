import type { CompoundNode, ExpressionNode, OrderNode, QueryNode } from '../../db/index.ts';
import { INTEGER } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { buildOrder } from './ordering.ts';
import type { BuildContext } from './plan.ts';
import { type Combination, limitOf, type QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';
import type { SelectRequest } from './select.ts';
import type { Selected } from './selected.ts';

interface BuiltRows {
  readonly node: QueryNode;
  readonly selected: Selected;
  readonly scope: QueryScope;
}

type RowsBuilder = (
  state: QueryState,
  context: BuildContext & Pick<SelectRequest, 'order'>,
) => BuiltRows;

/** Several QuerySets as one query; the first one says how rows are read. */
export function buildCompound(
  state: QueryState,
  { operator, parts }: Combination,
  context: BuildContext & Pick<SelectRequest, 'order'>,
  buildRows: RowsBuilder,
): BuiltRows {
  const built = parts.map(({ state: part, firstSlot }) =>
    buildRows(part, {
      ...context,
      firstSlot: (context.firstSlot ?? 0) + firstSlot,
      order: 'sliced',
    }),
  );
  const first = built[0]!;
  for (const { selected } of built) {
    if (selected.columns.length !== first.selected.columns.length) throw unequal(state);
  }
  const limit = limitOf(state);
  const isOrdered = context.order === 'kept' || limit !== undefined || state.low > 0;
  const node: CompoundNode = {
    kind: 'compound',
    operator,
    queries: built.map((part) => part.node),
    orderBy: isOrdered && state.orderBy !== undefined ? positions(state, first) : [],
    limit,
    offset: state.low,
  };
  return { ...first, node };
}

/** A combined query is ordered by its columns, which have only their positions in common. */
function positions(state: QueryState, first: BuiltRows): readonly OrderNode[] {
  const columns = first.selected.columns.map((column) => JSON.stringify(column));
  return buildOrder(state, first.scope).map((term) => {
    const position = columns.indexOf(JSON.stringify(term.expression)) + 1;
    if (position === 0) throw unordered();
    const expression: ExpressionNode = { kind: 'literal', value: position, type: INTEGER };
    return { ...term, expression };
  });
}

function unequal(state: QueryState) {
  return ormError('orm.query.combined', 'Combined QuerySets have to select equally many columns.', {
    hint: 'Give each of them the same values(…), or only(…).',
    details: { model: state.model.name },
  });
}

function unordered() {
  return ormError('orm.query.combined', 'A combined QuerySet is ordered by columns it selects.', {
    hint: 'Order by a column of its own, without relations, or add it to values(…).',
  });
}
