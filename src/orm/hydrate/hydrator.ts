import type { ColumnDecoder, Dialect, RawRow } from '../../db/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type ToOneMeta } from '../schema/meta.ts';
import type { ResultSet } from './result-set.ts';
import type { Row } from './row.ts';
import { type RowConstructor, rowClass } from './row-class.ts';

/** Which values of a raw row make up a model row, and the rows joined to it. */
export interface HydrationNode {
  readonly model: AnyModel;
  /** The loaded columns; their values follow each other from `offset` in the raw row. */
  readonly columns: readonly ColumnMeta[];
  readonly offset: number;
  readonly children: readonly JoinedNode[];
}

export interface JoinedNode {
  readonly relation: ToOneMeta;
  readonly node: HydrationNode;
}

/** Turns raw rows into model rows; `sets` has one result set per node, in `nodesOf` order. */
export type Hydrator = (rows: readonly RawRow[], sets: readonly ResultSet[]) => Row[];

/** All nodes of a tree, each before those joined to it. */
export function nodesOf(root: HydrationNode): readonly HydrationNode[] {
  return [root, ...root.children.flatMap(({ node }) => nodesOf(node))];
}

/**
 * Compiles the hydrator of a shape: one loop with all positions and decoders written into it,
 * which V8 turns into straight code (bench: `sqlite-read`).
 */
export function compileHydrator(root: HydrationNode, dialect: Dialect): Hydrator {
  const nodes = nodesOf(root);
  const scope = new GeneratedScope();
  const body = nodes
    .map((node, index) => nodeSource(node, index, nodes, dialect, scope))
    .reverse()
    .join('\n');
  const source = `'use strict';
return function hydrate(rows, sets) {
  const count = rows.length;
  const out = new Array(count);
  ${scope.prologue.join('\n  ')}
  for (let i = 0; i < count; i++) {
    const r = rows[i];
${body}
    out[i] = n0;
  }
  return out;
}`;
  return new Function(...scope.names, source)(...scope.values) as Hydrator;
}

/** What the generated function refers to besides its arguments. */
class GeneratedScope {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly prologue: string[] = [];

  add(name: string, value: unknown): string {
    this.names.push(name);
    this.values.push(value);
    return name;
  }
}

/** Statements that make `n<index>` of the raw row `r`; joined nodes are made before. */
function nodeSource(
  node: HydrationNode,
  index: number,
  nodes: readonly HydrationNode[],
  dialect: Dialect,
  scope: GeneratedScope,
): string {
  const made = scope.add(`C${index}`, rowClass(node.model, node.columns) satisfies RowConstructor);
  scope.prologue.push(`const s${index} = sets[${index}];`);
  const values = node.columns.map((column, position) =>
    valueSource(
      `r[${node.offset + position}]`,
      `d${index}_${position}`,
      dialect.decoder(column.type),
      scope,
    ),
  );
  const related = relatedSource(node, nodes);
  const keys = node.columns.flatMap((column, position) => {
    if (!isLookedUpBy(node, column)) return [];
    const keyColumn = scope.add(`c${index}_${position}`, column);
    scope.prologue.push(`const k${index}_${position} = s${index}.keysOf(${keyColumn});`);
    return [`k${index}_${position}.push(n${index}.${column.attribute});`];
  });
  const make = `n${index} = new ${made}(s${index}, ${related}, ${values.join(', ')});`;
  if (index === 0) return `    const ${make} ${keys.join(' ')}`;
  const key = node.columns.findIndex((column) => column.isPrimaryKey);
  return (
    `    let n${index} = null;\n` +
    `    if (r[${node.offset + key}] !== null) { ${make} ${keys.join(' ')} s${index}.rowCount++; }`
  );
}

function relatedSource(node: HydrationNode, nodes: readonly HydrationNode[]): string {
  if (node.children.length === 0) return 'undefined';
  const members = node.children.map(
    (child) => `${child.relation.name}: n${nodes.indexOf(child.node)}`,
  );
  return `{ ${members.join(', ')} }`;
}

function valueSource(
  raw: string,
  name: string,
  decoder: ColumnDecoder,
  scope: GeneratedScope,
): string {
  return decoder === undefined ? raw : `${scope.add(name, decoder)}(${raw})`;
}

/** Whether peers may look related rows up by this column. */
function isLookedUpBy(node: HydrationNode, column: ColumnMeta): boolean {
  if (column.relation !== undefined) return true;
  if (!column.isPrimaryKey) return false;
  return [...metaOf(node.model).relations.values()].some((relation) => relation.kind !== 'toOne');
}
