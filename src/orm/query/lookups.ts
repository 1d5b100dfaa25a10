import type { ColumnType, ComparisonOperator, TextMatch } from '../../db/index.ts';
import { TEXT } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { Comparable } from '../schema/comparable.ts';
import { isStorable } from '../schema/fields.ts';
import { ARRAY_LOOKUPS } from './array-lookups.ts';
import { JSON_LOOKUPS } from './json-lookups.ts';
import {
  ANYTHING,
  comparableValue,
  compare,
  invalidValue,
  isNotNull,
  type Lookup,
  listOf,
  NOTHING,
  type PreparedLookup,
} from './lookup.ts';
import { comparedWithForeign } from './whole-numbers.ts';

export {
  comparedValue,
  invalidValue,
  type Lookup,
  normalizeValue,
  type PreparedLookup,
} from './lookup.ts';

const exact: Lookup = {
  name: 'exact',
  prepare(subject, value, key) {
    if (value === null) return { variant: 'null', values: [] };
    return preparedValue(subject, '=', value, key);
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
    // NULL equals nothing, so it can be left out of the list; so can what no column holds.
    const items = listOf(value, key).filter((item) => item !== null);
    const values = items.flatMap((item) => preparedValue(subject, '=', item, key).values);
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
    const low = preparedValue(subject, '>=', value[0], key);
    const high = preparedValue(subject, '<=', value[1], key);
    if (low.matches === 'none' || high.matches === 'none') return NOTHING;
    if (low === ANYTHING && high === ANYTHING) return ANYTHING;
    const variant = low === ANYTHING ? 'to' : high === ANYTHING ? 'from' : '';
    return { variant, values: [...low.values, ...high.values] };
  },
  build(operand, variant, [low, high]) {
    if (variant === ANYTHING.variant) return isNotNull(operand);
    if (variant === 'from') return compare('>=', operand, low!);
    if (variant === 'to') return compare('<=', operand, low!);
    return { kind: 'between', operand, low: low!, high: high! };
  },
};

/** The lookups of every type, by name. */
const LOOKUPS: ReadonlyMap<string, Lookup> = byName([
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
]);

export const EXACT: Lookup = exact;

/** Lookups that only some types have, or that mean something else for them; by kind of type. */
const ofKind = new Map<ColumnType['kind'], Map<string, Lookup>>([
  ['json', byName(JSON_LOOKUPS)],
  ['array', byName(ARRAY_LOOKUPS)],
]);

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
  return [...new Set([...(ofKind.get(type.kind)?.keys() ?? []), ...LOOKUPS.keys()])];
}

/** Whether any type has a lookup of this name. */
export function isLookupName(name: string): boolean {
  return LOOKUPS.has(name) || [...ofKind.values()].some((lookups) => lookups.has(name));
}

/** Whether the framework has a lookup of this name, for any type. */
export function isBuiltInLookup(name: string): boolean {
  return [LOOKUPS, byName(JSON_LOOKUPS), byName(ARRAY_LOOKUPS)].some((each) => each.has(name));
}

function byName(lookups: readonly Lookup[]): Map<string, Lookup> {
  return new Map(lookups.map((lookup) => [lookup.name, lookup]));
}

/** A value, or what is known of the comparison where no column can hold it. @throws orm.value.invalid */
function preparedValue(
  subject: Comparable,
  operator: ComparisonOperator,
  value: unknown,
  key: string,
): PreparedLookup {
  const normal = comparableValue(subject, value, key);
  if (normal !== undefined) return { variant: '', values: [normal] };
  const foreign = comparedWithForeign(subject, operator, value);
  if (foreign !== undefined) return foreign;
  throw invalidValue(key, subject.expected, value);
}

function comparison(name: string, operator: ComparisonOperator): Lookup {
  return {
    name,
    prepare: (subject, value, key) => preparedValue(subject, operator, value, key),
    build: (operand, variant, [right]) =>
      variant === ANYTHING.variant ? isNotNull(operand) : compare(operator, operand, right!),
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
      // A part of a JSON document is matched as text, without the quotes of a JSON text.
      const text = operand.kind === 'jsonPath' ? { ...operand, type: TEXT } : operand;
      return { kind: 'match', match, operand: text, pattern: pattern! };
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
