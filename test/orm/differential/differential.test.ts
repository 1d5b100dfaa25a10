import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  connect,
  createTables,
  disconnect,
  registeredModels,
  unregisterModels,
} from '../../../src/orm/index.ts';
import { temporaryFolder } from '../../support/files.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../../support/postgresql.ts';
import { testSeed } from '../../support/seed.ts';
import { compareSets } from './compare-sets.ts';
import { compareAggregates, compareSubqueries, compareWindows } from './compare-values.ts';
import { compareWrites } from './compare-writes.ts';
import { insertData, randomData } from './data.ts';
import { naiveRows, outputOf } from './naive-query.ts';
import type { Query, Value } from './query.ts';
import { querySetOf } from './query-set.ts';
import { Random } from './random.ts';
import { randomCondition } from './random-conditions.ts';
import { randomQuery } from './random-query.ts';
import { declareModels, randomSchema } from './schema.ts';
import { plain, plainQuery, sorted, type World } from './world.ts';

/**
 * Random models, data and QuerySets; what each gives is compared with what a naive implementation
 * gives. A failure prints the seed. `UPTEMPO_SEED=… npm test -- differential` chooses another one,
 * `UPTEMPO_SEED=random` any, and `UPTEMPO_CASES=…` asks for more or fewer.
 */
const seed = testSeed();
const CASES = Number(process.env.UPTEMPO_CASES ?? 2_000);
const SCHEMAS = 8;

describe('random QuerySets give what a naive implementation gives', () => {
  test(`on SQLite (seed ${seed})`, async () => {
    await compareAll(true, async () => `sqlite:${join(temporaryFolder(), 'random.sqlite')}`);
  });
});

describeOnPostgresql('random QuerySets give what a naive implementation gives', () => {
  test(`on PostgreSQL (seed ${seed})`, async () => {
    await compareAll(false, temporaryPostgresql);
  });
});

async function compareAll(areNullsSmall: boolean, url: () => Promise<string>): Promise<void> {
  const random = new Random(seed);
  let answered = 0;
  for (let round = 0; round < SCHEMAS; round++) {
    const schema = randomSchema(random, round);
    const data = randomData(random, schema);
    const before = new Set(registeredModels());
    const models = declareModels(schema);
    try {
      connect({ default: await url() });
      await createTables();
      await insertData(schema, models, data);
      const world = { schema, data, models, areNullsSmall };
      for (let number = 0; number < CASES / SCHEMAS; number++) {
        const query = randomQuery(random, schema);
        if (await compareOne(world, query)) answered++;
        // Each of these takes several statements, so not every query gets all of them.
        if (random.chance(0.2)) await compareFurther(world, query, random);
      }
    } finally {
      await disconnect();
      // The tables of pairs are models too.
      unregisterModels(...registeredModels().filter((model) => !before.has(model)));
    }
  }
  // Else the conditions were such that nothing was compared.
  expect(answered).toBeGreaterThan(CASES / 4);
}

/** Whether there were rows to compare. */
async function compareOne(world: World, query: Query): Promise<boolean> {
  const { schema, data, models, areNullsSmall } = world;
  const asked = `${JSON.stringify(query)}, seed ${seed}`;
  const expected = naiveRows(schema, data, query, areNullsSmall).map((row) => row.map(plain));
  const rows = querySetOf(models, query);
  const found = (await rows).map((row) => valuesOf(row, query));
  const isOrdered = query.orderBy.length > 0;
  expect(isOrdered ? found : sorted(found), asked).toEqual(isOrdered ? expected : sorted(expected));
  expect(await rows.count(), `count() of ${asked}`).toBe(expected.length);
  expect(await rows.exists(), `exists() of ${asked}`).toBe(expected.length > 0);
  if (isPlain(query)) await compareWrites(world, query, asked);
  return expected.length > 0;
}

/** What else can be asked of the same rows. */
async function compareFurther(world: World, query: Query, random: Random): Promise<void> {
  const asked = `${JSON.stringify(query)}, seed ${seed}`;
  await compareAggregates(world, query, asked);
  await compareWindows(world, query, random, asked);
  await compareSubqueries(world, query, random, asked);
  if (!isPlain(query)) return;
  const { schema } = world;
  const model = schema.get(query.model)!;
  const place = { random, schema, model, counts: [], numbers: [], depth: 2, isUnderNot: false };
  const condition = randomCondition(place);
  await compareSets(world, query, plainQuery(query.model, [{ kind: 'filter', condition }]));
}

/** Conditions alone: what update() and delete() take. */
function isPlain({ steps, output, slice, isDistinct }: Query): boolean {
  const isCondition = steps.every(({ kind }) => kind === 'filter' || kind === 'exclude');
  return isCondition && output === undefined && slice === undefined && !isDistinct;
}

function valuesOf(row: unknown, query: Query): Value[] {
  if (Array.isArray(row)) return row.map(plain);
  const values = row as unknown as Readonly<Record<string, unknown>>;
  return outputOf(query).map(({ column }) => plain(values[column]));
}
