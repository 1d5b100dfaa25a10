import { randomValue } from './data.ts';
import { isMany } from './joins.ts';
import type { Condition, Exists, Expression, Lookup, Path, Value } from './query.ts';
import type { Random } from './random.ts';
import type { Column, Kind, ModelSchema, Schema } from './schema.ts';

/** Where a random condition is put. */
export interface Place {
  readonly random: Random;
  readonly schema: Schema;
  readonly model: ModelSchema;
  /** Numbers among the annotations that are never NULL. */
  readonly counts: readonly string[];
  /** Numbers among the annotations that may be NULL. */
  readonly numbers: readonly string[];
  /** How many relations a path may lead over; below 0 only annotations are compared. */
  readonly depth: number;
  /** Under a negation, where databases' three-valued logic shows. */
  readonly isUnderNot: boolean;
}

export interface Target {
  readonly path: Path;
  readonly kind: Kind;
  readonly isNull: boolean;
}

/** A column of the model or of what it leads to, over at most `depth` relations. */
export function randomTarget({ random, schema, model, depth }: Place): Target {
  const relations: string[] = [];
  let at = model;
  while (relations.length < depth && at.relations.length > 0 && random.chance(0.45)) {
    const relation = random.pick(at.relations);
    relations.push(relation.name);
    at = schema.get(relation.target)!;
  }
  const column = random.pick(at.columns);
  return {
    path: { relations, column: column.name },
    kind: column.kind,
    isNull: column.isNull || relations.length > 0,
  };
}

export function randomCondition(place: Place, depth = 2): Condition {
  const { random } = place;
  if (depth > 0 && random.chance(0.35)) {
    const kind = random.pick(['and', 'and', 'or', 'or', 'xor'] as const);
    const operands = random.list(random.integer(2, 3), () => randomCondition(place, depth - 1));
    return { kind, operands };
  }
  if (depth > 0 && random.chance(0.15)) {
    return { kind: 'not', operand: randomCondition({ ...place, isUnderNot: true }, depth - 1) };
  }
  if (place.depth > 0 && random.chance(0.07)) return randomExists(place) ?? randomLookup(place);
  return randomLookup(place);
}

function randomExists({ random, schema, model, ...rest }: Place): Exists | undefined {
  const back = model.relations.filter(({ kind }) => kind === 'toMany');
  if (back.length === 0) return undefined;
  const { target, via } = random.pick(back);
  const own = { counts: [], numbers: [], depth: 0 };
  const inner = { ...rest, ...own, random, schema, model: schema.get(target)! };
  return { kind: 'exists', model: target, via, condition: randomLookup(inner) };
}

function randomLookup(place: Place): Lookup {
  const { random, counts, numbers, depth, isUnderNot } = place;
  const names = isUnderNot ? counts : [...counts, ...numbers];
  if (names.length > 0 && (depth < 0 || random.chance(0.35))) {
    const path = { relations: [], column: random.pick(names) };
    return annotationLookup(place, path);
  }
  if (depth < 0) {
    const path = { relations: [], column: random.pick(numbers) };
    return { kind: 'lookup', path, transform: '', lookup: 'isnull', value: random.chance(0.5) };
  }
  return lookupOn(place, randomTarget(place));
}

function annotationLookup({ random }: Place, path: Path): Lookup {
  const lookup = random.pick(LOOKUPS.number);
  return {
    kind: 'lookup',
    path,
    transform: '',
    lookup,
    value: literal(random, 'number', '', lookup),
  };
}

const LOOKUPS: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    ...['exact', 'iexact', 'contains', 'icontains', 'startswith', 'istartswith'],
    ...['endswith', 'iendswith', 'in', 'gt', 'lte'],
  ],
  number: ['exact', 'gt', 'gte', 'lt', 'lte', 'in', 'range'],
  id: ['exact', 'in', 'gt'],
  boolean: ['exact'],
  date: ['exact', 'gt', 'lte', 'range', 'year__exact', 'year__gt', 'year__in', 'year__lte'],
};

function lookupOn(place: Place, { path, kind, isNull }: Target): Lookup {
  const { random } = place;
  if (isNull && random.chance(0.2)) {
    const isEmpty = random.chance(0.5);
    const asNull = isEmpty && random.chance(0.3);
    const base = { kind: 'lookup', path, transform: '' } as const;
    return asNull
      ? { ...base, lookup: 'exact', value: null }
      : { ...base, lookup: 'isnull', value: isEmpty };
  }
  const [transform, lookup] = split(random.pick(LOOKUPS[kind]));
  const operand = kind === 'number' && transform === '' ? randomRight(place, path) : undefined;
  const isSingle = !['in', 'range'].includes(lookup);
  const value =
    operand !== undefined && isSingle ? operand : literal(random, kind, transform, lookup, 1);
  return { kind: 'lookup', path, transform, lookup, value };
}

function split(name: string): [transform: string, lookup: string] {
  return name.startsWith('year__') ? ['year', name.slice('year__'.length)] : ['', name];
}

/** A column of the row itself to compare with; over relations its NULLs are a matter of joins. */
function randomRight(place: Place, left: Path): Expression | undefined {
  const { random, schema, model, isUnderNot } = place;
  if (!random.chance(0.25)) return undefined;
  if (isUnderNot && isMany(schema, model.name, left.relations)) return undefined;
  return { kind: 'path', path: { relations: [], column: random.pick(numbersOf(model)).name } };
}

export function numbersOf({ columns }: ModelSchema): readonly Column[] {
  return columns.filter(({ kind }) => kind === 'number' || kind === 'id');
}

/** `least`: an empty list joins nothing, so over relations it would be about that alone. */
function literal(
  random: Random,
  kind: Kind,
  transform: string,
  lookup: string,
  least = 0,
): Value | readonly Value[] {
  const one = () => (transform === 'year' ? random.integer(2019, 2021) : randomValue(random, kind));
  if (lookup === 'in') return random.list(random.integer(least, 4), one);
  if (lookup === 'range') return [one(), one()];
  return one();
}
