import { describeKind } from '../../core/index.ts';
import type { ColumnType, ComparisonOperator, ExpressionNode, TextMatch } from '../../db/index.ts';
import { TEXT } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { Bound, BoundQuery } from '../expressions/expression.ts';
import { modelOf, Row } from '../hydrate/row.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { Comparable } from '../schema/comparable.ts';
import type { Normalizer } from '../schema/field.ts';
import { isStorable } from '../schema/fields.ts';
import { type ColumnMeta, comparableOf } from '../schema/meta.ts';

/**
 * A value made ready for its lookup. `variant` is all that the value may change of the SQL text;
 * the rest of it only fills parameters.
 */
export interface PreparedLookup {
  readonly variant: string;
  readonly values: readonly unknown[];
  /** `none`: the condition can hold for no row, so no query is needed. */
  readonly matches?: 'none';
  /** What is compared with in place of values: expressions, or the rows of a query. */
  readonly right?: readonly Bound[] | BoundQuery;
}

/** The last part of a lookup key: `gte`, `icontains`, … */
export interface Lookup {
  readonly name: string;
  /** Checks and converts the value. @throws orm.value.invalid */
  prepare(subject: Comparable, value: unknown, key: string): PreparedLookup;
  /** What the prepared values are written as; default the type of the operand. */
  rightType?(operand: ColumnType, index: number): ColumnType;
  /** How many expressions may stand in place of the value; default 1, and `many` in a list. */
  readonly takes?: 'value' | 'pair' | 'many' | 'none';
  /** The SQL condition from the operand and what it is compared with. */
  build(operand: ExpressionNode, variant: string, right: readonly ExpressionNode[]): ExpressionNode;
}

const exact: Lookup = {
  name: 'exact',
  prepare(subject, value, key) {
    if (value === null) return { variant: 'null', values: [] };
    return { variant: '', values: [comparedValue(subject, value, key)] };
  },
  build(operand, variant, [right]) {
    if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
    return compare('=', operand, right!);
  },
};

const isnull: Lookup = {
  name: 'isnull',
  takes: 'none',
  prepare(_subject, value, key) {
    if (typeof value !== 'boolean') throw invalidValue(key, 'true or false', value);
    return { variant: String(value), values: [] };
  },
  build: (operand, variant) => ({ kind: 'isNull', operand, isNegated: variant === 'false' }),
};

const inList: Lookup = {
  name: 'in',
  takes: 'many',
  prepare(subject, value, key) {
    if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) {
      throw invalidValue(key, 'a list', value);
    }
    // NULL equals nothing, so it can be left out of the list.
    const items = [...(value as Iterable<unknown>)].filter((item) => item !== null);
    const values = items.map((item) => comparedValue(subject, item, key));
    if (values.length === 0) return { variant: '', values: [[]], matches: 'none' };
    return { variant: '', values: [values] };
  },
  build(operand, _variant, right) {
    const [list] = right;
    return right.length === 1 && list!.kind === 'parameter'
      ? { kind: 'inList', operand, list: list! }
      : { kind: 'inItems', operand, items: right };
  },
};

const range: Lookup = {
  name: 'range',
  takes: 'pair',
  prepare(subject, value, key) {
    if (!Array.isArray(value) || value.length !== 2) {
      throw invalidValue(key, 'a list of two values', value);
    }
    return { variant: '', values: value.map((bound) => comparedValue(subject, bound, key)) };
  },
  build: (operand, _variant, [low, high]) => ({
    kind: 'between',
    operand,
    low: low!,
    high: high!,
  }),
};

/** The lookups of every type, by name. */
const LOOKUPS: ReadonlyMap<string, Lookup> = new Map(
  [
    exact,
    isnull,
    inList,
    range,
    comparison('gt', '>'),
    comparison('gte', '>='),
    comparison('lt', '<'),
    comparison('lte', '<='),
    textMatch('iexact'),
    textMatch('contains'),
    textMatch('icontains'),
    textMatch('startswith'),
    textMatch('istartswith'),
    textMatch('endswith'),
    textMatch('iendswith'),
    textMatch('regex'),
    textMatch('iregex'),
  ].map((lookup) => [lookup.name, lookup]),
);

