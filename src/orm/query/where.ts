import { allOf, BOOLEAN, type ExpressionNode, INTEGER, selectFrom } from '../../db/index.ts';
import type { Bound, BoundQuery } from '../expressions/expression.ts';
import { leadsToOne, metaOf, type RelationMeta } from '../schema/meta.ts';
import type { BoundLookup, Clause } from './conditions.ts';
import { columnNode, JoinTree, stepsOf } from './join-tree.ts';
import type { LookupTail } from './lookup-path.ts';
import type { PreparedLookup } from './lookups.ts';
import { QueryScope } from './scope.ts';
import { transformed } from './transforms.ts';

/** The SQL of the conditions of one `filter()` call; makes joins inner that they rule rows out by. */
export function whereNode(clause: Clause, scope: QueryScope): ExpressionNode {
  const filter = scope.forFilter();
  const { node, required } = build(clause, { ...TOP, scope: filter });
  for (const alias of required) filter.frame.tree.require(alias);
  return node;
}

/** The SQL of a condition inside of an expression, which rules no rows out. */
export function clauseNode(clause: Clause, scope: QueryScope | unknown): ExpressionNode {
  return build(clause, { ...TOP, isExpression: true, scope: scope as QueryScope }).node;
}

interface Place {
  readonly scope: QueryScope;
  /** Whether an odd number of negations stands above. */
  readonly isNegated: boolean;
  /** Whether any does: then a relation to many rows is asked with EXISTS. */
  readonly isBelowNot: boolean;
  /** An operand of xor counts as 1 or 0, so that it must not be NULL whatever stands above. */
  readonly isInXor: boolean;
  /** Part of an expression: it is about the row that is joined, below a negation too. */
  readonly isExpression: boolean;
}

const TOP = { isNegated: false, isBelowNot: false, isInXor: false, isExpression: false };

