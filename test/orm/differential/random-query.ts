import type { PlainClause, PlainCondition, PlainQuery } from './naive-query.ts';
import type { Random } from './random.ts';

type Kind = 'text' | 'number' | 'id' | 'presence';

/** Columns of a model and of what it leads to: path, column, kind, values that occur. */
type Column = readonly [path: string, column: string, kind: Kind];

export const COLUMNS = {
  Movie: [
    ['', 'title', 'text'],
    ['', 'year', 'number'],
    ['', 'rating', 'number'],
    ['', 'votes', 'number'],
    ['', 'id', 'id'],
    ['director', 'name', 'text'],
    ['director', 'id', 'id'],
    ['director__country', 'name', 'text'],
    ['director__country', 'id', 'presence'],
    ['studio', 'name', 'text'],
    ['studio', 'id', 'presence'],
    ['genres', 'name', 'text'],
    ['genres', 'id', 'id'],
    ['genres', 'id', 'presence'],
    ['director__movies', 'year', 'number'],
    ['director__movies__genres', 'name', 'text'],
  ],
  Director: [
    ['', 'name', 'text'],
    ['', 'id', 'id'],
    ['country', 'name', 'text'],
    ['country', 'id', 'presence'],
    ['movies', 'title', 'text'],
    ['movies', 'year', 'number'],
    ['movies', 'rating', 'number'],
    ['movies', 'id', 'presence'],
    ['movies__genres', 'name', 'text'],
    ['movies__studio', 'name', 'text'],
  ],
} as const satisfies Record<string, readonly Column[]>;

const ORDERS = {
  Movie: [
    'title',
    'year',
    'rating',
    'votes',
    'director__name',
    'studio__name',
    'director__country__name',
  ],
  Director: ['name', 'country__name', 'born'],
} as const;

const LOOKUPS: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    'exact',
    'iexact',
    'contains',
    'icontains',
    'startswith',
    'istartswith',
    'endswith',
    'iendswith',
    'in',
    'gt',
    'lte',
  ],
  number: ['exact', 'gt', 'gte', 'lt', 'lte', 'in', 'range'],
  id: ['exact', 'in', 'gt'],
  presence: ['isnull'],
};

/** Texts so short and alike that conditions on them often hold. */
export const TEXTS = ['a', 'B', 'ab', 'aB', 'Ba', 'b*', '[a]', 'a%', '%', 'ba?', '_'] as const;

export function randomNumber(random: Random): number {
  return random.integer(0, 9) + random.pick([0, 0, 0.5]);
}

export function randomQuery(random: Random, model: keyof typeof COLUMNS): PlainQuery {
  const isOrdered = random.chance(0.6);
  const orders = random.list(random.integer(0, 2), () => random.pick<string>(ORDERS[model]));
  const signed = [...new Set(orders), 'id'].map((path) => (random.chance(0.4) ? `-${path}` : path));
  return {
    clauses: random.list(random.integer(0, 3), () => randomClause(random, model)),
    orderBy: isOrdered ? signed : [],
    isDistinct: random.chance(0.3),
    slice: isOrdered && random.chance(0.5) ? randomSlice(random) : undefined,
  };
}

function randomSlice(random: Random): [number, number | undefined] {
  const start = random.integer(0, 8);
  return [start, random.chance(0.2) ? undefined : start + random.integer(0, 12)];
}

function randomClause(random: Random, model: keyof typeof COLUMNS): PlainClause {
  const conditions = random.list(random.integer(1, 3), () =>
    randomCondition(random, random.pick<Column>(COLUMNS[model])),
  );
  const byKey = new Map(conditions.map((condition) => [keyOf(condition), condition]));
  return { isExclude: random.chance(0.4), conditions: [...byKey.values()] };
}

function randomCondition(random: Random, [path, column, kind]: Column): PlainCondition {
  const lookup = random.pick(LOOKUPS[kind]);
  return { path, column, lookup, value: randomValue(random, kind, lookup) };
}

function randomValue(random: Random, kind: Kind, lookup: string): unknown {
  if (lookup === 'isnull') return random.chance(0.5);
  const one = () => {
    if (kind === 'text') return random.pick(TEXTS);
    return kind === 'id' ? random.integer(1, 12) : Math.floor(randomNumber(random));
  };
  if (lookup === 'in') return random.list(random.integer(0, 4), one);
  if (lookup === 'range') return [one(), one()];
  return one();
}

/** The key of a condition as filter() takes it. */
export function keyOf({ path, column, lookup }: PlainCondition): string {
  return [path, column, lookup].filter((part) => part !== '').join('__');
}