export const EXACT: Lookup = exact;

/** Lookups that only some types have, or that mean something else for them; by kind of type. */
const ofKind = new Map<ColumnType['kind'], Map<string, Lookup>>();

/** Adds a lookup for a kind of type, before those of every type. */
export function addLookup(kind: ColumnType['kind'], lookup: Lookup): void {
  const lookups = ofKind.get(kind) ?? new Map();
  ofKind.set(kind, lookups.set(lookup.name, lookup));
}

/** The lookup of a name for a type; undefined when it has none. */
export function lookupFor(type: ColumnType, name: string): Lookup | undefined {
  return ofKind.get(type.kind)?.get(name) ?? LOOKUPS.get(name);
}

export function lookupNames(type: ColumnType): readonly string[] {
  return [...(ofKind.get(type.kind)?.keys() ?? []), ...LOOKUPS.keys()];
}

/** Whether any type has a lookup of this name. */
export function isLookupName(name: string): boolean {
  return LOOKUPS.has(name) || [...ofKind.values()].some((lookups) => lookups.has(name));
}

/** The canonical value of a column for what the application writes. @throws orm.value.invalid */
export function normalizeValue(column: ColumnMeta, value: unknown, key: string): unknown {
  return canonical(comparableOf(column), value, key, column.field.normalize);
}

/** The canonical value to compare something with, which need not fit into it. */
export function comparedValue(subject: Comparable, value: unknown, key: string): unknown {
  return canonical(subject, value, key, subject.normalizeCompared);
}

function canonical(
  subject: Comparable,
  value: unknown,
  key: string,
  normalize: Normalizer,
): unknown {
  const plain = subject.keyOf === undefined ? value : keyOfRow(subject.keyOf, value, key);
  const normal = plain === null || plain === undefined ? undefined : normalize(plain);
  if (normal === undefined) throw invalidValue(key, subject.expected, plain);
  return normal;
}

/** A row stands for its primary key wherever a key of its model is compared or written. */
function keyOfRow(expected: AnyModel, value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !('pk' in value)) return value;
  if (value instanceof Row && modelOf(value) !== expected) {
    throw ormError(
      'orm.value.invalid',
      `"${key}" takes a row of ${expected.name}, not one of ${modelOf(value).name}.`,
      { details: { key, expected: expected.name } },
    );
  }
  return value.pk;
}

export function invalidValue(key: string, expected: string, value: unknown) {
  const isOdd = typeof value === 'string' && !isStorable(value);
  return ormError('orm.value.invalid', `"${key}" takes ${expected}, not ${describeKind(value)}.`, {
    ...(isOdd && {
      hint: 'It holds NUL or half of a surrogate pair, which databases do not store.',
    }),
    details: { key, expected },
  });
}

function comparison(name: string, operator: ComparisonOperator): Lookup {
  return {
    name,
    prepare: (subject, value, key) => ({
      variant: '',
      values: [comparedValue(subject, value, key)],
    }),
    build: (operand, _variant, [right]) => compare(operator, operand, right!),
  };
}

function textMatch(match: TextMatch): Lookup {
  return {
    name: match,
    prepare(_subject, value, key) {
      if (value === null && match === 'iexact') return { variant: 'null', values: [] };
      if (!['string', 'number', 'bigint'].includes(typeof value)) {
        throw invalidValue(key, 'a text', value);
      }
      const text = String(value);
      if (!isStorable(text)) throw invalidValue(key, 'a text', value);
      if (match === 'regex' || match === 'iregex') checkPattern(text, key);
      return { variant: '', values: [text] };
    },
    rightType: () => TEXT,
    build(operand, variant, [pattern]) {
      if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
      return { kind: 'match', match, operand, pattern: pattern! };
    },
  };
}

function checkPattern(pattern: string, key: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (cause) {
    throw ormError('orm.value.invalid', `"${key}" got an invalid regular expression.`, { cause });
  }
}

function compare(
  operator: ComparisonOperator,
  left: ExpressionNode,
  right: ExpressionNode,
): ExpressionNode {
  return { kind: 'comparison', operator, left, right };
}
