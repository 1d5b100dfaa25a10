import {
  allOf,
  type ExpressionNode,
  INTEGER,
  type SelectNode,
  selectFrom,
} from '../../db/index.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';
import { columnNode, JoinTree, stepsOf } from './join-tree.ts';
import type { Clause, Condition } from './query-state.ts';

/** The WHERE expression of all clauses; adds the joins they need. */
export function buildWhere(clauses: readonly Clause[], tree: JoinTree): ExpressionNode | undefined {
  let slot = 0;
  const expressions = clauses.flatMap((clause, index) => {
    const conditions = clause.conditions.map((condition) => {
      const first = slot;
      slot += condition.prepared.values.length;
      return { ...condition, slot: first };
    });
    return clause.isExclude
      ? [excludeExpression(conditions, tree)]
      : conditions.map((condition) => filterExpression(condition, tree, String(index)));
  });
  return allOf(expressions);
}

interface SlottedCondition extends Condition {
  /** Index of the condition's first value. */
  readonly slot: number;
}

function filterExpression(
  condition: SlottedCondition,
  tree: JoinTree,
  scope: string,
): ExpressionNode {
  const { path } = condition;
  const isRequired = !holdsForNull(condition);
  const alias = tree.follow(tree.rootAlias, path.relations, { isRequired, scope });
  return conditionExpression(condition, alias);
}

/**
 * NOT (all of them); a NULL column counts as not matching, as if the negation were in memory.
 *
 * Each condition over a relation to many asks for a related row of its own: unlike in `filter()`,
 * they need not hold for the same one. That is Django's rule
 * (https://docs.djangoproject.com/en/5.2/topics/db/queries/#spanning-multi-valued-relationships).
 */
function excludeExpression(
  conditions: readonly SlottedCondition[],
  tree: JoinTree,
): ExpressionNode {
  const operands = conditions.map((condition) => {
    if (toManyIndex(condition) < 0) return ownExpression(condition, tree);
    if (asksForAbsence(condition)) return absenceExpression(condition, tree);
    return relatedExpression(condition, tree);
  });
  return negated(allOf(operands)!);
}

/** Something that is true or false but never NULL, so that NOT can turn it. */
function ownExpression(condition: SlottedCondition, tree: JoinTree): ExpressionNode {
  const { relations, column } = condition.path;
  const alias = tree.follow(tree.rootAlias, relations, { isRequired: false, scope: '' });
  const expression = conditionExpression(condition, alias);
  if (holdsForNull(condition) || condition.path.lookup.name === 'isnull') return expression;
  if (!column.isNull && !tree.isOuter(alias)) return expression;
  return { kind: 'and', operands: [expression, notNull(alias, column)] };
}

/** Over a relation to many: whether the condition holds for any related row. */
function relatedExpression(condition: SlottedCondition, tree: JoinTree): ExpressionNode {
  return existsNode(condition, tree, (inner, alias) => {
    const further = condition.path.relations.slice(toManyIndex(condition) + 1);
    const isRequired = !holdsForNull(condition);
    const end = inner.follow(alias, further, { isRequired, scope: '' });
    return conditionExpression(condition, end);
  });
}

/** `movies__isnull` asks whether there are related rows at all. */
function asksForAbsence(condition: Condition): boolean {
  const { path, prepared } = condition;
  return (
    (path.lookup.name === 'isnull' || prepared.variant === 'null') &&
    path.column.isPrimaryKey &&
    toManyIndex(condition) === path.relations.length - 1
  );
}

function absenceExpression(condition: SlottedCondition, tree: JoinTree): ExpressionNode {
  const exists = existsNode(condition, tree);
  return condition.prepared.variant === 'false' ? exists : negated(exists);
}

/** Whether there is a row at the other end of the first relation to many on the condition's way. */
function existsNode(
  { path }: SlottedCondition,
  tree: JoinTree,
  conditionOf?: (inner: JoinTree, alias: string) => ExpressionNode,
): ExpressionNode {
  const toMany = path.relations.findIndex(isToMany);
  const toOuter = { isRequired: false, scope: '' };
  const outer = tree.follow(tree.rootAlias, path.relations.slice(0, toMany), toOuter);
  const [first, ...rest] = stepsOf(path.relations[toMany]!);
  const inner = new JoinTree(first!.target, tree.aliases);
  const link: ExpressionNode = {
    kind: 'comparison',
    operator: '=',
    left: columnNode(inner.rootAlias, first!.near),
    right: columnNode(outer, first!.far),
  };
  const alias = inner.followSteps(inner.rootAlias, rest, { isRequired: true, scope: '' });
  const where = conditionOf === undefined ? link : allOf([link, conditionOf(inner, alias)]);
  const query: SelectNode = {
    ...selectFrom(metaOf(first!.target).table, inner.rootAlias),
    columns: [{ kind: 'literal', value: 1, type: INTEGER }],
    joins: inner.joins,
    where,
  };
  return { kind: 'exists', query };
}

function toManyIndex({ path }: Condition): number {
  return path.relations.findIndex(isToMany);
}

function isToMany({ kind }: RelationMeta): boolean {
  return kind !== 'toOne';
}

function conditionExpression(condition: SlottedCondition, alias: string): ExpressionNode {
  const { path, prepared, slot } = condition;
  return path.lookup.build(columnNode(alias, path.column), prepared.variant, slot);
}

/** Whether a row without a related row can match: `studio__name__isnull: true`, `studio: null`. */
function holdsForNull({ path, prepared }: Condition): boolean {
  return (
    prepared.variant === 'null' || (path.lookup.name === 'isnull' && prepared.variant === 'true')
  );
}

function notNull(alias: string, column: ColumnMeta): ExpressionNode {
  return { kind: 'isNull', operand: columnNode(alias, column), isNegated: true };
}

function negated(operand: ExpressionNode): ExpressionNode {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}
