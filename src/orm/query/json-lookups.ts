import {
  BOOLEAN,
  type ComparisonOperator,
  type ExpressionNode,
  JSON_TYPE,
  TEXT,
  typeOf,
} from '../../db/index.ts';
import { isStorable } from '../schema/fields.ts';
import { comparedValue, invalidValue, type Lookup, listOf, type PreparedLookup } from './lookup.ts';

/*
 * Lookups of JSON documents and their parts, as Django defines them: values are compared as JSON,
 * so that null is the `null` of JSON, and a number equals no text. Only values of one kind have an
 * order.
 */

const exact: Lookup = {
  name: 'exact',
  prepare: preparedJson,
  build(operand, variant, [right]) {
    if (right === undefined) return condition(variant, operand);
    return condition(`json ${isKind(variant) ? variant : 'document'} =`, operand, asJson(right));
  },
};

/** Numbers and texts are told apart in the SQL, since the databases order them differently. */
function preparedJson(
  subject: Parameters<Lookup['prepare']>[0],
  value: unknown,
  key: string,
): PreparedLookup {
  if (value === null || typeof value === 'boolean') {
    return { variant: `json is ${value}`, values: [] };
  }
  return { variant: kindOf(value), values: [comparedValue(subject, value, key)] };
}

type JsonKind = 'text' | 'number' | 'document';

function kindOf(value: unknown): JsonKind {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'document';
}

function isKind(variant: string): variant is JsonKind {
  return variant === 'text' || variant === 'number' || variant === 'document';
}

const inList: Lookup = {
  name: 'in',
  takes: 'many',
  prepare(subject, value, key) {
    const items = listOf(value, key).filter((item) => item !== null);
    const values = items.map((item) => comparedValue(subject, item, key));
    return values.length === 0
      ? { variant: '', values: [[]], matches: 'none' }
      : { variant: '', values: [values] };
  },
  build(operand, _variant, right) {
    const [list] = right;
    if (right.length === 1 && list!.kind === 'parameter') {
      return { kind: 'inList', operand, list: list! };
    }
    const operands = right.map((item) => condition('json document =', operand, asJson(item)));
    return operands.length === 1 ? operands[0]! : { kind: 'or', operands };
  },
};

const range: Lookup = {
  name: 'range',
  takes: 'pair',
  prepare(subject, value, key) {
    if (!Array.isArray(value) || value.length !== 2) {
      throw invalidValue(key, 'a list of two values', value);
    }
    const [low, high] = value.map((item) => ordered(subject, item, key));
    if (low!.variant !== high!.variant) {
      throw invalidValue(key, 'two numbers or two texts', value);
    }
    return { variant: low!.variant, values: [...low!.values, ...high!.values] };
  },
  build(operand, variant, [low, high]) {
    const kind = isKind(variant) ? variant : 'number';
    const operands = [
      condition(`json ${kind} >=`, operand, asJson(low!)),
      condition(`json ${kind} <=`, operand, asJson(high!)),
    ];
    return { kind: 'and', operands };
  },
};

function comparison(name: string, operator: ComparisonOperator): Lookup {
  return {
    name,
    prepare: ordered,
    build: (operand, variant, [right]) =>
      condition(
        `json ${isKind(variant) ? variant : 'number'} ${operator}`,
        operand,
        asJson(right!),
      ),
  };
}

function ordered(
  subject: Parameters<Lookup['prepare']>[0],
  value: unknown,
  key: string,
): PreparedLookup {
  const isOrdered = typeof value === 'string' || typeof value === 'number';
  if (!isOrdered) throw invalidValue(key, 'a number or a text', value);
  return preparedJson(subject, value, key);
}

/** Whether the document has all of the value in it, or all of itself in the value. */
function containment(name: 'contains' | 'contained_by'): Lookup {
  return {
    name,
    prepare(subject, value, key) {
      if (value !== null) return { variant: '', values: [comparedValue(subject, value, key)] };
      throw invalidValue(key, subject.expected, value);
    },
    build: (operand, _variant, [right]) => condition(`json ${name}`, operand, asJson(right!)),
  };
}

const hasKey: Lookup = {
  name: 'has_key',
  prepare: (_subject, value, key) => ({ variant: '', values: [keyName(value, key)] }),
  rightType: () => TEXT,
  build: (operand, _variant, [name]) => condition('json has_key', operand, name!),
};

function hasKeys(name: 'has_keys' | 'has_any_keys'): Lookup {
  return {
    name,
    takes: 'none',
    prepare(_subject, value, key) {
      const names = listOf(value, key).map((item) => keyName(item, key));
      return { variant: '', values: [names] };
    },
    rightType: () => ({ kind: 'array', item: TEXT, size: undefined }),
    build: (operand, _variant, [names]) => condition(`json ${name}`, operand, names!),
  };
}

function keyName(value: unknown, key: string): string {
  const name = typeof value === 'number' ? String(value) : value;
  if (typeof name === 'string' && isStorable(name)) return name;
  throw invalidValue(key, 'the name of a member', value);
}

export const JSON_LOOKUPS: readonly Lookup[] = [
  exact,
  inList,
  range,
  comparison('gt', '>'),
  comparison('gte', '>='),
  comparison('lt', '<'),
  comparison('lte', '<='),
  containment('contains'),
  containment('contained_by'),
  hasKey,
  hasKeys('has_keys'),
  hasKeys('has_any_keys'),
];

function condition(name: string, ...args: readonly ExpressionNode[]): ExpressionNode {
  return { kind: 'function', name, args, type: BOOLEAN };
}

function asJson(node: ExpressionNode): ExpressionNode {
  if (typeOf(node).kind === 'json') return node;
  return { kind: 'function', name: 'to_json', args: [node], type: JSON_TYPE };
}
