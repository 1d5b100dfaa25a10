import { database, type UpdateNode } from '../../db/index.ts';
import { columnNode, JoinTree } from '../query/join-tree.ts';
import { buildKeys } from '../query/plan.ts';
import { type QueryState, valuesOf } from '../query/query-state.ts';
import { buildWhere } from '../query/where.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { givenValues } from './column-values.ts';
import type { Writing } from './origin.ts';

/** Changes the rows of a QuerySet by one statement; returns how many there were. */
export async function updateRows(writing: Writing, values: object): Promise<number> {
  const { state, origin } = writing;
  const given = givenValues(state.model, values);
  if (given.size === 0 || state.isNone) return 0;
  const target = database(state.using);
  const statement = target.dialect.compile(updateNode(state, [...given.keys()]));
  const bound = [...valuesOf(state), ...given.values()];
  return (await target.execute(statement, bound, origin)).changes;
}

/** The assigned values take the slots behind those of the conditions. */
function updateNode(state: QueryState, columns: readonly ColumnMeta[]): UpdateNode {
  const first = valuesOf(state).length;
  return {
    kind: 'update',
    ...targetRows(state),
    assignments: columns.map((column, index) => ({
      column: column.column,
      value: { kind: 'parameter', slot: first + index, type: column.type },
    })),
  };
}

/**
 * The table and the condition of a write. Conditions over relations need joins, which a write
 * has not, so they go into a subquery for the keys.
 */
export function targetRows(state: QueryState): Pick<UpdateNode, 'table' | 'alias' | 'where'> {
  const { table, primaryKey } = metaOf(state.model);
  const tree = new JoinTree(state.model);
  const where = buildWhere(state.where, tree);
  const alias = tree.rootAlias;
  if (tree.joins.length === 0) return { table, alias, where };
  const query = buildKeys(state, undefined, [alias]);
  return {
    table,
    alias,
    where: { kind: 'inQuery', operand: columnNode(alias, primaryKey), query },
  };
}
