import { expect } from 'vitest';
import { naiveRows } from './naive-query.ts';
import type { Query, Value } from './query.ts';
import { querySetOf } from './query-set.ts';
import { plain, plainQuery, sorted, type World } from './world.ts';

/** Union, intersection and difference of two queries of one model, with an order and a slice. */
export async function compareSets(world: World, query: Query, other: Query): Promise<void> {
  const { schema, data, models, areNullsSmall } = world;
  const [a, b] = [query, other].map(({ model, steps }) => plainQuery(model, steps)) as [
    Query,
    Query,
  ];
  const [left, right] = [a, b].map((each) => {
    const rows = naiveRows(schema, data, each, areNullsSmall);
    return rows.map(([id]) => Number(id));
  }) as [number[], number[]];
  const [one, two] = [querySetOf(models, a), querySetOf(models, b)];
  const cases = [
    ['union', one.union(two), [...left, ...right].filter(isFirst)],
    ['union all', one.union(two, { all: true }), [...left, ...right]],
    [
      'intersection',
      one.intersection(two),
      left.filter((id) => right.includes(id)).filter(isFirst),
    ],
    ['difference', one.difference(two), left.filter((id) => !right.includes(id)).filter(isFirst)],
  ] as const;
  for (const [name, rows, ids] of cases) {
    const about = `${name} of ${JSON.stringify([a, b])}`;
    const expected = ids.toSorted((x, y) => x - y);
    const keys = (found: readonly unknown[]) => found.map((row) => (row as { pk: number }).pk);
    expect(keys(await rows.orderBy('pk')), about).toEqual(expected);
    expect(keys(await rows.orderBy('-pk').slice(1, 4)), `slice of ${about}`).toEqual(
      expected.toReversed().slice(1, 4),
    );
    expect(await rows.count(), `count() of ${about}`).toBe(expected.length);
    expect(await rows.exists(), `exists() of ${about}`).toBe(expected.length > 0);
    const amounts = await (rows.valuesList('amount') as PromiseLike<unknown[]>);
    const own = expected.map((id) => [data.get(a.model)!.find((row) => row.id === id)!.amount]);
    // Of values, equal ones are one, whichever rows they are of.
    if (name === 'union all') expect(sorted(amounts), `values of ${about}`).toEqual(sorted(own));
    if (name === 'union') {
      expect(sorted(amounts), `values of ${about}`).toEqual([...new Set(sorted(own))]);
    }
  }
}

function isFirst(id: Value, index: number, all: readonly Value[]): boolean {
  return all.indexOf(plain(id)) === index;
}
