import type { Data, PlainRow } from './data.ts';
import { type Combination, Joins } from './joins.ts';
import {
  type Candidate,
  compare,
  type Reading,
  readingOf,
  type Surroundings,
  type Test,
  testOf,
} from './naive-conditions.ts';
import {
  type Aggregate,
  type Condition,
  isGrouped,
  type OrderTerm,
  type Path,
  type Query,
  type Value,
} from './query.ts';
import type { Schema } from './schema.ts';

/** One row of a result: the values that were asked for, and how it is ordered. */
interface Result {
  readonly values: readonly Value[];
  readonly order: readonly Value[];
}

interface AggregateReading {
  readonly name: string;
  readonly of: (group: readonly Candidate[]) => Value;
}

/**
 * What a query gives, worked out the slow and obvious way: all combinations of related rows, those
 * for which the conditions hold, grouped, ordered, cut. Rows are given by their ids.
 */
export function naiveRows(
  schema: Schema,
  data: Data,
  query: Query,
  areNullsSmall: boolean,
): Value[][] {
  const joins = new Joins(schema, query.model);
  const annotations = new Set<string>();
  const aggregated = new Set<string>();
  const around = (own?: Set<string>): Surroundings => ({
    schema,
    data,
    model: query.model,
    joins,
    annotations: new Set(annotations),
    own,
  });
  const where: Test[] = [];
  const having: Test[] = [];
  const scalars: { name: string; reading: Reading }[] = [];
  const aggregates: AggregateReading[] = [];
  let groupBy: Reading[] | undefined;
  for (const step of query.steps) {
    if (step.kind === 'filter' || step.kind === 'exclude') {
      const { condition } = step;
      const test = testOf(
        step.kind === 'exclude' ? { kind: 'not', operand: condition } : condition,
        around(new Set()),
      );
      if (namesOf(condition).some((name) => aggregated.has(name))) having.push(test);
      else where.push(test);
    } else if (step.kind === 'annotate') {
      scalars.push({ name: step.name, reading: readingOf(step.expression, around()) });
      annotations.add(step.name);
    } else if (step.kind === 'aggregate') {
      aggregates.push({ name: step.name, of: aggregateOf(step.aggregate, around()) });
      annotations.add(step.name);
      aggregated.add(step.name);
    } else if (step.kind === 'group') {
      groupBy = step.paths.map((path) => readingOf({ kind: 'path', path }, around()));
    }
  }
  const output = outputOf(query).map((path) => readingOf({ kind: 'path', path }, around()));
  const order = query.orderBy.map(({ path }) => readingOf({ kind: 'path', path }, around()));

  const candidates = data
    .get(query.model)!
    .flatMap((row: PlainRow) => joins.combinations(row))
    .map((rows) => annotated(rows, scalars))
    .filter((candidate) => where.every((test) => test(candidate)));
  const groups = isGrouped(query)
    ? grouped(candidates, groupBy ?? [({ rows }) => rows.get('')!.id], scalars, aggregates)
    : candidates;
  const results = groups
    .filter((candidate) => having.every((test) => test(candidate)))
    .map((candidate) => ({
      values: output.map((reading) => reading(candidate)),
      order: order.map((reading) => reading(candidate)),
    }));
  return cut(ordered(distinct(results, query), query.orderBy, areNullsSmall), query).map(
    ({ values }) => [...values],
  );
}

/** What is given: the paths asked for, else the id and the annotations. */
export function outputOf(query: Query): Path[] {
  if (query.output !== undefined) return [...query.output];
  const names = query.steps.flatMap((step) => ('name' in step ? [step.name] : []));
  return ['id', ...names].map((column) => ({ relations: [], column }));
}

function namesOf(condition: Condition): string[] {
  const found: string[] = [];
  JSON.stringify(condition, (key, value) => {
    if (key === 'column') found.push(value);
    return value;
  });
  return found;
}

function annotated(
  rows: Combination,
  scalars: readonly { name: string; reading: Reading }[],
): Candidate {
  const annotations = new Map<string, Value>();
  for (const { name, reading } of scalars) annotations.set(name, reading({ rows, annotations }));
  return { rows, annotations };
}

function grouped(
  candidates: readonly Candidate[],
  groupBy: readonly Reading[],
  scalars: readonly { readonly name: string }[],
  aggregates: readonly AggregateReading[],
): Candidate[] {
  const groups = Map.groupBy(candidates, (candidate) =>
    JSON.stringify([
      groupBy.map((reading) => reading(candidate)),
      scalars.map(({ name }) => candidate.annotations.get(name)),
    ]),
  );
  return [...groups.values()].map((group) => {
    const { rows, annotations } = group[0]!;
    const values = aggregates.map(({ name, of }) => [name, of(group)] as const);
    return { rows, annotations: new Map([...annotations, ...values]) };
  });
}

function aggregateOf(aggregate: Aggregate, around: Surroundings): AggregateReading['of'] {
  const reading = readingOf({ kind: 'path', path: aggregate.path }, around);
  const test = aggregate.filter === undefined ? () => true : testOf(aggregate.filter, around);
  return (group) => {
    const found = group
      .filter(test)
      .map(reading)
      .filter((value) => value !== null);
    return totalOf(aggregate.name, aggregate.isDistinct ? [...new Set(found)] : found);
  };
}

/** An aggregate of values none of which is NULL. */
export function totalOf(name: Aggregate['name'], values: readonly Value[]): Value {
  if (name === 'Count') return values.length;
  if (values.length === 0) return null;
  const sum = () => values.reduce<number>((total, value) => total + Number(value), 0);
  if (name === 'Sum') return sum();
  if (name === 'Avg') return sum() / values.length;
  const sorted = values.toSorted(compare);
  return name === 'Min' ? sorted[0]! : sorted.at(-1)!;
}

function distinct(results: readonly Result[], { isDistinct }: Query): Result[] {
  if (!isDistinct) return [...results];
  // What is ordered by is selected too.
  return [...new Map(results.map((result) => [JSON.stringify(result), result])).values()];
}

function ordered(
  results: readonly Result[],
  terms: readonly OrderTerm[],
  areNullsSmall: boolean,
): Result[] {
  return results.toSorted((a, b) => {
    for (const [index, term] of terms.entries()) {
      const order = compareBy(term, a.order[index]!, b.order[index]!, areNullsSmall);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compareBy(term: OrderTerm, a: Value, b: Value, areNullsSmall: boolean): number {
  if (a === null && b === null) return 0;
  if (a === null || b === null) {
    const isFirst =
      term.nulls === undefined ? areNullsSmall !== term.isDescending : term.nulls === 'first';
    return (a === null) === isFirst ? -1 : 1;
  }
  return term.isDescending ? compare(b, a) : compare(a, b);
}

function cut(results: readonly Result[], { slice }: Query): Result[] {
  return slice === undefined ? [...results] : results.slice(...slice);
}
