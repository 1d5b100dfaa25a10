import {
  BOOLEAN,
  type CompiledStatement,
  type Dialect,
  type ExpressionNode,
  type QueryNode,
  type SelectColumn,
  selectFrom,
  typeOf,
} from '../../db/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import { ormError } from '../errors.ts';
import { compileReader, type ValueReader } from '../hydrate/value-reader.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';
import { buildRows, buildSubquery } from './plan.ts';
import { isSliced, type QueryState } from './query-state.ts';
import { withAnnotations } from './refining.ts';
import { QueryScope } from './scope.ts';
import { buildSelect } from './select.ts';
import { selectedOf } from './selected.ts';
import { readTarget } from './target.ts';

/** The statement behind `aggregate()`, and how its one row is read. */
interface AggregatePlan {
  readonly statement: CompiledStatement;
  readonly values: readonly unknown[];
  readonly read: ValueReader;
}

/** One value for all rows of a QuerySet, by name; no query where nothing is asked. */
export async function aggregateRows(
  state: QueryState,
  given: Readonly<Record<string, unknown>>,
  origin: QueryOrigin,
): Promise<unknown> {
  if (Object.keys(given).length === 0) return {};
  const target = readTarget(state);
  const { statement, values, read } = planAggregate(state, given, target.dialect);
  const rows = await target.query(statement, values, origin);
  return read(rows)[0];
}

/**
 * Plans `aggregate()`: over the rows of the QuerySet as they are, so that slices, DISTINCT and
 * groups become a query inside.
 *
 * @throws orm.expression.invalid for what is no aggregate
 */
function planAggregate(
  state: QueryState,
  given: Readonly<Record<string, unknown>>,
  dialect: Dialect,
): AggregatePlan {
  const summary = withAnnotations(emptied(state), given, true, true);
  for (const name of Object.keys(given)) {
    if (!summary.annotations.get(name)!.bound.hasAggregate) throw noAggregate(name);
  }
  const { others } = summary.shape.plans(dialect);
  const known = others.get('aggregate') as Omit<AggregatePlan, 'values'> | undefined;
  const plan = known ?? compile(emptied(state), summary, Object.keys(given), dialect);
  others.set('aggregate', plan);
  return { ...plan, values: summary.values };
}

function compile(
  state: QueryState,
  summary: QueryState,
  names: readonly string[],
  dialect: Dialect,
): Omit<AggregatePlan, 'values'> {
  const { node, columns } = isPlain(state)
    ? overTables(state, summary, names, dialect)
    : overRows(state, summary, names, dialect);
  const values = names.map((name, index) => ({ name, type: typeOf(columns[index]!) }));
  return { statement: dialect.compile(node), read: compileReader('values', values, dialect) };
}

/** Whether the rows are those of the joined tables, each once for the aggregate. */
function isPlain(state: QueryState): boolean {
  return (
    state.combination === undefined &&
    state.distinct === false &&
    !isSliced(state) &&
    !state.steps.some(
      (step) => step.kind === 'annotate' && (step.bound.hasAggregate || step.bound.hasWindow),
    )
  );
}

/** A QuerySet without rows still has a count and a sum, which the database knows best. */
function emptied(state: QueryState): QueryState {
  if (!state.isNone) return state;
  const clause = { kind: 'constant', value: false } as const;
  return {
    ...state,
    steps: [...state.steps, { kind: 'filter', clause }],
    shape: state.shape.step(':nothing'),
  };
}

interface Summary {
  readonly node: QueryNode;
  readonly columns: readonly ExpressionNode[];
}

function overTables(
  state: QueryState,
  summary: QueryState,
  names: readonly string[],
  dialect: Dialect,
): Summary {
  let columns: readonly ExpressionNode[] = [];
  const { node } = buildSelect(withoutRowParts(state), {
    dialect,
    build: buildSubquery,
    order: 'sliced',
    columns(scope) {
      columns = resolved(summary, names, scope);
      return columns;
    },
  });
  return { node, columns };
}

/** The aggregates of the summary, each of which may name those before it. */
function resolved(
  summary: QueryState,
  names: readonly string[],
  scope: QueryScope,
): readonly ExpressionNode[] {
  return names.map((name) => {
    const node = summary.annotations.get(name)!.bound.resolve(scope);
    scope.frame.annotations.set(name, node);
    return node;
  });
}

/** Name of the query inside. */
const ROWS = 'rows';

