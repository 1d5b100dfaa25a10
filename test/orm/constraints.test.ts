import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  abstractModel,
  atomic,
  char,
  checkConstraint,
  createTables,
  database,
  F,
  foreignKey,
  generated,
  index,
  integer,
  model,
  Q,
  registeredModels,
  tableDefinitions,
  uniqueConstraint,
  unregisterModels,
} from '../../src/orm/index.ts';
import { connectEmpty, describeEachDatabase } from '../support/databases.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { describeOnPostgresql } from '../support/postgresql.ts';

const Hall = model('Hall', { name: char({ maxLength: 20 }) });

const Screening = model(
  'Screening',
  {
    title: char({ maxLength: 40 }),
    seats: integer(),
    price: integer({ default: 5 }),
    starts: integer({ null: true }),
    isCancelled: integer({ default: 0 }),
    total: generated({ expression: F('seats').mul(F('price')), output: integer() }),
    get hall() {
      return foreignKey(() => Hall, { onDelete: 'cascade' });
    },
  },
  {
    constraints: [
      uniqueConstraint({
        fields: ['hall', 'starts'],
        condition: { isCancelled: 0 },
        name: 'hall_is_free',
      }),
      checkConstraint({ check: { seats__gte: 1, seats__lt: 1000 }, name: 'seats_range' }),
      checkConstraint({
        check: Q({ price__in: [5, 7, 9] }).or({ title__startswith: `O'Brien's "?"` }),
        name: '{table}_price',
      }),
    ],
    indexes: [index({ fields: ['-seats', 'title'], condition: Q({ price: 5 }).not() })],
  },
);

const Slot = model(
  'Slot',
  { position: integer() },
  { constraints: [uniqueConstraint({ fields: ['position'], deferrable: 'deferred' })] },
);

const declared = new Set(registeredModels());

afterEach(() => {
  unregisterModels(...registeredModels().filter((each) => !declared.has(each)));
});

describeEachDatabase('constraints of models', (kind) => {
  let hall: number;

  beforeEach(async () => {
    await connectEmpty(kind);
    if (kind === 'sqlite') unregisterModels(Slot);
    await createTables();
    hall = (await Hall.objects.create({ name: 'Main' })).id;
  });

  test('a check holds for what is written, whatever writes it', async () => {
    await Screening.objects.create({ hall, title: 'M', seats: 1 });
    const create = (seats: number) => () => Screening.objects.create({ hall, title: 'M', seats });
    expect(await failureOf(create(0))).toMatchObject({ code: 'db.constraint.check' });
    expect(await codeOf(create(1000))).toBe('db.constraint.check');
    const write = () => database().raw('UPDATE screening SET seats = 0');
    expect(await codeOf(write)).toBe('db.constraint.check');
  });

  test('a check may be a Q with any text in it', async () => {
    const create = (title: string) => () =>
      Screening.objects.create({ hall, title, seats: 1, price: 6 });
    expect(await codeOf(create('M'))).toBe('db.constraint.check');
    await create(`O'Brien's "?" %`)();
  });

  test('a unique constraint may be about some of the rows', async () => {
    const create = (values: { isCancelled?: number; starts?: number | null }) => () =>
      Screening.objects.create({ hall, title: 'M', seats: 1, ...values });
    await create({ starts: 20 })();
    await create({ starts: 20, isCancelled: 1 })();
    await create({ starts: 20, isCancelled: 1 })();
    await create({ starts: null })();
    await create({ starts: null })();
    expect(await codeOf(create({ starts: 20 }))).toBe('db.constraint.unique');
  });

  test('a generated column is worked out, filtered by, and never written', async () => {
    const { id } = await Screening.objects.create({ hall, title: 'M', seats: 3, price: 7 });
    const screening = await Screening.objects.get({ total: 21 });
    screening.seats = 4;
    await screening.save();
    expect((await Screening.objects.get({ id })).total).toBe(28);
    expect(await Screening.objects.filter({ total__gt: 28 }).count()).toBe(0);
    const values = { total: 1 } as object;
    expect(await codeOf(() => Screening.objects.update(values))).toBe('orm.value.generated');
  });

  test('tables with constraints are created once', async () => {
    expect(await createTables()).toEqual([]);
  });
});

