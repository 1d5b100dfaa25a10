import { BOOLEAN, type ColumnType } from './column-type.ts';
import type { ExpressionNode, WindowNode } from './nodes.ts';

/** The type that an expression's value is read as. */
export function typeOf(node: ExpressionNode): ColumnType {
  return 'type' in node ? node.type : BOOLEAN;
}

/** The expressions directly below one; queries inside of it are worlds of their own. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'column':
    case 'parameter':
    case 'literal':
    case 'subquery':
    case 'exists':
      return [];
    case 'comparison':
    case 'arithmetic':
      return [node.left, node.right];
    case 'function':
    case 'template':
      return node.args;
    case 'cast':
    case 'not':
    case 'isNull':
    case 'inList':
    case 'inQuery':
    case 'extract':
    case 'truncate':
    case 'jsonPath':
      return [node.operand];
    case 'case':
      return [...node.branches.flatMap(({ when, then }) => [when, then]), node.otherwise];
    case 'aggregate':
      return [
        ...node.args,
        ...(node.filter === undefined ? [] : [node.filter]),
        ...node.orderBy.map(({ expression }) => expression),
      ];
    case 'window':
      return [
        node.operand,
        ...node.partitionBy,
        ...node.orderBy.map(({ expression }) => expression),
      ];
    case 'and':
    case 'or':
    case 'xor':
      return node.operands;
    case 'between':
      return [node.operand, node.low, node.high];
    case 'inItems':
      return [node.operand, ...node.items];
    case 'match':
      return [node.operand, node.pattern];
  }
}

/** Whether the value is made of many rows. A window looks at many rows, yet has a value for each. */
export function hasAggregate(node: ExpressionNode): boolean {
  if (node.kind === 'aggregate') return true;
  if (node.kind === 'template' && node.isAggregate) return true;
  if (node.kind === 'window') return partsOf(node).some(hasAggregate);
  return childrenOf(node).some(hasAggregate);
}

export function hasWindow(node: ExpressionNode): boolean {
  return node.kind === 'window' || childrenOf(node).some(hasWindow);
}

/** All of a window but its own function, which looks at many rows without making them one. */
function partsOf(node: WindowNode): readonly ExpressionNode[] {
  return [...childrenOf(node.operand), ...childrenOf(node).slice(1)];
}

/**
 * What a query has to group by so that the expression may stand beside its aggregates: itself, or
 * where it holds an aggregate, what stands beside that in it.
 */
export function groupingOf(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind === 'aggregate') return [];
  if (node.kind === 'window') return partsOf(node).flatMap(groupingOf);
  if (!hasAggregate(node) && !hasWindow(node)) return isConstant(node) ? [] : [node];
  return childrenOf(node).flatMap(groupingOf);
}

/** Whether the value is the same for every row. */
export function isConstant(node: ExpressionNode): boolean {
  if (node.kind === 'parameter' || node.kind === 'literal') return true;
  if (node.kind === 'function' && node.args.length === 0) return true;
  const children = childrenOf(node);
  return children.length > 0 && children.every(isConstant);
}
