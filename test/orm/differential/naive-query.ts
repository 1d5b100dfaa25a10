/** A row in memory: columns, and relations as rows, lists of rows or null. */
export interface PlainRow {
  readonly id: number;
  readonly [name: string]: unknown;
}

/** `movies__genres` + `name` + `icontains` + value; the path is empty for the row's own columns. */
export interface PlainCondition {
  readonly path: string;
  readonly column: string;
  readonly lookup: string;
  readonly value: unknown;
}

export interface PlainClause {
  readonly isExclude: boolean;
  readonly conditions: readonly PlainCondition[];
}

export interface PlainQuery {
  readonly clauses: readonly PlainClause[];
  /** `-director__name`; a last `id` makes the order total. */
  readonly orderBy: readonly string[];
  readonly isDistinct: boolean;
  readonly slice: readonly [number, number | undefined] | undefined;
}

/**
 * The ids that a query gives, worked out the slow and obvious way: `filter()` keeps a row once for
 * each combination of related rows for which all its conditions hold; `exclude()` drops a row for
 * which all its conditions hold, each over a relation to many for a related row of its own.
 */
export function naiveIds(rows: readonly PlainRow[], query: PlainQuery): number[] {
  const kept = rows.flatMap((row) => Array<PlainRow>(copiesOf(row, query)).fill(row));
  const ordered = inOrder(kept, query.orderBy);
  const ids = ordered.map(({ id }) => id);
  const distinct = query.isDistinct ? [...new Set(ids)] : ids;
  return query.slice === undefined ? distinct : distinct.slice(...query.slice);
}

function copiesOf(row: PlainRow, { clauses }: PlainQuery): number {
  let copies = 1;
  for (const { isExclude, conditions } of clauses) {
    copies *= isExclude
      ? Number(!isExcluded(row, conditions))
      : combinations(row, conditions).filter((related) => holdAll(related, conditions)).length;
  }
  return copies;
}

/** Related rows by path; null where there is none. */
type Combination = ReadonlyMap<string, PlainRow | null>;

/** Every way to choose one related row for each path of the conditions. */
function combinations(row: PlainRow, conditions: readonly { path: string }[]): Combination[] {
  const paths = new Set(conditions.flatMap(({ path }) => prefixesOf(path)));
  let found: Combination[] = [new Map([['', row]])];
  for (const path of [...paths].sort((a, b) => a.length - b.length)) {
    found = found.flatMap((chosen) =>
      relatedRows(chosen, path).map((related) => new Map([...chosen, [path, related]])),
    );
  }
  return found;
}

/** `a__b` has the prefixes `a` and `a__b`. */
function prefixesOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('__');
  return parts.map((_, index) => parts.slice(0, index + 1).join('__'));
}

function relatedRows(chosen: Combination, path: string): readonly (PlainRow | null)[] {
  const parts = path.split('__');
  const from = chosen.get(parts.slice(0, -1).join('__'));
  const related = from?.[parts.at(-1)!] ?? null;
  if (!Array.isArray(related)) return [related as PlainRow | null];
  return related.length === 0 ? [null] : related;
}

function holdAll(related: Combination, conditions: readonly PlainCondition[]): boolean {
  return conditions.every(({ path, column, lookup, value }) =>
    holds(lookup, related.get(path)?.[column] ?? null, value),
  );
}

function isExcluded(row: PlainRow, conditions: readonly PlainCondition[]): boolean {
  return conditions.every((condition) => {
    const prefix = manyPrefix(condition);
    return combinations(row, [condition]).some((related) => {
      const isThere = prefix === '' || related.get(prefix) !== null;
      return (isThere || isAboutAbsence(condition)) && holdAll(related, [condition]);
    });
  });
}

/** The first relation to many on the condition's way; '' when there is none. */
function manyPrefix({ path, ...condition }: PlainCondition): string {
  const many = prefixesOf(path).find((prefix) => {
    const name = prefix.split('__').at(-1)!;
    return name === 'movies' || name === 'genres';
  });
  // A question for absence stands alone: it is about the list, not about a row of it.
  return many !== undefined && isAboutAbsence({ path, ...condition }) ? `${many}?` : (many ?? '');
}

function isAboutAbsence({ lookup, column }: PlainCondition): boolean {
  return lookup === 'isnull' && column === 'id';
}

function holds(lookup: string, actual: unknown, value: unknown): boolean {
  if (lookup === 'isnull') return (actual === null) === value;
  if (lookup === 'exact' && value === null) return actual === null;
  if (actual === null) return false;
  return LOOKUPS[lookup]!(actual, value);
}

const LOOKUPS: Readonly<Record<string, (actual: unknown, value: unknown) => boolean>> = {
  exact: (actual, value) => actual === value,
  gt: (actual, value) => compare(actual, value) > 0,
  gte: (actual, value) => compare(actual, value) >= 0,
  lt: (actual, value) => compare(actual, value) < 0,
  lte: (actual, value) => compare(actual, value) <= 0,
  in: (actual, value) => (value as unknown[]).includes(actual),
  range: (actual, value) => {
    const [low, high] = value as [unknown, unknown];
    return compare(actual, low) >= 0 && compare(actual, high) <= 0;
  },
  iexact: (actual, value) => folded(actual) === folded(value),
  contains: (actual, value) => String(actual).includes(String(value)),
  icontains: (actual, value) => folded(actual).includes(folded(value)),
  startswith: (actual, value) => String(actual).startsWith(String(value)),
  istartswith: (actual, value) => folded(actual).startsWith(folded(value)),
  endswith: (actual, value) => String(actual).endsWith(String(value)),
  iendswith: (actual, value) => folded(actual).endsWith(folded(value)),
};

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

/** NULL sorts before everything, as in SQLite. */
function inOrder(rows: readonly PlainRow[], orderBy: readonly string[]): PlainRow[] {
  return rows.toSorted((a, b) => {
    for (const path of orderBy) {
      const order = compare(valueAt(a, path.replace('-', '')), valueAt(b, path.replace('-', '')));
      if (order !== 0) return path.startsWith('-') ? -order : order;
    }
    return 0;
  });
}

function valueAt(row: PlainRow, path: string): unknown {
  return path
    .split('__')
    .reduce<unknown>((at, name) => (at as PlainRow | null)?.[name] ?? null, row);
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return (a as number) < (b as number) ? -1 : 1;
}
