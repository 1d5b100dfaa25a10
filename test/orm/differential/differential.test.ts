import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  atomic,
  connect,
  createTables,
  disconnect,
  registeredModels,
  unregisterModels,
} from '../../../src/orm/index.ts';
import { temporaryFolder } from '../../support/files.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../../support/postgresql.ts';
import { testSeed } from '../../support/seed.ts';
import { type Data, insertData, randomData } from './data.ts';
import { naiveDelete } from './naive-delete.ts';
import { naiveRows, outputOf } from './naive-query.ts';
import type { Query, Value } from './query.ts';
import { querySetOf } from './query-set.ts';
import { Random } from './random.ts';
import { randomQuery } from './random-query.ts';
import { declareModels, type LooseModel, randomSchema, type Schema } from './schema.ts';

/**
 * Random models, data and QuerySets; what each gives is compared with what a naive implementation
 * gives. A failure prints the seed. `UPTEMPO_SEED=… npm test -- differential` chooses another one,
 * `UPTEMPO_SEED=random` any, and `UPTEMPO_CASES=…` asks for more or fewer.
 */
const seed = testSeed();
const CASES = Number(process.env.UPTEMPO_CASES ?? 2_000);
const SCHEMAS = 8;

interface World {
  readonly schema: Schema;
  readonly data: Data;
  readonly models: ReadonlyMap<string, LooseModel>;
  /** Where NULL goes: SQLite takes it for the smallest value, PostgreSQL for the largest. */
  readonly areNullsSmall: boolean;
}

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
        if (await compareOne(world, randomQuery(random, schema))) answered++;
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

/** Conditions alone: what update() and delete() take. */
function isPlain({ steps, output, slice, isDistinct }: Query): boolean {
  const isCondition = steps.every(({ kind }) => kind === 'filter' || kind === 'exclude');
  return isCondition && output === undefined && slice === undefined && !isDistinct;
}

/** Each row is written once, however often it is among the rows; deleted rows take others along. */
async function compareWrites(world: World, query: Query, asked: string): Promise<void> {
  const { schema, data, models, areNullsSmall } = world;
  const ids = [...new Set(naiveRows(schema, data, query, areNullsSmall).map(([id]) => Number(id)))];
  const rows = querySetOf(models, { ...query, orderBy: [] });
  await undone(async () => {
    expect(await rows.update({ amount: 1 } as never), `update() of ${asked}`).toBe(ids.length);
  });
  await undone(async () => {
    const { byModel } = await rows.delete();
    const counts = Object.entries(byModel).filter(([name]) => schema.has(name));
    const expected = naiveDelete(schema, data, query.model, ids);
    expect(Object.fromEntries(counts), `delete() of ${asked}`).toEqual(expected);
  });
}

async function undone(work: () => Promise<void>): Promise<void> {
  const rollback = new Error('to be undone');
  await atomic(async () => {
    await work();
    throw rollback;
  }).catch((error: unknown) => {
    if (error !== rollback) throw error;
  });
}

function valuesOf(row: unknown, query: Query): Value[] {
  if (Array.isArray(row)) return row.map(plain);
  const values = row as unknown as Readonly<Record<string, unknown>>;
  return outputOf(query).map(({ column }) => plain(values[column]));
}

/** Means may differ in their last digits: one database divides decimals, the other floats. */
function plain(value: unknown): Value {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : (value as Value);
}

function sorted(rows: readonly (readonly Value[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
