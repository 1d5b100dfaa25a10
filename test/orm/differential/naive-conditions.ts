import type { Data, PlainRow } from './data.ts';
import { type Combination, isMany, type Joins, rowsAt } from './joins.ts';
import type { Condition, Expression, Lookup, Value } from './query.ts';
import type { Schema } from './schema.ts';

/** What is known of one row of a query's result while it is worked out. */
export interface Candidate {
  readonly rows: Combination;
  readonly annotations: ReadonlyMap<string, Value>;
}

export type Test = (candidate: Candidate) => boolean;
export type Reading = (candidate: Candidate) => Value;

/** Where conditions and expressions are prepared. */
export interface Surroundings {
  readonly schema: Schema;
  readonly data: Data;
  readonly model: string;
  readonly joins: Joins;
  /** Names of annotations so far. */
  readonly annotations: ReadonlySet<string>;
  /** The joins of one `filter()`; undefined where the latest are taken. */
  readonly own: Set<string> | undefined;
}

/**
 * A condition as a function. What compares with NULL does not hold, so that its negation does.
 * Under a negation a condition over a relation to many is about any related row.
 */
export function testOf(condition: Condition, around: Surroundings, isUnderNot = false): Test {
  switch (condition.kind) {
    case 'not': {
      const test = testOf(condition.operand, around, true);
      return (candidate) => !test(candidate);
    }
    case 'exists':
      return existsTest(condition, around);
    case 'lookup':
      return lookupTest(condition, around, isUnderNot);
    default: {
      const tests = condition.operands.map((operand) => testOf(operand, around, isUnderNot));
      const count = (candidate: Candidate) => tests.filter((test) => test(candidate)).length;
      if (condition.kind === 'and') return (candidate) => count(candidate) === tests.length;
      if (condition.kind === 'or') return (candidate) => count(candidate) > 0;
      return (candidate) => count(candidate) % 2 === 1;
    }
  }
}

function existsTest(
  { model, via, condition }: Extract<Condition, { kind: 'exists' }>,
  around: Surroundings,
): Test {
  return ({ rows }) => {
    const own = rows.get('')!;
    const candidates = around.data.get(model)!.filter((row) => row[via] === own);
    return candidates.some((row) => meets(row, condition, { ...around, model }));
  };
}

/** Whether a row of a model meets a condition that leads to its own columns alone. */
function meets(row: PlainRow, condition: Condition, around: Surroundings): boolean {
  const test = testOf(condition, { ...around, annotations: new Set() });
  return test({ rows: new Map([['', row]]), annotations: new Map() });
}

function lookupTest(lookup: Lookup, around: Surroundings, isUnderNot: boolean): Test {
  const { relations, column } = lookup.path;
  if (isUnderNot && around.own !== undefined && isMany(around.schema, around.model, relations)) {
    return ({ rows }) =>
      rowsAt(rows.get('')!, relations).some((row) =>
        holds(lookup, (row?.[column] ?? null) as Value, lookup.value as Value),
      );
  }
  const { value } = lookup;
  const right = isExpression(value) ? readingOf(value, around) : undefined;
  const left = readingOf({ kind: 'path', path: lookup.path }, around);
  if (right === undefined) return (candidate) => holds(lookup, left(candidate), value as Value);
  return (candidate) => {
    const compared = right(candidate);
    return compared !== null && holds(lookup, left(candidate), compared);
  };
}

function isExpression(value: Lookup['value']): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** An expression as a function; NULL makes NULL. */
export function readingOf(expression: Expression, around: Surroundings): Reading {
  switch (expression.kind) {
    case 'value':
      return () => expression.value;
    case 'path': {
      const { relations, column } = expression.path;
      if (relations.length === 0 && around.annotations.has(column)) {
        return ({ annotations }) => annotations.get(column)!;
      }
      const key = around.joins.follow(relations, around.own);
      return ({ rows }) => (rows.get(key)?.[column] ?? null) as Value;
    }
    case 'arithmetic': {
      const left = readingOf(expression.left, around);
      const right = readingOf(expression.right, around);
      return (candidate) => reckon(expression.operator, left(candidate), right(candidate));
    }
    case 'coalesce': {
      const operands = expression.operands.map((operand) => readingOf(operand, around));
      return (candidate) =>
        operands.map((operand) => operand(candidate)).find((value) => value !== null) ?? null;
    }
    case 'length': {
      const operand = readingOf(expression.operand, around);
      return (candidate) => {
        const text = operand(candidate);
        return text === null ? null : String(text).length;
      };
    }
    case 'case': {
      const test = testOf(expression.condition, { ...around, own: undefined });
      const then = readingOf(expression.then, around);
      const otherwise = readingOf(expression.otherwise, around);
      return (candidate) => (test(candidate) ? then : otherwise)(candidate);
    }
  }
}

function reckon(operator: 'add' | 'sub' | 'mul', left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const [a, b] = [Number(left), Number(right)];
  // No negative zero: databases know none among whole numbers.
  return (operator === 'add' ? a + b : operator === 'sub' ? a - b : a * b) + 0;
}

function holds(
  { lookup, transform }: Lookup,
  actual: Value,
  value: Value | readonly Value[],
): boolean {
  if (lookup === 'isnull') return (actual === null) === value;
  if (lookup === 'exact' && value === null) return actual === null;
  if (actual === null || value === null) return false;
  const compared = transform === 'year' ? Number(String(actual).slice(0, 4)) : actual;
  return LOOKUPS[lookup as keyof typeof LOOKUPS](compared, value as never);
}

const LOOKUPS = {
  exact: (actual: Value, value: Value) => actual === value,
  gt: (actual: Value, value: Value) => compare(actual, value) > 0,
  gte: (actual: Value, value: Value) => compare(actual, value) >= 0,
  lt: (actual: Value, value: Value) => compare(actual, value) < 0,
  lte: (actual: Value, value: Value) => compare(actual, value) <= 0,
  in: (actual: Value, value: readonly Value[]) => value.includes(actual),
  range: (actual: Value, [low, high]: readonly [Value, Value]) =>
    compare(actual, low) >= 0 && compare(actual, high) <= 0,
  iexact: (actual: Value, value: Value) => folded(actual) === folded(value),
  contains: (actual: Value, value: Value) => String(actual).includes(String(value)),
  icontains: (actual: Value, value: Value) => folded(actual).includes(folded(value)),
  startswith: (actual: Value, value: Value) => String(actual).startsWith(String(value)),
  istartswith: (actual: Value, value: Value) => folded(actual).startsWith(folded(value)),
  endswith: (actual: Value, value: Value) => String(actual).endsWith(String(value)),
  iendswith: (actual: Value, value: Value) => folded(actual).endsWith(folded(value)),
} as const;

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

/** The order of databases that sort texts by code points. */
export function compare(a: Value, b: Value): number {
  return a === b ? 0 : a! < b! ? -1 : 1;
}
