import type { ColumnType } from './column-type.ts';
import type { ExpressionNode } from './nodes.ts';

/** Tables as immutable values: what a dialect writes CREATE statements from. */

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNull: boolean;
  readonly isPrimaryKey: boolean;
  /** The database numbers the rows. */
  readonly isAutomatic: boolean;
  readonly isUnique: boolean;
  /** What the database puts into rows that are written without the column. */
  readonly default?: ConstantExpression | undefined;
  /** The database works the value out from the row's other columns. */
  readonly generated?: GeneratedDefinition | undefined;
  readonly references: ReferenceDefinition | undefined;
}

/** An expression over the table's own columns; `values` are what its parameters stand for. */
export interface ConstantExpression {
  readonly expression: ExpressionNode;
  readonly values: readonly unknown[];
}

export interface GeneratedDefinition extends ConstantExpression {
  /** Kept in the row, or worked out whenever it is read. */
  readonly isStored: boolean;
}

export interface ReferenceDefinition {
  readonly table: string;
  readonly column: string;
  readonly onDelete: ReferentialAction;
}

export type ReferentialAction = 'cascade' | 'set null' | 'set default' | 'restrict' | 'no action';

export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly indexes: readonly IndexDefinition[];
  readonly constraints?: readonly ConstraintDefinition[];
}

export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
  readonly isUnique: boolean;
  /** The index has only the rows for which this holds. */
  readonly where?: ConstantExpression | undefined;
  /** Columns whose values the index carries without ordering by them. */
  readonly include?: readonly string[];
  /** The kind of index, where the database has several: `gin`. */
  readonly method?: string | undefined;
  /** Whether two rows with NULL in a column of a unique index may stand side by side. */
  readonly areNullsDistinct?: boolean;
}

export interface IndexColumn {
  readonly name: string;
  readonly isDescending?: boolean;
}

export type ConstraintDefinition =
  | { readonly kind: 'check'; readonly name: string; readonly condition: ConstantExpression }
  | {
      readonly kind: 'unique';
      readonly name: string;
      readonly columns: readonly string[];
      /** When it is checked: at each statement, at its end, or at the end of the transaction. */
      readonly deferrable: 'immediate' | 'deferred' | undefined;
    };
