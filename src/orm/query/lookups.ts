import { describeKind } from '../../core/index.ts';
import type { ColumnNode, ComparisonOperator, ExpressionNode, TextMatch } from '../../db/index.ts';
import { TEXT } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { modelOf, Row } from '../hydrate/row.ts';
import type { Normalizer } from '../schema/field.ts';
import { isStorable } from '../schema/fields.ts';
import type { ColumnMeta } from '../schema/meta.ts';

/**
 * A value made ready for its lookup. `variant` is all that the value may change of the SQL text;
 * the rest of it only fills parameters.
 */
export interface PreparedLookup {
  readonly variant: string;
  readonly values: readonly unknown[];
  /** `none`: the condition can hold for no row, so no query is needed. */
  readonly matches?: 'none';
}

/** The last part of a lookup key: `gte`, `icontains`, … */
export interface Lookup {
  readonly name: string;
  /** Checks and converts the value. @throws orm.value.invalid */
  prepare(column: ColumnMeta, value: unknown, key: string): PreparedLookup;
  /** The SQL condition; `slot` is the index of the first of the prepared values. */
  build(operand: ColumnNode, variant: string, slot: number): ExpressionNode;
}

const exact: Lookup = {
  name: 'exact',
  prepare(column, value, key) {
    if (value === null) return { variant: 'null', values: [] };
    return { variant: '', values: [comparedValue(column, value, key)] };
  },
  build(operand, variant, slot) {
    if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
    return compare('=', operand, slot);
  },
};

const isnull: Lookup = {
  name: 'isnull',
  prepare(_column, value, key) {
    if (typeof value !== 'boolean') throw invalidValue(key, 'true or false', value);
    return { variant: String(value), values: [] };
  },
  build: (operand, variant) => ({ kind: 'isNull', operand, isNegated: variant === 'false' }),
};

const inList: Lookup = {
  name: 'in',
  prepare(column, value, key) {
    if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) {
      throw invalidValue(key, 'a list', value);
    }
    // NULL equals nothing, so it can be left out of the list.
    const items = [...(value as Iterable<unknown>)].filter((item) => item !== null);
    const values = items.map((item) => comparedValue(column, item, key));
    if (values.length === 0) return { variant: '', values: [[]], matches: 'none' };
    return { variant: '', values: [values] };
  },
  build: (operand, _variant, slot) => ({
    kind: 'inList',
    operand,
    list: { kind: 'parameter', slot, type: operand.type },
  }),
};

const range: Lookup = {
  name: 'range',
  prepare(column, value, key) {
    if (!Array.isArray(value) || value.length !== 2) {
      throw invalidValue(key, 'a list of two values', value);
    }
    return { variant: '', values: value.map((bound) => comparedValue(column, bound, key)) };
  },
  build: (operand, _variant, slot) => ({
    kind: 'between',
    operand,
    low: { kind: 'parameter', slot, type: operand.type },
    high: { kind: 'parameter', slot: slot + 1, type: operand.type },
  }),
};

/** Every lookup by its name. */
export const LOOKUPS: ReadonlyMap<string, Lookup> = new Map(
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

/** The canonical value of a column for what the application writes. @throws orm.value.invalid */
export function normalizeValue(column: ColumnMeta, value: unknown, key: string): unknown {
  return canonical(column, value, key, column.field.normalize);
}

/** The canonical value to compare a column with, which need not fit into it. */
function comparedValue(column: ColumnMeta, value: unknown, key: string): unknown {
  return canonical(column, value, key, column.field.normalizeCompared);
}

function canonical(
  column: ColumnMeta,
  value: unknown,
  key: string,
  normalize: Normalizer,
): unknown {
  const isKey = column.isPrimaryKey || column.relation !== undefined;
  const plain = isKey ? keyOfRow(column, value, key) : value;
  const normal = plain === null || plain === undefined ? undefined : normalize(plain);
  if (normal === undefined) throw invalidValue(key, column.field.expected, plain);
  return normal;
}

/** A row stands for its primary key wherever a key of its model is compared or written. */
function keyOfRow(column: ColumnMeta, value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !('pk' in value)) return value;
  const expected = column.relation?.target ?? column.model;
  if (value instanceof Row && modelOf(value) !== expected) {
    throw ormError(
      'orm.value.invalid',
      `"${key}" takes a row of ${expected.name}, not one of ${modelOf(value).name}.`,
      { details: { key, expected: expected.name } },
    );
  }
  return value.pk;
}

function invalidValue(key: string, expected: string, value: unknown) {
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
    prepare: (column, value, key) => ({
      variant: '',
      values: [comparedValue(column, value, key)],
    }),
    build: (operand, _variant, slot) => compare(operator, operand, slot),
  };
}

function textMatch(match: TextMatch): Lookup {
  return {
    name: match,
    prepare(_column, value, key) {
      if (value === null && match === 'iexact') return { variant: 'null', values: [] };
      if (!['string', 'number', 'bigint'].includes(typeof value)) {
        throw invalidValue(key, 'a text', value);
      }
      const text = String(value);
      if (!isStorable(text)) throw invalidValue(key, 'a text', value);
      if (match === 'regex' || match === 'iregex') checkPattern(text, key);
      return { variant: '', values: [text] };
    },
    build(operand, variant, slot) {
      if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
      return { kind: 'match', match, operand, pattern: { kind: 'parameter', slot, type: TEXT } };
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

function compare(operator: ComparisonOperator, operand: ColumnNode, slot: number): ExpressionNode {
  const right = { kind: 'parameter', slot, type: operand.type } as const;
  return { kind: 'comparison', operator, left: operand, right };
}