function overRows(
  state: QueryState,
  summary: QueryState,
  names: readonly string[],
  dialect: Dialect,
): Summary {
  const bare = withoutRowParts(state);
  if (state.combination !== undefined) return overCombination(bare, summary, names, dialect);
  let columns: readonly ExpressionNode[] = [];
  const inner: ExpressionNode[] = [];
  const { node } = buildSelect(bare, {
    dialect,
    build: buildSubquery,
    order: 'sliced',
    columns(scope) {
      // DISTINCT is of what is selected; else only what the aggregates ask for is.
      const isDistinct = state.distinct !== false;
      inner.push(...(isDistinct ? selectedOf(bare, scope).columns : besideAggregates(bare, scope)));
      columns = resolved(summary, names, new RowsScope(scope, inner, false));
      return inner.length === 0 ? [TRUE] : inner;
    },
  });
  return { node: { ...selectFrom(named(node), ROWS), columns }, columns };
}

/** Annotations that the rows are grouped by, since they have them beside aggregates. */
function besideAggregates(
  { steps, selection, annotations }: QueryState,
  scope: QueryScope,
): readonly ExpressionNode[] {
  if (!steps.some((step) => step.kind === 'annotate' && step.bound.hasAggregate)) return [];
  const names = selection.kind === 'rows' ? undefined : selection.names;
  const shown = [...annotations].filter(([name, { isSelected }]) =>
    names === undefined ? isSelected : names.includes(name),
  );
  const scalars = shown.filter(([, { bound }]) => !bound.hasAggregate && !bound.hasWindow);
  return scalars.map(([name]) => scope.annotation(name));
}

function overCombination(
  state: QueryState,
  summary: QueryState,
  names: readonly string[],
  dialect: Dialect,
): Summary {
  const { node, scope, selected } = buildRows(state, { dialect, order: 'sliced' });
  const columns = resolved(summary, names, new RowsScope(scope, [...selected.columns], true));
  return { node: { ...selectFrom(named(node), ROWS), columns }, columns };
}

/** What does not count for a summary. */
function withoutRowParts(state: QueryState): QueryState {
  return { ...state, lock: undefined, selectRelated: [], prefetchRelated: [] };
}

const TRUE: ExpressionNode = Object.freeze({ kind: 'literal', value: true, type: BOOLEAN });

/** The query with names for its columns, by which the one around it knows them. */
function named(node: QueryNode): QueryNode {
  if (node.kind === 'compound') return { ...node, queries: node.queries.map(named) };
  const columns = node.columns.map((column, index): SelectColumn => {
    const expression = column.kind === 'aliased' ? column.expression : column;
    return { kind: 'aliased', expression, name: `c${index}` };
  });
  return { ...node, columns };
}

/** Looks at the rows of the query inside as at a table, which gets a column for all it is asked. */
class RowsScope extends QueryScope {
  readonly #inner: QueryScope;
  readonly #columns: ExpressionNode[];
  readonly #isComplete: boolean;

  constructor(inner: QueryScope, columns: ExpressionNode[], isComplete: boolean) {
    super({ ...inner.frame, annotations: new Map() });
    this.#inner = inner;
    this.#columns = columns;
    this.#isComplete = isComplete;
  }

  override column(relations: readonly RelationMeta[], column: ColumnMeta): ExpressionNode {
    return this.#exposed(this.#inner.column(relations, column));
  }

  override annotation(name: string): ExpressionNode {
    return this.frame.annotations.get(name) ?? this.#exposed(this.#inner.annotation(name));
  }

  #exposed(node: ExpressionNode): ExpressionNode {
    const key = JSON.stringify(node);
    let index = this.#columns.findIndex((column) => JSON.stringify(column) === key);
    if (index < 0) {
      if (this.#isComplete) throw notSelected();
      index = this.#columns.push(node) - 1;
    }
    return { kind: 'column', table: ROWS, name: `c${index}`, type: typeOf(node) };
  }
}

function noAggregate(name: string) {
  return ormError('orm.expression.invalid', `"${name}" is no aggregate.`, {
    hint: 'aggregate() takes Count(), Sum(), Avg() and the like, or what is made of them.',
  });
}

function notSelected() {
  return ormError(
    'orm.query.combined',
    'Only what a combined QuerySet selects can be aggregated.',
    {
      hint: 'Add it to values(…).',
    },
  );
}
