import { QueryBinder } from './binder.ts';
import { type BoundLookup, bindConditions, type Clause, plainLookups } from './conditions.ts';
import type { QueryState } from './query-state.ts';

/**
 * The state with one more `filter()` or `exclude()` call; `in: []` makes it empty, or drops out of
 * an `exclude()`.
 *
 * @throws orm.field.unknown, orm.lookup.unknown, orm.value.invalid, orm.condition.invalid
 */
export function withConditions(
  state: QueryState,
  parts: readonly unknown[],
  isExclude: boolean,
): QueryState {
  const [only] = parts;
  if (parts.length === 1 && isPlainObject(only) && state.annotations.size === 0) {
    const lookups = plainLookups(state.model, only, state.values.length);
    if (lookups !== undefined) return withLookups(state, lookups, isExclude);
  }
  const binder = new QueryBinder(state);
  const bound = parts.map((part) => bindConditions(part, binder));
  const token = `:${isExclude ? 'exclude' : 'filter'} ${bound.map((part) => part.token).join(' and ')}`;
  const said = bound.filter(({ isEmpty }) => isEmpty !== true);
  const clause = joinedClause(
    said.map((part) => part.clause),
    isExclude,
  );
  if (clause === undefined) return state;
  if (clause === 'none') return { ...state, isNone: true };
  return {
    ...state,
    steps: [...state.steps, { kind: 'filter', clause }],
    values: binder.values,
    shape: state.shape.step(token),
  };
}

/** One clause of several; undefined when it always holds, `none` when it never does. */
function joinedClause(clauses: readonly Clause[], isExclude: boolean): Clause | 'none' | undefined {
  const isKnown = (value: boolean) => (clause: Clause) =>
    clause.kind === 'constant' && clause.value === value;
  if (clauses.some(isKnown(false))) return isExclude ? undefined : 'none';
  const children = clauses.filter((clause) => clause.kind !== 'constant');
  if (children.length === 0) return isExclude && clauses.length > 0 ? 'none' : undefined;
  if (children.length === 1 && !isExclude) return children[0];
  return { kind: 'junction', connector: 'and', isNegated: isExclude, children };
}

/** The state with conditions that are tied to it already. */
export function withLookups(
  state: QueryState,
  lookups: readonly BoundLookup[],
  isExclude: boolean,
): QueryState {
  const isImpossible = lookups.some(({ prepared }) => prepared.matches === 'none');
  if (isImpossible) return isExclude ? state : { ...state, isNone: true };
  if (lookups.length === 0) return state;
  const values = [...state.values];
  let shape = state.shape.step(isExclude ? ':exclude' : ':filter');
  for (const { path, prepared } of lookups) {
    for (const value of prepared.values) values.push(value);
    shape = shape.step(path.key);
    if (prepared.variant !== '') shape = shape.step(`:is ${prepared.variant}`);
  }
  const clause: Clause = { kind: 'lookups', isExclude, lookups };
  return { ...state, values, shape, steps: [...state.steps, { kind: 'filter', clause }] };
}

function isPlainObject(part: unknown): part is object {
  if (typeof part !== 'object' || part === null) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === null;
}
