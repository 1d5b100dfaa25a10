import { beforeEach, describe, expect, test } from 'vitest';
import {
  auto,
  bigAuto,
  createTables,
  database,
  foreignKey,
  integer,
  model,
  positiveBigInteger,
  positiveInteger,
  positiveSmallInteger,
  smallAuto,
  smallInteger,
  unregisterModels,
} from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';

const Reel = model('Reel', {
  number: auto(),
  splices: smallInteger({ null: true }),
  frames: positiveInteger({ null: true }),
  scratches: positiveSmallInteger({ null: true }),
  grains: positiveBigInteger({ null: true }),
});

const Splice = model('Splice', {
  code: bigAuto({ column: 'splice_no' }),
  get reel() {
    return foreignKey(() => Reel, { onDelete: 'cascade' });
  },
});

beforeEach(async () => {
  await connectCinema();
});

const EDGES = [
  ['splices', -32_768, 32_767, -32_769, 32_768],
  ['frames', 0, 2_147_483_647, -1, 2_147_483_648],
  ['scratches', 0, 32_767, -1, 32_768],
  ['grains', 0n, 2n ** 63n - 1n, -1n, 2n ** 63n],
] as const;

describe.each(EDGES)('%s', (name, low, high, below, above) => {
  test('holds its least and its greatest value', async () => {
    for (const value of [low, high]) {
      const { number } = await Reel.objects.create({ [name]: value });
      const row: Record<string, unknown> = { ...(await Reel.objects.get({ number })) };
      expect(row[name]).toBe(value);
    }
  });

  test('refuses the next ones when they are written', async () => {
    for (const value of [below, above]) {
      expect(await codeOf(() => Reel.objects.create({ [name]: value }))).toBe('orm.value.invalid');
    }
  });
});

test('comparing takes numbers that do not fit', async () => {
  await Reel.objects.create({ frames: 1, scratches: 1, grains: 1 });
  const all = Reel.objects.filter({ frames__gt: -5, scratches__lt: 40_000, grains__gte: -1n });
  expect(await all.count()).toBe(1);
});

test('the database itself refuses what is below nothing', async () => {
  for (const column of ['frames', 'scratches', 'grains']) {
    const write = () => database().raw(`INSERT INTO reel (${column}) VALUES (-1)`);
    expect(await codeOf(write)).toBe('db.constraint.check');
  }
  await database().raw('INSERT INTO reel (splices) VALUES (-1)');
});

describe('an automatic key with a name of its own', () => {
  test('is numbered by the database, and what foreign keys hold', async () => {
    const reels = await Reel.objects.bulkCreate([{}, {}]);
    expect(reels.map(({ number, pk }) => [number, pk])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const splice = await Splice.objects.create({ reel: reels[1]! });
    expect([splice.code, splice.reelId]).toEqual([1, 2]);
    const { rows } = await database().raw('SELECT splice_no, reel_id FROM splice');
    expect(rows).toEqual([{ splice_no: 1, reel_id: 2 }]);
    expect(await Splice.objects.filter({ reel__number: 2 }).count()).toBe(1);
  });

  test('takes no option but the name of its column', async () => {
    expect(await failureOf(() => smallAuto({ unique: true } as object))).toMatchObject({
      code: 'orm.model.invalid',
      message: 'smallAuto(): the database numbers the rows, so "unique" says nothing.',
    });
    expect(await codeOf(() => auto({ colunm: 'x' } as object))).toBe('core.option.unknown');
  });

  test('is one per model', async () => {
    const Twice = model('Twice', { one: auto(), two: integer({ primaryKey: true }) });
    expect(await codeOf(() => createTables())).toBe('orm.model.invalid');
    unregisterModels(Twice);
  });
});
