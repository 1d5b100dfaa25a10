import { expect } from 'vitest';
import {
  Avg,
  Count,
  Exists,
  Max,
  Min,
  OuterRef,
  RowNumber,
  Subquery,
  Sum,
  Window,
} from '../../../src/orm/index.ts';
import { naiveRows, totalOf } from './naive-query.ts';
import { annotationsOf, isGrouped, type Query, type Value } from './query.ts';
import { conditionOf, querySetOf } from './query-set.ts';
import type { Random } from './random.ts';
import { randomCondition } from './random-conditions.ts';
import { idsOf, plain, rowOf, sorted, type World } from './world.ts';

/** `aggregate()` over the rows of a query, copies, slices and groups included. */
export async function compareAggregates(world: World, query: Query, asked: string): Promise<void> {
  if (query.output !== undefined) return;
  const { schema, data, models, areNullsSmall } = world;
  const rows = naiveRows(schema, data, query, areNullsSmall);
  const amounts = present(rows.map(([id]) => rowOf(world, query.model, id!).amount as Value));
  const found = await querySetOf(models, query).aggregate({
    n: Count('pk'),
    amounts: Count('amount'),
    sum: Sum('amount'),
    distinct: Sum('amount', { distinct: true }),
    least: Min('amount'),
    most: Max('amount'),
    mean: Avg('amount'),
  } as never);
  const expected = {
    n: rows.length,
    amounts: amounts.length,
    sum: totalOf('Sum', amounts),
    distinct: totalOf('Sum', [...new Set(amounts)]),
    least: totalOf('Min', amounts),
    most: totalOf('Max', amounts),
    mean: totalOf('Avg', amounts),
  };
  expect(plainValues(found), `aggregate() of ${asked}`).toEqual(plainValues(expected));
  await compareNamed(world, query, rows, asked);
}

/** … of the annotations of the rows. */
async function compareNamed(
  { models }: World,
  query: Query,
  rows: readonly (readonly Value[])[],
  asked: string,
): Promise<void> {
  for (const [index, name] of annotationsOf(query.steps).entries()) {
    const values = present(rows.map((row) => row[index + 1]!));
    // Dates and texts have no sum.
    if (values.some((value) => typeof value !== 'number')) continue;
    const given = { sum: Sum(name), most: Max(name), n: Count(name) };
    const found = await querySetOf(models, query).aggregate(given as never);
    const expected = {
      sum: totalOf('Sum', values),
      most: totalOf('Max', values),
      n: values.length,
    };
    expect(plainValues(found), `aggregate() of ${name} of ${asked}`).toEqual(plainValues(expected));
  }
}

/** Windows over the rows of a query, and a condition on one. */
export async function compareWindows(
  world: World,
  query: Query,
  random: Random,
  asked: string,
): Promise<void> {
  if (query.output !== undefined || query.isDistinct || query.slice || isGrouped(query)) return;
  const { schema, data, models, areNullsSmall } = world;
  const ids = naiveRows(schema, data, query, areNullsSmall).map(([id]) => id!);
  if (new Set(ids).size !== ids.length) return;
  const partition = random.pick(schema.get(query.model)!.columns).name;
  const own = ids.map((id) => rowOf(world, query.model, id)).sort((a, b) => a.id - b.id);
  const alike = own.map((row) => own.filter((other) => other[partition] === row[partition]));
  const expected = own.map((row, index) => [
    row.id,
    alike[index]!.indexOf(row) + 1,
    totalOf('Sum', present(alike[index]!.map(({ amount }) => amount as Value))),
  ]);
  const windows = {
    place: Window(RowNumber(), { partitionBy: [partition], orderBy: ['id'] }),
    total: Window(Sum('amount'), { partitionBy: [partition] }),
  };
  const rows = querySetOf(models, { ...query, orderBy: [] }).annotate(windows as never);
  const values = (names: never[]) => rows.valuesList(...names) as PromiseLike<unknown[]>;
  const names = ['id', 'place', 'total'] as never[];
  expect(sorted(await values(names)), `windows of ${asked}`).toEqual(sorted(expected));
  const first = rows.filter({ place__lte: 1 } as never);
  const firsts = expected.filter(([, place]) => Number(place) <= 1);
  expect(
    sorted(await (first.valuesList(...names) as PromiseLike<unknown[]>)),
    `filtered windows of ${asked}`,
  ).toEqual(sorted(firsts));
  expect(await first.count(), `count() of filtered windows of ${asked}`).toBe(firsts.length);
}

/** Values of queries inside, about the row outside. */
export async function compareSubqueries(
  world: World,
  query: Query,
  random: Random,
  asked: string,
): Promise<void> {
  if (query.output !== undefined || query.isDistinct || query.slice || isGrouped(query)) return;
  const { schema, data, models, areNullsSmall } = world;
  const back = schema.get(query.model)!.relations.filter(({ kind }) => kind === 'toMany');
  if (back.length === 0) return;
  const { target, via } = random.pick(back);
  const place = { counts: [], numbers: [], depth: 1, isUnderNot: false };
  const condition = randomCondition({ ...place, random, schema, model: schema.get(target)! });
  const met = new Set(idsOf(world, target, condition));
  const related = (id: Value) =>
    data
      .get(target)!
      .filter((row) => met.has(row.id) && (row[via] as { id: Value } | null)?.id === id);
  const inside = models
    .get(target)!
    .objects.filter({ [via]: OuterRef('pk') } as never)
    .filter(conditionOf(models, condition) as never);
  const given = {
    first: Subquery(inside.orderBy('pk').values('amount').slice(0, 1)),
    has: Exists(inside),
  };
  const rows = querySetOf(models, { ...query, orderBy: [] }).annotate(given as never);
  const found = await (rows.valuesList(...(['id', 'first', 'has'] as never[])) as PromiseLike<
    unknown[]
  >);
  const expected = naiveRows(schema, data, query, areNullsSmall).map(([id]) => {
    const [first] = related(id!);
    return [id, first?.amount ?? null, first !== undefined];
  });
  const about = `subqueries ${JSON.stringify({ target, via, condition })} of ${asked}`;
  expect(sorted(found), about).toEqual(sorted(expected));
  const among = querySetOf(models, query).filter({
    pk__in: models
      .get(target)!
      .objects.filter(conditionOf(models, condition) as never)
      .values(via as never),
  } as never);
  const wanted = expected.filter(([, , has]) => has === true);
  expect(await among.count(), `in of ${about}`).toBe(wanted.length);
}

function present(values: readonly Value[]): Value[] {
  return values.filter((value) => value !== null);
}

function plainValues(values: object): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
}
