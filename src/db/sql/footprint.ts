import { hasAggregate } from './node-tree.ts';
import {
  type ExpressionNode,
  givenIndex,
  type SelectNode,
  type StatementNode,
  type UpdateNode,
} from './nodes.ts';

/** Which rows a statement reads or changes, as far as its text says so. */
export interface Footprint {
  /** The tables it reads, which a write may do too. */
  readonly reads: readonly string[];
  /** The tables it changes; none for a query. */
  readonly changes: readonly string[];
  /** Whether rows that are there already stay as they are. */
  readonly insertsOnly: boolean;
  /** Rows of one table that the condition names by their keys; undefined: any row may be meant. */
  readonly named: NamedRows | undefined;
}

/** Rows named by their primary keys. */
export interface NamedRows {
  readonly table: string;
  /** Slots of the values that hold the keys: one key each, or a list of them. */
  readonly slots: readonly number[];
  readonly isList: boolean;
}

/** What a statement touches; `tables` are those that its compiler wrote, and how often. */
export function footprintOf(
  statement: StatementNode,
  tables: ReadonlyMap<string, number>,
): Footprint {
  const named = namedRows(statement);
  return Object.freeze({
    reads: Object.freeze([...tables.keys()]),
    changes: Object.freeze('table' in statement ? [statement.table] : []),
    insertsOnly: statement.kind === 'insert' && typeof statement.onConflict === 'string',
    // A table that is joined with itself gives rows that the condition says nothing of.
    named: named !== undefined && tables.get(named.table) === 1 ? named : undefined,
  });
}

function namedRows(statement: StatementNode): NamedRows | undefined {
  if (statement.kind === 'compound' || statement.kind === 'insert') return undefined;
  const { key, alias, where } = statement;
  const table = statement.kind === 'select' ? statement.from : statement.table;
  if (key === undefined || typeof table !== 'string' || where === undefined) return undefined;
  const isKey = (node: ExpressionNode): boolean =>
    node.kind === 'column' && node.name === key && (node.table ?? alias) === alias;
  const from = statement.kind === 'update' ? statement.from : undefined;
  const found = keysIn(where, isKey, (node) => from && givenSlots(node, from));
  if (found === undefined) return undefined;
  if (statement.kind === 'select' && !tellsMissingRows(statement, found.isList)) return undefined;
  return Object.freeze({ table, ...found });
}

/** Whether fewer rows than keys come back when a row is missing, for an insert would change that. */
function tellsMissingRows(
  { columns, joins, groupBy, having }: SelectNode,
  isList: boolean,
): boolean {
  if (groupBy.length > 0 || having !== undefined || (isList && joins.length > 0)) return false;
  return !columns.some((each) => hasAggregate(each.kind === 'aliased' ? each.expression : each));
}

type Slots = Omit<NamedRows, 'table'>;

/**
 * Every row that meets the condition has one of these keys.
 *
 * @param slotsOf - of the values of a column of rows that the statement brings with it.
 */
function keysIn(
  where: ExpressionNode,
  isKey: (node: ExpressionNode) => boolean,
  slotsOf: (node: ExpressionNode) => Slots | undefined,
): Slots | undefined {
  switch (where.kind) {
    case 'comparison': {
      const { operator, left, right } = where;
      if (operator !== '=' || !isKey(left)) return undefined;
      return right.kind === 'parameter' ? { slots: [right.slot], isList: false } : slotsOf(right);
    }
    case 'inList':
      return isKey(where.operand) ? { slots: [where.list.slot], isList: true } : undefined;
    case 'and':
      for (const operand of where.operands) {
        const found = keysIn(operand, isKey, slotsOf);
        if (found !== undefined) return found;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** The slots of a column of the rows that an update brings with it. */
function givenSlots(
  node: ExpressionNode,
  { alias, source }: NonNullable<UpdateNode['from']>,
): Slots | undefined {
  if (node.kind !== 'column' || node.table !== alias) return undefined;
  const index = givenIndex(node);
  const isList = source.kind === 'lists';
  const values = isList ? [source.lists[index]] : source.rows.map((row) => row[index]);
  const slots = values.flatMap((value) => (value?.kind === 'parameter' ? [value.slot] : []));
  return slots.length < values.length ? undefined : { slots, isList };
}
