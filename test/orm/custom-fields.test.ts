import { beforeEach, describe, expect, test } from 'vitest';
import {
  bigInteger,
  char,
  createTables,
  database,
  decimal,
  defineField,
  foreignKey,
  integer,
  model,
} from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';

/** The ratio of a picture's sides. */
class Ratio {
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
}

const ratio = defineField({
  name: 'ratio',
  storedAs: char({ maxLength: 20 }),
  expected: 'a Ratio, or a text such as "16:9"',
  normalize(value: Ratio | string) {
    if (value instanceof Ratio) return value;
    const parts = /^(\d+):(\d+)$/.exec(value);
    return parts === null ? undefined : new Ratio(Number(parts[1]), Number(parts[2]));
  },
  toDatabase: ({ width, height }) => `${width}:${height}`,
  fromDatabase(stored) {
    const [width, height] = stored.split(':').map(Number);
    return new Ratio(width!, height!);
  },
});

/** Feet of film, kept in millimetres; a custom field over a built-in one with an own conversion. */
const feet = defineField({
  name: 'feet',
  storedAs: bigInteger(),
  expected: 'a number of feet',
  normalize: (value: number) => (Number.isFinite(value) ? value : undefined),
  toDatabase: (value) => BigInt(Math.round(value * 304.8)),
  fromDatabase: (stored) => Number(stored) / 304.8,
});

const doubled = defineField({
  name: 'doubled',
  storedAs: feet(),
  expected: 'half a number of feet',
  normalize: (value: number) => value,
  toDatabase: (value) => value * 2,
  fromDatabase: (stored) => stored / 2,
});

const Negative = model('Negative', {
  label: ratio({ primaryKey: false, unique: true }),
  matte: ratio({ null: true, default: '4:3' }),
  length: feet({ null: true }),
  half: doubled({ null: true }),
});

beforeEach(async () => {
  await connectCinema();
  await createTables();
});

describe('a custom field', () => {
  test('reads what was written, and stores what its definition says', async () => {
    await Negative.objects.create({ label: '16:9', length: 1000, half: 500 });
    const row = await Negative.objects.get();
    expect(row.label).toEqual(new Ratio(16, 9));
    expect(row.matte).toEqual(new Ratio(4, 3));
    expect([row.length, row.half]).toEqual([1000, 500]);
    expect((await database().raw('SELECT label, length, half FROM negative')).rows).toEqual([
      { label: '16:9', length: 304_800, half: 304_800 },
    ]);
  });

  test('is found by any value it takes, one or in a list', async () => {
    await Negative.objects.bulkCreate([
      { label: '16:9', matte: null, length: 1000 },
      { label: '4:3', length: 2000 },
    ]);
    const wide = new Ratio(16, 9);
    expect(await Negative.objects.filter({ label: wide }).count()).toBe(1);
    expect(await Negative.objects.filter({ label__in: ['16:9', wide, '1:1'] }).count()).toBe(1);
    expect(await Negative.objects.filter({ length__gt: 1500 }).count()).toBe(1);
    expect(await Negative.objects.filter({ length__in: [1000, 2000] }).count()).toBe(2);
    expect(await Negative.objects.filter({ matte: null }).count()).toBe(1);
    expect(await Negative.objects.filter({ label__startswith: '16' }).count()).toBe(1);
  });

  test('is updated and saved', async () => {
    const row = await Negative.objects.create({ label: '16:9' });
    row.length = 1250;
    row.matte = new Ratio(1, 1);
    await row.save();
    await Negative.objects.update({ half: 625 });
    await row.refreshFromDb();
    expect([row.length, row.matte, row.half]).toEqual([1250, new Ratio(1, 1), 625]);
  });

  test('refuses what its normalize refuses', async () => {
    expect(await failureOf(() => Negative.objects.create({ label: 'wide' }))).toMatchObject({
      code: 'orm.value.invalid',
      message: '"label" takes a Ratio, or a text such as "16:9", not a text of 4 characters.',
    });
    await Negative.objects.create({ label: '1:1' });
    expect(await codeOf(() => Negative.objects.create({ label: '1:1' }))).toBe(
      'db.constraint.unique',
    );
  });

  test('refuses options that it does not have, by the name of its factory', async () => {
    expect(await failureOf(() => ratio({ maxLenght: 3 } as object))).toMatchObject({
      code: 'core.option.unknown',
      message: 'ratio() has no option "maxLenght".',
    });
    expect(await codeOf(() => defineField({ nmae: 'x' } as never))).toBe('core.option.unknown');
  });

  test('may be a key that others refer to', async () => {
    const Sku = defineField({
      name: 'sku',
      storedAs: integer(),
      expected: 'a text such as "P-7"',
      normalize: (value: string) => (/^P-\d+$/.test(value) ? value : undefined),
      toDatabase: (value) => Number(value.slice(2)),
      fromDatabase: (stored) => `P-${stored}`,
    });
    const Product = model('Product', {
      sku: Sku({ primaryKey: true }),
      price: decimal({ digits: 4, places: 2 }),
    });
    const Sale = model('Sale', {
      get product() {
        return foreignKey(() => Product, { onDelete: 'cascade' });
      },
    });
    await createTables();
    const product = await Product.objects.create({ sku: 'P-7', price: 1 });
    await Sale.objects.create({ product });
    const sale = await Sale.objects.selectRelated('product').get({ product: 'P-7' });
    expect([sale.productId, sale.product.sku]).toEqual(['P-7', 'P-7']);
    expect((await (await Sale.objects.get()).product.load()).pk).toBe('P-7');
  });
});
