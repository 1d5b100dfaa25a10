import type { ColumnType } from './column-type.ts';

/**
 * SQL as immutable values. The ORM makes them, a dialect's compiler turns them into text; nothing
 * here knows a database or a model. Identifiers are quoted and values become parameters in the
 * compiler, so no node can carry SQL text from outside, except `raw`, which says so.
 */

export interface ColumnNode {
  readonly kind: 'column';
  /** Alias of the table, or undefined where the statement has only one. */
  readonly table: string | undefined;
  readonly name: string;
  readonly type: ColumnType;
}

/** The value at `slot` of the statement's values, written as `type`. */
export interface ParameterNode {
  readonly kind: 'parameter';
  readonly slot: number;
  readonly type: ColumnType;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** The text matches of Django's lookups; `i` means regardless of case. */
export type TextMatch =
  | 'iexact'
  | 'contains'
  | 'icontains'
  | 'startswith'
  | 'istartswith'
  | 'endswith'
  | 'iendswith'
  | 'regex'
  | 'iregex';

export type ExpressionNode =
  | ColumnNode
  | ParameterNode
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'null' }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/' | '%';
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ExpressionNode[] }
  | { readonly kind: 'not'; readonly operand: ExpressionNode }
  | { readonly kind: 'isNull'; readonly operand: ExpressionNode; readonly isNegated: boolean }
  | {
      readonly kind: 'between';
      readonly operand: ExpressionNode;
      readonly low: ExpressionNode;
      readonly high: ExpressionNode;
    }
  /** Membership in a list that is one parameter, so that its length is no part of the text. */
  | { readonly kind: 'inList'; readonly operand: ExpressionNode; readonly list: ParameterNode }
  | {
      readonly kind: 'match';
      readonly match: TextMatch;
      readonly operand: ExpressionNode;
      readonly pattern: ParameterNode;
    }
  | { readonly kind: 'exists'; readonly query: SelectNode }
  | { readonly kind: 'inQuery'; readonly operand: ExpressionNode; readonly query: SelectNode }
  | { readonly kind: 'countAll' };

export interface JoinNode {
  readonly kind: 'inner' | 'left';
  readonly table: string;
  readonly alias: string;
  readonly on: ExpressionNode;
}

export interface OrderNode {
  readonly expression: ExpressionNode;
  readonly isDescending: boolean;
}

export interface SelectNode {
  readonly kind: 'select';
  readonly columns: readonly ExpressionNode[];
  readonly isDistinct: boolean;
  readonly from: string | SelectNode;
  readonly alias: string;
  readonly joins: readonly JoinNode[];
  readonly where: ExpressionNode | undefined;
  readonly orderBy: readonly OrderNode[];
  /** Literals: PostgreSQL plans a prepared statement anew for each run when they are parameters. */
  readonly limit: number | undefined;
  readonly offset: number;
}

export interface InsertNode {
  readonly kind: 'insert';
  readonly table: string;
  readonly columns: readonly string[];
  /** One list of values per row; empty `columns` inserts the defaults. */
  readonly rows: readonly (readonly ExpressionNode[])[];
  readonly onConflict: 'fail' | 'ignore';
  readonly returning: readonly ColumnNode[];
}

export interface UpdateNode {
  readonly kind: 'update';
  readonly table: string;
  readonly alias: string;
  readonly assignments: readonly { readonly column: string; readonly value: ExpressionNode }[];
  readonly where: ExpressionNode | undefined;
}

export interface DeleteNode {
  readonly kind: 'delete';
  readonly table: string;
  readonly alias: string;
  readonly where: ExpressionNode | undefined;
}

export type StatementNode = SelectNode | InsertNode | UpdateNode | DeleteNode;

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNull: boolean;
  readonly isPrimaryKey: boolean;
  /** The database numbers the rows. */
  readonly isAutomatic: boolean;
  readonly isUnique: boolean;
  readonly references:
    | {
        readonly table: string;
        readonly column: string;
        readonly onDelete: ReferentialAction;
      }
    | undefined;
}

export type ReferentialAction = 'cascade' | 'set null' | 'restrict' | 'no action';

export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly indexes: readonly IndexDefinition[];
}

export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
}

/** Joins conditions with AND; undefined when there are none, the one itself when it is alone. */
export function allOf(operands: readonly ExpressionNode[]): ExpressionNode | undefined {
  return operands.length > 1 ? { kind: 'and', operands } : operands[0];
}