describe('the table of a model', () => {
  test('has constraints and indexes by name', async () => {
    await connectEmpty('sqlite');
    unregisterModels(Slot);
    await createTables();
    const { rows } = await database().raw(
      `SELECT name, sql FROM sqlite_master WHERE tbl_name = 'screening' ORDER BY name`,
    );
    const sql = Object.fromEntries(rows.map((row) => [row.name, row.sql]));
    expect(sql.screening_seats_title_index).toBe(
      'CREATE INDEX "screening_seats_title_index" ON "screening" ("seats" DESC, "title")' +
        ' WHERE NOT ("price" = 5)',
    );
    expect(sql.hall_is_free).toBe(
      'CREATE UNIQUE INDEX "hall_is_free" ON "screening" ("hall_id", "starts")' +
        ' WHERE "is_cancelled" = 0',
    );
    expect(sql.screening).toContain(
      'CONSTRAINT "seats_range" CHECK ("seats" >= 1 AND "seats" < 1000)',
    );
    expect(sql.screening).toContain(
      `CONSTRAINT "screening_price" CHECK ("price" IN (5, 7, 9) OR "title" GLOB 'O''Brien''s "[?]"*')`,
    );
    expect(sql.screening).toContain(
      '"total" INTEGER NOT NULL GENERATED ALWAYS AS (("seats" * "price")) STORED',
    );
  });

  test('of several models with one abstract base has names of its own', () => {
    const Priced = abstractModel(
      { price: integer() },
      {
        constraints: [
          checkConstraint({ check: { price__gte: 0 }, name: '{table}_price_positive' }),
        ],
        indexes: [index({ fields: ['price'] })],
      },
    );
    const Snack = model('Snack', {}, { bases: [Priced] });
    const Drink = model('Drink', {}, { bases: [Priced] });
    const tables = tableDefinitions([Snack, Drink]);
    expect(tables.map(({ constraints }) => constraints?.[0]?.name)).toEqual([
      'snack_price_positive',
      'drink_price_positive',
    ]);
    expect(tables.map(({ indexes }) => indexes[0]?.name)).toEqual([
      'snack_price_index',
      'drink_price_index',
    ]);
  });
});

describe('a mistake in a constraint', () => {
  const declare = (options: Parameters<typeof model>[2]) => () =>
    tableDefinitions([
      model(
        'Faulty',
        {
          seats: integer(),
          get hall() {
            return foreignKey(() => Hall, { onDelete: 'cascade' });
          },
        },
        options as object,
      ),
    ]);
  test.each<[string, () => unknown, string]>([
    [
      'an unknown field',
      declare({ constraints: [uniqueConstraint({ fields: ['seat'] })] }),
      'orm.model.invalid',
    ],
    [
      'an unknown field of an index',
      declare({ indexes: [index({ fields: ['-seat'] })] }),
      'orm.model.invalid',
    ],
    [
      'an unknown field of a check',
      declare({ constraints: [checkConstraint({ check: { seat: 1 }, name: 'x' })] }),
      'orm.field.unknown',
    ],
    [
      'a check of another table',
      declare({ constraints: [checkConstraint({ check: { hall__name: 'Main' }, name: 'x' })] }),
      'orm.model.invalid',
    ],
    [
      'a check of a query',
      declare({ constraints: [checkConstraint({ check: { hall__in: Hall.objects }, name: 'x' })] }),
      'orm.model.invalid',
    ],
    [
      'something else',
      declare({ constraints: [{ kind: 'check' } as never] }),
      'core.option.invalid',
    ],
    [
      'a condition that waits',
      () => uniqueConstraint({ fields: ['seats'], condition: {}, deferrable: 'deferred' }),
      'orm.model.invalid',
    ],
    ['an unknown option', () => index({ fields: [], wher: {} } as never), 'core.option.unknown'],
  ])('%s is refused', async (_mistake, work, code) => {
    expect(await codeOf(work)).toBe(code);
  });

  test.each([
    [uniqueConstraint({ fields: ['seats'], nullsDistinct: false })],
    [uniqueConstraint({ fields: ['seats'], deferrable: 'immediate' })],
  ])('what SQLite has not is refused when the table is created', async (constraint) => {
    await connectEmpty('sqlite');
    unregisterModels(Slot);
    model('Faulty', { seats: integer() }, { constraints: [constraint] });
    expect(await codeOf(() => createTables())).toBe('db.constraint.unsupported');
  });
});

describeOnPostgresql('constraints that PostgreSQL alone has', () => {
  beforeEach(async () => {
    await connectEmpty('postgresql');
  });

  test('wait for the end of the transaction', async () => {
    const Place = model(
      'Place',
      { position: integer() },
      { constraints: [uniqueConstraint({ fields: ['position'], deferrable: 'deferred' })] },
    );
    await createTables();
    const [first, second] = await Place.objects.bulkCreate([{ position: 1 }, { position: 2 }]);
    await atomic(async () => {
      await Place.objects.filter({ pk: first!.pk }).update({ position: 2 });
      await Place.objects.filter({ pk: second!.pk }).update({ position: 1 });
    });
    expect((await Place.objects.orderBy('pk')).map(({ position }) => position)).toEqual([2, 1]);
    const write = () => Place.objects.filter({ pk: first!.pk }).update({ position: 1 });
    expect(await codeOf(write)).toBe('db.constraint.unique');
  });

  test('make two empty values collide, and carry values in the index', async () => {
    const Badge = model(
      'Badge',
      { code: integer({ null: true }), name: char({ maxLength: 9, default: '' }) },
      {
        constraints: [
          uniqueConstraint({ fields: ['code'], nullsDistinct: false, include: ['name'] }),
        ],
        indexes: [index({ fields: ['name'], using: 'hash', name: 'badge_by_name' })],
      },
    );
    await createTables();
    await Badge.objects.create({});
    expect(await codeOf(() => Badge.objects.create({}))).toBe('db.constraint.unique');
    const { rows } = await database().raw(
      `SELECT indexdef FROM pg_indexes WHERE tablename = 'badge' ORDER BY indexname`,
    );
    const texts = rows.map(({ indexdef }) => indexdef);
    expect(texts).toContainEqual(expect.stringContaining('INCLUDE (name) NULLS NOT DISTINCT'));
    expect(texts).toContainEqual(expect.stringContaining('USING hash (name)'));
  });
});
