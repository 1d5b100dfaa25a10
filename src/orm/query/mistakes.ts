import { describeKind, suggest } from '../../core/index.ts';
import { isStorable } from '../schema/fields.ts';

/**
 * What somebody who comes from another ORM, or from SQL, writes here by habit, and what to write
 * instead. For hints of errors alone.
 */

/** Words that are no lookups, and what they are called here. */
const OTHER_LOOKUPS: ReadonlyMap<string, string> = new Map([
  ...synonyms('a key without a lookup', 'eq', 'equals', 'is'),
  ...synonyms('exclude({ … }) or Q({ … }).not()', 'not', 'ne', 'neq', 'noteq', 'notequals'),
  ...synonyms('exclude({ …__in: […] })', 'notin', 'nin'),
  ...synonyms('gte', 'ge', 'min'),
  ...synonyms('lte', 'le', 'max'),
  ...synonyms('gt', 'after', 'greater', 'greaterthan'),
  ...synonyms('lt', 'before', 'less', 'lessthan'),
  ...synonyms('range', 'between'),
  ...synonyms('contains, startswith or endswith', 'like'),
  ...synonyms('icontains, istartswith or iendswith', 'ilike'),
  ...synonyms('isnull', 'null', 'isempty', 'exists'),
]);

function synonyms(meant: string, ...words: readonly string[]): readonly [string, string][] {
  return words.map((word) => [word, meant]);
}

/** For a lookup that there is not. */
export function hintForLookup(name: string, lookups: readonly string[]): string {
  const meant = OTHER_LOOKUPS.get(name.toLowerCase().replaceAll('_', ''));
  return meant === undefined ? suggest(name, lookups) : `Use ${meant}.`;
}

/** For a name that a model does not have. */
export function hintForName(name: string, choices: readonly string[]): string {
  if (/^(?:and|or|not)$/i.test(name)) {
    return 'Write Q({ … }).or({ … }), Q({ … }).and({ … }), Q({ … }).not().';
  }
  const [, column, direction] = /^(\w+) +(asc|desc)$/i.exec(name) ?? [];
  if (column !== undefined) {
    return `Write "${direction!.toLowerCase() === 'desc' ? '-' : ''}${column}".`;
  }
  if (/^\w+(?:\.\w+)+$/.test(name)) {
    return `Paths lead over relations with two underscores: "${name.replaceAll('.', '__')}".`;
  }
  return suggest(name, choices);
}

/** What a value is, in words that give nothing of it away. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return Array.isArray(value) ? `a list of ${value.length}` : describeKind(value);
}

/** For a value that is none of the field's or lookup's; undefined when there is nothing to say. */
export function hintForValue(key: string, value: unknown): string | undefined {
  if (value === undefined) {
    return `Leave "${key}" out where there is no value; a column without one is null.`;
  }
  if (typeof value === 'string') {
    if (isStorable(value)) return undefined;
    return 'It holds NUL or half of a surrogate pair, which databases do not store.';
  }
  if (value instanceof Date) {
    return 'A day is a text: value.toISOString().slice(0, 10) is that of a Date in UTC.';
  }
  if (value instanceof RegExp) return 'Give its text: pattern.source.';
  return isPlainObject(value) ? hintForObject(key, value) : undefined;
}

/** `{ year: { gte: 1975 } }` and `{ director: { name: 'Kubrick' } }`. */
function hintForObject(key: string, value: object): string | undefined {
  const [name] = Object.keys(value);
  if (name === undefined || !/^\w{1,60}$/.test(name)) return undefined;
  return `Lookups and paths are parts of the key: "${key}__${name}". A row has to be stored first.`;
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
  );
}