interface Built {
  readonly node: ExpressionNode;
  /** Aliases without a row of which the condition cannot hold. */
  readonly required: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

function build(clause: Clause, place: Place): Built {
  switch (clause.kind) {
    case 'lookups': {
      const { isExclude, lookups } = clause;
      return buildJunction('and', isExclude, lookups, place, buildLookup);
    }
    case 'junction':
      return buildJunction(clause.connector, clause.isNegated, clause.children, place, build);
    case 'comparison': {
      const { operand, tail, prepared, slot } = clause;
      const node = comparisonNode(operand.resolve(place.scope), tail, prepared, slot, place.scope);
      return { node, required: NOTHING };
    }
    case 'expression':
      return { node: clause.bound.resolve(place.scope), required: NOTHING };
    case 'constant':
      return { node: { kind: 'literal', value: clause.value, type: BOOLEAN }, required: NOTHING };
  }
}

function buildJunction<Part>(
  connector: 'and' | 'or' | 'xor',
  isNegated: boolean,
  parts: readonly Part[],
  place: Place,
  buildPart: (part: Part, place: Place) => Built,
): Built {
  const inside: Place = {
    ...place,
    isNegated: place.isNegated !== isNegated,
    isBelowNot: place.isBelowNot || isNegated,
    isInXor: place.isInXor || connector === 'xor',
  };
  const built = parts.map((part) => buildPart(part, inside));
  const nodes = built.map(({ node }) => node);
  const joined: ExpressionNode =
    nodes.length === 1 && connector !== 'xor' ? nodes[0]! : { kind: connector, operands: nodes };
  return {
    node: isNegated ? negated(joined) : joined,
    required: requiredBy(connector, inside.isNegated, built),
  };
}

/** All of them hold: what any needs. One of them: what every one needs. A negation turns this. */
function requiredBy(
  connector: 'and' | 'or' | 'xor',
  isNegated: boolean,
  built: readonly Built[],
): ReadonlySet<string> {
  const needs = built.map(({ required }) => required);
  if (connector === 'xor') return NOTHING;
  const isAll = (connector === 'and') !== isNegated;
  if (isAll) return new Set(needs.flatMap((need) => [...need]));
  const [first, ...others] = needs;
  return new Set([...first!].filter((alias) => others.every((need) => need.has(alias))));
}

function buildLookup(lookup: BoundLookup, place: Place): Built {
  if (place.isBelowNot && !place.isExpression && toManyIndex(lookup) >= 0) {
    return { node: relatedNode(lookup, place), required: NOTHING };
  }
  const { path, prepared, slot } = lookup;
  const { scope } = place;
  const before = new QueryScope(scope.frame, scope.reuse, new Set());
  const operand = before.column(path.relations, path.column);
  const share = () => {
    for (const alias of before.used!) scope.used?.add(alias);
  };
  share();
  const right = new QueryScope(scope.frame, scope.reuse, before.used);
  const node = comparisonNode(operand, path, prepared, slot, scope, right);
  share();
  // A condition that empty columns meet keeps rows without the related row; a negation turns this.
  const isGuarded = place.isNegated || (place.isBelowNot && place.isInXor);
  const keepsAll = holdsForNull(lookup) !== place.isNegated;
  return {
    node: isGuarded ? guarded(node, operand, lookup, place) : node,
    required: keepsAll ? NOTHING : before.used!,
  };
}

/**
 * Something that is true or false but never NULL, so that NOT can turn it: an empty column does not
 * match, as if the negation were in memory.
 */
function guarded(
  node: ExpressionNode,
  operand: ExpressionNode,
  { path, prepared }: BoundLookup,
  { scope }: Place,
): ExpressionNode {
  if (prepared.variant === 'null' || path.lookup.name === 'isnull') return node;
  const { tree } = scope.frame;
  const isNullable = (column: ExpressionNode) =>
    column.kind === 'column' && tree.isOuter(column.table ?? '');
  const parts = [node];
  if (path.column.isNull || isNullable(operand)) parts.push(notNull(operand));
  const { right } = prepared;
  if (Array.isArray(right)) {
    for (const bound of right as readonly Bound[]) {
      const other = bound.resolve(scope);
      if (bound.column?.isNull || isNullable(other)) parts.push(notNull(other));
    }
  }
  return allOf(parts)!;
}

/** The condition itself: transforms, then the lookup with what it compares with. */
function comparisonNode(
  operand: ExpressionNode,
  { transforms, lookup, subject }: LookupTail,
  prepared: PreparedLookup,
  slot: number,
  scope: QueryScope,
  rightScope: QueryScope = scope,
): ExpressionNode {
  const left = transformed(operand, transforms, scope.dialect);
  const { right, values, variant } = prepared;
  if (right !== undefined && !Array.isArray(right)) {
    return { kind: 'inQuery', operand: left, query: (right as BoundQuery).resolve(scope, 'value') };
  }
  if (Array.isArray(right)) {
    const nodes = (right as readonly Bound[]).map((bound) => bound.resolve(rightScope));
    return lookup.build(left, variant, nodes, scope.dialect);
  }
  const typeAt = (index: number) => lookup.rightType?.(subject.type, index) ?? subject.type;
  const nodes = values.map((_, index) => scope.parameter(slot + index, typeAt(index)));
  return lookup.build(left, variant, nodes, scope.dialect);
}

/**
 * Below a negation each condition over a relation to many asks for a related row of its own: unlike
 * in `filter()`, they need not hold for the same one. That is Django's rule
 * (https://docs.djangoproject.com/en/5.2/topics/db/queries/#spanning-multi-valued-relationships).
 */
function relatedNode(lookup: BoundLookup, place: Place): ExpressionNode {
  const { path, prepared, slot } = lookup;
  if (asksForAbsence(lookup)) {
    const exists = existsNode(lookup, place);
    return prepared.variant === 'false' ? exists : negated(exists);
  }
  if (holdsForNull(lookup)) return emptyNode(lookup, place);
  return existsNode(lookup, place, (inner, alias) => {
    const further = path.relations.slice(toManyIndex(lookup) + 1);
    const used = new Set<string>();
    const end = inner.frame.tree.follow(alias, further, 'any', used);
    for (const each of used) inner.frame.tree.require(each);
    const operand = columnNode(end, path.column);
    const node = comparisonNode(operand, path, prepared, slot, inner, place.scope);
    // The right side may have joined tables to the statement around.
    if (prepared.right !== undefined) place.scope.frame.tree.avoid(inner.frame.tree.aliases);
    return node;
  });
}

/** Whether a column is empty in any related row; where there is none, it is empty. */
function emptyNode({ path, prepared, slot }: BoundLookup, { scope }: Place): ExpressionNode {
  const { frame } = scope;
  const { primaryKey, table } = metaOf(frame.model);
  const tree = new JoinTree(frame.model, frame.tree.aliases);
  const inner = new QueryScope({ ...frame, tree });
  const operand = inner.column(path.relations, path.column);
  const isSame: ExpressionNode = {
    kind: 'comparison',
    operator: '=',
    left: columnNode(tree.rootAlias, primaryKey),
    right: columnNode(frame.tree.rootAlias, primaryKey),
  };
  const where = allOf([isSame, comparisonNode(operand, path, prepared, slot, inner)]);
  const columns = [{ kind: 'literal', value: 1, type: INTEGER } as const];
  const query = { ...selectFrom(table, tree.rootAlias), columns, joins: tree.joins, where };
  return { kind: 'exists', query };
}

/** `movies__isnull` asks whether there are related rows at all. */
function asksForAbsence(lookup: BoundLookup): boolean {
  const { path, prepared } = lookup;
  return (
    (path.lookup.name === 'isnull' || prepared.variant === 'null') &&
    path.column.isPrimaryKey &&
    toManyIndex(lookup) === path.relations.length - 1
  );
}

/** Whether there is a row at the other end of the first relation to many on the condition's way. */
function existsNode(
  lookup: BoundLookup,
  { scope }: Place,
  conditionOf?: (inner: QueryScope, alias: string) => ExpressionNode,
): ExpressionNode {
  const { relations } = lookup.path;
  const toMany = toManyIndex(lookup);
  const { frame } = scope;
  const outer = frame.tree.follow(frame.tree.rootAlias, relations.slice(0, toMany), 'any');
  const [first, ...rest] = stepsOf(relations[toMany]!);
  const tree = new JoinTree(first!.target, frame.tree.aliases);
  const inner = new QueryScope({ ...frame, model: first!.target, tree, outer: frame.outer });
  const link: ExpressionNode = {
    kind: 'comparison',
    operator: '=',
    left: columnNode(tree.rootAlias, first!.near),
    right: columnNode(outer, first!.far),
  };
  const used = new Set<string>();
  const alias = tree.followSteps(tree.rootAlias, rest, 'any', used);
  for (const each of used) tree.require(each);
  const where = conditionOf === undefined ? link : allOf([link, conditionOf(inner, alias)]);
  return {
    kind: 'exists',
    query: {
      ...selectFrom(metaOf(first!.target).table, tree.rootAlias),
      columns: [{ kind: 'literal', value: 1, type: INTEGER }],
      joins: tree.joins,
      where,
    },
  };
}

function toManyIndex({ path }: BoundLookup): number {
  return path.relations.findIndex(isToMany);
}

function isToMany(relation: RelationMeta): boolean {
  return !leadsToOne(relation);
}

/** Whether a row without a related row can match: `studio__name__isnull: true`, `studio: null`. */
function holdsForNull({ path, prepared }: BoundLookup): boolean {
  return (
    prepared.variant === 'null' || (path.lookup.name === 'isnull' && prepared.variant === 'true')
  );
}

function notNull(operand: ExpressionNode): ExpressionNode {
  return { kind: 'isNull', operand, isNegated: true };
}

function negated(operand: ExpressionNode): ExpressionNode {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}
