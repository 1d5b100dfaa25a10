import { BOOLEAN, type ExpressionNode } from '../../db/index.ts';
import { comparedValue, type Lookup, listOf } from './lookup.ts';

/** Lookups of lists, a type that PostgreSQL alone has. */
export const ARRAY_LOOKUPS: readonly Lookup[] = [
  {
    name: 'exact',
    prepare(subject, value, key) {
      if (value === null) return { variant: 'null', values: [] };
      return { variant: '', values: [comparedValue(subject, value, key)] };
    },
    build(operand, variant, [right]) {
      if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
      return condition('=', operand, right!);
    },
  },
  {
    name: 'in',
    takes: 'many',
    // A list of lists would be one list of two dimensions, so each is a parameter.
    prepare(subject, value, key) {
      const items = listOf(value, key).filter((item) => item !== null);
      const values = items.map((item) => comparedValue(subject, item, key));
      const variant = String(values.length);
      return values.length === 0 ? { variant, values, matches: 'none' } : { variant, values };
    },
    build(operand, _variant, items) {
      const operands = items.map((item) => condition('=', operand, item));
      return operands.length === 1 ? operands[0]! : { kind: 'or', operands };
    },
  },
  relation('contains'),
  relation('contained_by'),
  relation('overlap'),
];

function relation(name: 'contains' | 'contained_by' | 'overlap'): Lookup {
  return {
    name,
    prepare: (subject, value, key) => ({
      variant: '',
      values: [comparedValue(subject, value, key)],
    }),
    build: (operand, _variant, [right]) => condition(name, operand, right!),
  };
}

function condition(name: string, ...args: readonly ExpressionNode[]): ExpressionNode {
  return { kind: 'function', name: `array ${name}`, args, type: BOOLEAN };
}
