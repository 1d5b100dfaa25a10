import type {
  ColumnType,
  Dialect,
  ExpressionNode,
  ParameterNode,
  QueryNode,
} from '../../db/index.ts';
import { QUERY_STATE, type QueryHolder, type Scope } from '../expressions/expression.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';
import { columnNode, type JoinTree, type Reuse, wayTo } from './join-tree.ts';
import { parseReference } from './lookup-path.ts';
import type { QueryState } from './query-state.ts';
import { transformed } from './transforms.ts';

/** What all scopes of one query share. */
export interface QueryFrame {
  readonly model: AnyModel;
  readonly dialect: Dialect;
  readonly tree: JoinTree;
  /** Annotations as SQL, as far as the steps have been taken. */
  readonly annotations: Map<string, ExpressionNode>;
  /** Where the query's values begin among those of the statement. */
  readonly firstSlot: number;
  readonly outer: QueryScope | undefined;
  /** Makes the SQL of a query inside this one. */
  readonly build: SubqueryBuilder;
}

export type SubqueryBuilder = (
  state: QueryState,
  context: {
    readonly dialect: Dialect;
    readonly firstSlot: number;
    readonly outer: QueryScope;
    readonly purpose: 'value' | 'exists';
  },
) => QueryNode;

/** A query while its SQL is made, as its expressions and conditions see it. */
export class QueryScope implements Scope {
  readonly frame: QueryFrame;
  /** Which joins of relations to many rows are meant. */
  readonly reuse: Reuse;
  /** Gets the aliases that were joined or used again. */
  readonly used: Set<string> | undefined;

  constructor(frame: QueryFrame, reuse: Reuse = 'any', used?: Set<string>) {
    this.frame = frame;
    this.reuse = reuse;
    this.used = used;
  }

  /** The scope of one `filter()` call: its conditions mean the same related rows. */
  forFilter(): QueryScope {
    const used = new Set<string>();
    return new QueryScope(this.frame, used, used);
  }

  get dialect(): Dialect {
    return this.frame.dialect;
  }

  column(relations: readonly RelationMeta[], column: ColumnMeta): ExpressionNode {
    const { tree } = this.frame;
    const way = wayTo(relations, column);
    return columnNode(
      tree.followSteps(tree.rootAlias, way.steps, this.reuse, this.used),
      way.column,
    );
  }

  annotation(name: string): ExpressionNode {
    return this.frame.annotations.get(name)!;
  }

  reference(path: string): ExpressionNode {
    const { annotations, model } = this.frame;
    const annotation = annotations.get(path);
    if (annotation !== undefined) return annotation;
    const { relations, column, transforms } = parseReference(model, path);
    return transformed(this.column(relations, column), transforms, this.dialect);
  }

  /** A table that is joined to the query around must not get a name of ours, nor the other way. */
  inOuter(resolve: (outer: Scope) => ExpressionNode): ExpressionNode | undefined {
    const { outer, tree } = this.frame;
    if (outer === undefined) return undefined;
    outer.frame.tree.avoid(tree.aliases);
    const node = resolve(outer);
    tree.avoid(outer.frame.tree.aliases);
    return node;
  }

  parameter(slot: number, type: ColumnType): ParameterNode {
    return { kind: 'parameter', slot: this.frame.firstSlot + slot, type };
  }

  subquery(holder: QueryHolder, slot: number, purpose: 'value' | 'exists'): QueryNode {
    const state = holder[QUERY_STATE] as QueryState;
    const { dialect, build, firstSlot } = this.frame;
    return build(state, { dialect, firstSlot: firstSlot + slot, outer: this, purpose });
  }
}
