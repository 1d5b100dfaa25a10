import { allOf, type ExpressionNode, type SelectNode } from '../../db/index.ts';
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

/** NOT (all of them); a NULL column counts as not matching, as if the negation were in memory. */
function excludeExpression(
  conditions: readonly SlottedCondition[],
  tree: JoinTree,
): ExpressionNode {
  const operands = conditions.map((condition) => positiveExpression(condition, tree));
  return negated(allOf(operands)!);
}

/** The condition as something that is true or false but never NULL, so that NOT can turn it. */
function positiveExpression(condition: SlottedCondition, tree: JoinTree): ExpressionNode {
  const { relations, column } = condition.path;
  const toMany = relations.findIndex((relation) => relation.kind !== 'toOne');
  if (toMany >= 0) return relatedExists(condition, toMany, tree);
  const alias = tree.follow(tree.rootAlias, relations, { isRequired: false, scope: '' });
  const expression = conditionExpression(condition, alias);
  if (holdsForNull(condition) || condition.path.lookup.name === 'isnull') return expression;
  if (!column.isNull && !tree.isOuter(alias)) return expression;
  return { kind: 'and', operands: [expression, notNull(alias, column)] };
}

/** Over a relation to many: whether any related row matches, in a subquery of its own. */
function relatedExists(
  condition: SlottedCondition,
  toMany: number,
  tree: JoinTree,
): ExpressionNode {
  const { relations, column } = condition.path;
  const outer = tree.follow(tree.rootAlias, relations.slice(0, toMany), {
    isRequired: false,
    scope: '',
  });
  if (asksForAbsence(condition, toMany)) {
    const exists = existsNode(outer, relations.slice(toMany), tree, true, undefined);
    return condition.prepared.variant === 'false' ? exists : negated(exists);
  }
  const isRequired = !holdsForNull(condition);
  return existsNode(outer, relations.slice(toMany), tree, isRequired, (alias) =>
    isRequired && column.isNull
      ? { kind: 'and', operands: [conditionExpression(condition, alias), notNull(alias, column)] }
      : conditionExpression(condition, alias),
  );
}

/** `movies__isnull` asks whether there are related rows at all. */
function asksForAbsence({ path }: Condition, toMany: number): boolean {
  return (
    path.lookup.name === 'isnull' &&
    path.column.isPrimaryKey &&
    toMany === path.relations.length - 1
  );
}

function existsNode(
  outer: string,
  relations: readonly RelationMeta[],
  tree: JoinTree,
  isRequired: boolean,
  condition: ((alias: string) => ExpressionNode) | undefined,
): ExpressionNode {
  const [first, ...rest] = relations.flatMap((relation) => stepsOf(relation));
  const inner = new JoinTree(first!.target, tree.aliases);
  const link: ExpressionNode = {
    kind: 'comparison',
    operator: '=',
    left: columnNode(inner.rootAlias, first!.near),
    right: columnNode(outer, first!.far),
  };
  const alias = inner.followSteps(inner.rootAlias, rest, { isRequired, scope: '' });
  const query: SelectNode = {
    kind: 'select',
    columns: [{ kind: 'number', value: 1 }],
    isDistinct: false,
    from: metaOf(first!.target).table,
    alias: inner.rootAlias,
    joins: inner.joins,
    where: allOf(condition === undefined ? [link] : [link, condition(alias)]),
    orderBy: [],
    limit: undefined,
    offset: 0,
  };
  return { kind: 'exists', query };
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
