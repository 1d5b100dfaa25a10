import { ormError } from '../errors.ts';
import { Ordering } from '../expressions/combinable.ts';
import { type Bound, Expression } from '../expressions/expression.ts';
import { QNode } from '../expressions/q.ts';
import { asOrdering } from '../expressions/window.ts';
import { assertKnown, checkAnnotationName, QueryBinder } from './binder.ts';
import { namesOf, parseOrder } from './lookup-path.ts';
import { splitOrder } from './ordering.ts';
import type { Combination, OrderTerm, QueryState, Selection } from './query-state.ts';
import { selectedNames } from './selected.ts';

/**
 * The state with annotations, which later conditions, orders and expressions may name.
 *
 * @param isSelected - whether rows have them as properties.
 * @param isSummary - whether they are those of `aggregate()`.
 * @throws orm.annotation.name, orm.field.unknown, orm.expression.invalid
 */
export function withAnnotations(
  state: QueryState,
  given: Readonly<Record<string, unknown>>,
  isSelected: boolean,
  isSummary = false,
): QueryState {
  if (given instanceof Expression || given instanceof QNode) throw withoutName();
  const summary = isSummary ? new Set(Object.keys(given)) : undefined;
  return Object.entries(given).reduce(
    (before, [name, expression]) => withAnnotation(before, name, expression, isSelected, summary),
    state,
  );
}

function withAnnotation(
  state: QueryState,
  name: string,
  expression: unknown,
  isSelected: boolean,
  summary: ReadonlySet<string> | undefined,
): QueryState {
  checkAnnotationName(state, name, summary !== undefined);
  const binder = new QueryBinder(state, summary);
  const bound = boundValue(name, expression, binder);
  const { selection } = state;
  const groupBy = selection.kind === 'rows' ? undefined : selectedNames(state);
  const token = `:${isSelected ? 'annotate' : 'alias'} ${name} ${bound.token}`;
  return {
    ...state,
    values: binder.values,
    steps: [...state.steps, { kind: 'annotate', name, bound, groupBy }],
    annotations: new Map(state.annotations).set(name, { bound, isSelected }),
    selection: isSelected ? withName(selection, name) : selection,
    shape: state.shape.step(token),
  };
}

/** An expression, or a `Q`, which is true or false. */
function boundValue(name: string, expression: unknown, binder: QueryBinder): Bound {
  if (expression instanceof Expression) return expression.bind(binder);
  if (expression instanceof QNode) return binder.condition(expression);
  throw noExpression(name);
}

/** What is annotated after `values()` is selected too. */
function withName(selection: Selection, name: string): Selection {
  if (selection.kind === 'rows' || selection.names === undefined) return selection;
  return { ...selection, names: [...selection.names.filter((other) => other !== name), name] };
}

/**
 * The state with values in place of model rows. Expressions among the arguments become annotations
 * by the names of their properties.
 */
export function withValues(
  state: QueryState,
  kind: 'values' | 'tuples' | 'flat',
  args: readonly unknown[],
): QueryState {
  let next = { ...state, selectRelated: [], prefetchRelated: [] };
  const names: string[] = [];
  for (const arg of args) {
    if (typeof arg === 'string') {
      assertKnown(next, arg);
      names.push(arg);
      continue;
    }
    if (typeof arg !== 'object' || arg === null || arg instanceof Expression) throw noNames();
    // Grouping is by what was selected before, which these are not.
    const before = next.selection;
    next = withAnnotations(
      { ...next, selection: { kind: 'values', names: [...names] } },
      arg as Readonly<Record<string, unknown>>,
      true,
    ) as typeof next;
    next = { ...next, selection: before };
    names.push(...Object.keys(arg));
  }
  const selection: Selection = { kind, names: args.length === 0 ? undefined : names };
  const { combination } = next;
  return {
    ...next,
    selection,
    combination: combination && withPartValues(combination, kind, args),
    shape: next.shape.steps(`:${kind}`, names.length === 0 ? ['*'] : names),
  };
}

function withPartValues(
  { operator, parts }: Combination,
  kind: 'values' | 'tuples' | 'flat',
  args: readonly unknown[],
): Combination {
  return {
    operator,
    parts: parts.map((part) => ({ ...part, state: withValues(part.state, kind, args) })),
  };
}

/** The state in another order. @throws orm.field.unknown */
export function withOrder(state: QueryState, terms: readonly unknown[]): QueryState {
  const binder = new QueryBinder(state);
  const order: OrderTerm[] = terms.map((term) => {
    if (typeof term === 'string') return checkedOrder(state, term);
    if (term instanceof Ordering || term instanceof Expression) {
      return asOrdering(term).bind(binder);
    }
    throw noOrder();
  });
  const tokens = order.map((term) => (typeof term === 'string' ? term : ` ${term.token}`));
  return {
    ...state,
    values: binder.values,
    orderBy: order,
    shape: state.shape.steps(':order', tokens),
  };
}

function checkedOrder(state: QueryState, term: string): string {
  const { name } = splitOrder(term);
  if (term !== '?' && !state.annotations.has(name)) {
    parseOrder(state.model, name, () => [...namesOf(state.model), ...state.annotations.keys()]);
  }
  return term;
}

/** Several states as one. Parts that can have no rows are left out, as the operation allows. */
export function combined(
  states: readonly [QueryState, ...QueryState[]],
  operator: Combination['operator'],
): QueryState {
  const [first, ...others] = states;
  for (const other of others) {
    if (other.using !== first.using) throw otherDatabase();
  }
  const parts = liveParts(first, others, operator);
  if (parts.length === 0) return { ...first, isNone: true };
  const [only] = parts;
  const values: unknown[] = [];
  const placed = parts.map((state) => {
    const firstSlot = values.length;
    values.push(...state.values);
    return { state, firstSlot };
  });
  const ids = parts.map(({ shape }) => String(shape.id));
  return {
    ...first,
    shape: first.shape.steps(`:${operator}`, ids),
    values,
    steps: [],
    annotations: only!.annotations,
    combination: { operator, parts: placed },
    orderBy: undefined,
    isReversed: false,
    distinct: false,
    low: 0,
    high: undefined,
    isNone: false,
    lock: undefined,
  };
}

function liveParts(
  first: QueryState,
  others: readonly QueryState[],
  operator: Combination['operator'],
): readonly QueryState[] {
  const all = [first, ...others];
  if (operator === 'intersect') return all.some(({ isNone }) => isNone) ? [] : all;
  if (operator === 'except' && first.isNone) return [];
  return all.filter(({ isNone }) => !isNone);
}

function noExpression(name: string) {
  return ormError('orm.expression.invalid', `The annotation "${name}" is no expression.`, {
    hint: `Wrap plain values: { ${name}: Value(…) }; name columns by F('…').`,
  });
}

function noNames() {
  return ormError('orm.expression.invalid', 'values() takes names and objects of expressions.', {
    hint: "values('title', { shout: Upper('title') })",
  });
}

function noOrder() {
  return ormError('orm.expression.invalid', 'orderBy() takes paths and expressions.', {
    hint: "orderBy('-rating', F('year').asc({ nulls: 'last' }))",
  });
}

function otherDatabase() {
  return ormError('orm.query.database', 'QuerySets on different databases cannot be combined.', {
    hint: 'Await both and join the lists.',
  });
}

function withoutName() {
  return ormError('orm.expression.invalid', 'Expressions are given by name, in an object.', {
    hint: "annotate({ films: Count('movies') }), aggregate({ mean: Avg('rating') })",
  });
}
