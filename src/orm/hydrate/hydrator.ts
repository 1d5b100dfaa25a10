import { canGenerateCode } from '../../core/index.ts';
import type { ColumnType, Dialect, RawRow } from '../../db/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta, ToManyMeta, ToOneMeta } from '../schema/meta.ts';
import { interpretHydrator } from './interpreted-hydrator.ts';
import { lookupColumns } from './lookup-columns.ts';
import { nodeClass } from './node-class.ts';
import { type Evaluation, ResultSet } from './result-set.ts';
import type { Row } from './row.ts';
import { WatchedRows, type WatchLevel, watchedColumns, watchPlan } from './watched-rows.ts';

/** Which values of a raw row make up a model row, and the rows joined to it. */
export interface HydrationNode {
  readonly model: AnyModel;
  /** Relations from the first node to this one, `''` for itself, and the alias it was read from. */
  readonly path: string;
  readonly alias: string;
  /** The loaded columns; their values follow each other from `offset` in the raw row. */
  readonly columns: readonly ColumnMeta[];
  readonly offset: number;
  readonly children: readonly JoinedNode[];
}

export interface JoinedNode {
  readonly relation: ToOneMeta | ToManyMeta;
  readonly node: HydrationNode;
}

/** A value beside the columns of the first node's rows: an annotation. */
export interface Extra {
  readonly name: string;
  readonly type: ColumnType;
}

/** Turns raw rows into model rows. */
export type Hydrator = (rows: readonly RawRow[], evaluation: Evaluation) => Row[];

/** All nodes of a tree, each before those joined to it. */
export function nodesOf(root: HydrationNode): readonly HydrationNode[] {
  return [root, ...root.children.flatMap(({ node }) => nodesOf(node))];
}

/** What there is to read beside the nodes, and how. */
export interface HydratorOptions {
  readonly dialect: Dialect;
  /** Annotations of the first node, whose values follow each other from `extrasOffset`. */
  readonly extras: readonly Extra[];
  readonly extrasOffset: number;
  /** Makes rows that note what is read of them; undefined: rows as they are. */
  readonly watch?: WatchLevel;
}

/**
 * Compiles the hydrator of a shape: one loop with all positions and decoders written into it,
 * which V8 turns into straight code (bench: `sqlite-read`).
 */
export function compileHydrator(root: HydrationNode, options: HydratorOptions): Hydrator {
  if (!canGenerateCode) return interpretHydrator(root, options);
  const nodes = nodesOf(root);
  const scope = new GeneratedScope();
  const body = nodes
    .map((node, index) => nodeSource(node, index, nodes, scope, options))
    .reverse()
    .join('\n');
  const source = `'use strict';
return function hydrate(rows, evaluation) {
  const count = rows.length;
  const out = new Array(count);
  ${scope.prologue.join('\n  ')}
  for (let i = 0; i < count; i++) {
    const r = rows[i];
${body}
    out[i] = n0;
  }
  ${scope.epilogue.join('\n  ')}
  return out;
}`;
  return new Function(...scope.names, source)(...scope.values) as Hydrator;
}

/** What the generated function refers to besides its arguments. */
class GeneratedScope {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly prologue: string[] = [];
  readonly epilogue: string[] = [];

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
  scope: GeneratedScope,
  options: HydratorOptions,
): string {
  const { dialect, extrasOffset, watch } = options;
  const extras = index === 0 ? options.extras : [];
  const read = ({ type }: { readonly type: ColumnType }, name: string, position: number) => {
    const decoder = dialect.decoder(type);
    const raw = `r[${position}]`;
    return decoder === undefined ? raw : `${scope.add(name, decoder)}(${raw})`;
  };
  const values = [
    ...node.columns.map((column, at) => read(column, `d${index}_${at}`, node.offset + at)),
    ...extras.map((extra, at) => read(extra, `e${at}`, extrasOffset + at)),
  ];
  const keys = addResultSet(node, index, scope);
  const made = scope.add(`C${index}`, nodeClass(node, extras, watch));
  const counts = watch === undefined ? '' : watchSource(node, index, scope, watch);
  const joined = node.children.map((child) => `n${nodes.indexOf(child.node)}`);
  const make = `n${index} = new ${made}(${[`s${index}`, ...joined, ...values].join(', ')});`;
  if (index === 0) return `    const ${make} ${keys} ${counts}`;
  const primaryKey = node.columns.findIndex((column) => column.isPrimaryKey);
  return (
    `    let n${index} = null;\n` +
    `    if (r[${node.offset + primaryKey}] !== null) { ${make} ${keys} ${counts} s${index}.rowCount++; }`
  );
}

/** Begins to watch the node's rows; returns the statements that count the bytes of one. */
function watchSource(
  node: HydrationNode,
  index: number,
  scope: GeneratedScope,
  level: WatchLevel,
): string {
  const plan = watchPlan(node, level);
  const watch = scope.add(`W${index}`, () => new WatchedRows(plan));
  const columns = watchedColumns(node, level);
  scope.prologue.push(
    `const w${index} = s${index}.watched = ${watch}(); evaluation.watched.push(w${index});`,
    ...columns.map((_, at) => `const w${index}_${at} = w${index}.columns[${at}];`),
  );
  scope.epilogue.push(`w${index}.rowCount = s${index}.rowCount;`);
  return columns.map((column, at) => `w${index}_${at}.add(r[${node.offset + column}]);`).join(' ');
}

/** Declares the node's result set; returns the statements that note a row's keys in it. */
function addResultSet(node: HydrationNode, index: number, scope: GeneratedScope): string {
  const lookups = lookupColumns(node);
  const keys = lookups.map((_, position) => `k${index}_${position}`);
  const set = scope.add(`S${index}`, ResultSet);
  const model = scope.add(`M${index}`, node.model);
  const columns = scope.add(`L${index}`, lookups);
  const isRoot = index === 0;
  for (const key of keys) {
    // Of its full length from the start: one that grows has up to half as much again to spare.
    scope.prologue.push(`const ${key} = new Array(count);`);
    if (!isRoot) scope.epilogue.push(`${key}.length = s${index}.rowCount;`);
  }
  const rowCount = isRoot ? 'count' : '0';
  scope.prologue.push(
    `const s${index} = new ${set}(evaluation, ${model}, ${rowCount}, ${columns}, [${keys.join(', ')}]);`,
  );
  const notes = lookups.map(({ attribute }, position) =>
    isRoot
      ? `${keys[position]}[i] = n0.${attribute};`
      : `${keys[position]}[s${index}.rowCount] = n${index}.${attribute};`,
  );
  return notes.join(' ');
}
