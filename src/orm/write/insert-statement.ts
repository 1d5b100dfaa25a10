import type {
  CompiledStatement,
  Dialect,
  ExpressionNode,
  ParameterNode,
  RowSource,
} from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { QueryBinder } from '../query/binder.ts';
import { buildSubquery } from '../query/plan.ts';
import type { QueryState } from '../query/query-state.ts';
import { QueryScope } from '../query/scope.ts';
import { frameOf } from '../query/select.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { assignment, tokenOfAssignments } from './assignments.ts';
import type { Conflict } from './conflicts.ts';
import { type Returning, returningOf } from './returning.ts';
import { type RowMaker, rowMaker } from './row-maker.ts';

/** What an insert into a model's table is made of, but for its values. */
export interface InsertShape {
  readonly columns: readonly ColumnMeta[];
  readonly conflict: Conflict;
  readonly returning: readonly ColumnMeta[];
}

/** A compiled insert. */
export interface InsertStatement extends Pick<Returning, 'read'> {
  readonly statement: CompiledStatement;
  readonly make: RowMaker;
}

/** How the values of several rows are handed over. */
export type InsertForm = 'lists' | 'rows';

/** The statement for `count` rows of plain values, compiled once for each shape. */
export function insertStatement(
  state: QueryState,
  shape: InsertShape,
  form: InsertForm,
  count: number,
  dialect: Dialect,
): InsertStatement {
  const { columns } = shape;
  return cached(state, shape, form === 'lists' ? 'lists' : `${count} rows`, dialect, () =>
    form === 'lists'
      ? { kind: 'lists', lists: parameters(columns, 0) }
      : {
          kind: 'rows',
          rows: Array.from({ length: count }, (_, row) =>
            parameters(columns, row * columns.length),
          ),
        },
  );
}

/** The statement for one row with expressions among its values, and what fills it. */
export function insertExpressions(
  state: QueryState,
  shape: InsertShape,
  values: readonly unknown[],
  dialect: Dialect,
): InsertStatement & { readonly values: readonly unknown[] } {
  const binder = new QueryBinder(state);
  const assignments = shape.columns.map((column, index) =>
    assignment(column, values[index], binder),
  );
  const insert = cached(state, shape, tokenOfAssignments(assignments), dialect, () => {
    const scope = new InsertScope(frameOf(state, { dialect, build: buildSubquery }));
    return { kind: 'rows', rows: [assignments.map(({ bound }) => bound.resolve(scope))] };
  });
  return { ...insert, values: binder.values };
}

function cached(
  state: QueryState,
  shape: InsertShape,
  token: string,
  dialect: Dialect,
  source: () => RowSource,
): InsertStatement {
  const { columns, conflict, returning } = shape;
  const plans = state.shape.plans(dialect).others;
  const names = (list: readonly ColumnMeta[]) => list.map(({ column }) => column).join();
  const key = `insert ${names(columns)} ${token} ${JSON.stringify(conflict)} ${names(returning)}`;
  const known = plans.get(key) as InsertStatement | undefined;
  if (known !== undefined) return known;
  const { nodes, read } = returningOf(returning, dialect);
  const statement = dialect.compile({
    kind: 'insert',
    table: metaOf(state.model).table,
    columns: columns.map(({ column }) => column),
    source: source(),
    onConflict: conflict,
    returning: nodes,
  });
  const made = { statement, read, make: rowMaker(state.model, shape) };
  plans.set(key, made);
  return made;
}

function parameters(columns: readonly ColumnMeta[], firstSlot: number): readonly ParameterNode[] {
  return columns.map(({ type }, index) => ({ kind: 'parameter', slot: firstSlot + index, type }));
}

/** There is no row yet that an expression could refer to. */
class InsertScope extends QueryScope {
  override column(): ExpressionNode {
    throw referring(this.frame.model.name);
  }

  override reference(): ExpressionNode {
    throw referring(this.frame.model.name);
  }
}

function referring(name: string) {
  return ormError(
    'orm.create.reference',
    `A new ${name} was given an expression that refers to its own columns.`,
    { hint: 'They have no values yet: use Value(…), a function of values, or a Subquery().' },
  );
}
