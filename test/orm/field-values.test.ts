import { beforeEach, describe, expect, test } from 'vitest';
import {
  bigInteger,
  binary,
  boolean,
  char,
  createTables,
  database,
  date,
  datetime,
  decimal,
  float,
  integer,
  json,
  model,
  text,
  time,
  uuid,
} from '../../src/orm/index.ts';
import { connectCinema, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';

const Ticket = model('Ticket', {
  seat: char({ maxLength: 3, null: true }),
  note: text({ null: true }),
  row: integer({ bits: 16, null: true }),
  door: integer({ null: true }),
  number: bigInteger({ null: true }),
  height: float({ null: true }),
  price: decimal({ digits: 4, places: 2, null: true }),
  isValid: boolean({ null: true }),
  day: date({ null: true }),
  begins: time({ null: true }),
  sold: datetime({ null: true }),
  code: uuid({ null: true }),
  extras: json({ null: true }),
  barcode: binary({ null: true }),
});

beforeEach(async () => {
  await connectCinema();
  await createTables();
});

const circular: unknown[] = [];
circular.push(circular);

describe('a value that does not fit its field is refused', () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ['seat', 'A100'],
    ['seat', 7],
    ['seat', 'a\0b'],
    ['note', new String('boxed')],
    ['note', '\0'],
    ['note', 'half of \ud83c'],
    ['row', 32_768],
    ['row', 1.5],
    ['row', '7'],
    ['row', Number.NaN],
    ['door', 2 ** 31],
    ['number', 2n ** 63n],
    ['number', 2 ** 53],
    ['height', Number.POSITIVE_INFINITY],
    ['height', '1.80'],
    ['price', 100],
    ['price', '99.995'],
    ['price', 'free'],
    ['price', Number.NaN],
    ['price', {}],
    ['isValid', 1],
    ['isValid', 'true'],
    ['day', '2023-02-29'],
    ['day', '20.06.1975'],
    ['day', new Date()],
    ['begins', '24:00'],
    ['begins', '8:15'],
    ['sold', '2024-05-06T07:08:09'],
    ['sold', '2024-05-06'],
    ['sold', new Date(Number.NaN)],
    ['sold', 1_700_000_000_000],
    ['code', '0d6ee2a6'],
    ['extras', () => 'Popcorn'],
    ['extras', 1n],
    ['extras', circular],
    ['barcode', [1, 2]],
    ['barcode', 'bytes'],
  ];
  test.each(refused)('%s: %s', async (name, value) => {
    // Whoever writes JavaScript has no compiler to tell them, so the types are set aside.
    const values = { [name]: value } as object;
    const failure = await failureOf(() => Ticket.objects.create(values));
    expect(failure).toMatchObject({ code: 'orm.value.invalid', status: 400 });
    expect(failure.message).toContain(`"${name}" takes`);
    expect(await Ticket.objects.count()).toBe(0);
  });
});

test('the message gives no long or secret value away', async () => {
  const failure = await failureOf(() => Ticket.objects.create({ seat: 'my password' }));
  expect(failure.message).toBe(
    '"seat" takes a text of at most 3 characters, not a text of 11 characters.',
  );
});

test('a hint says what a text has that databases do not store', async () => {
  const failure = await failureOf(() => Ticket.objects.create({ note: 'a\0b' }));
  expect(failure.hint).toBe(
    'It holds NUL or half of a surrogate pair, which databases do not store.',
  );
});

describe('a value that is only compared need not fit into the column', () => {
  test('a longer text equals none, a larger number is above all', async () => {
    await Ticket.objects.create({ seat: 'A1', row: 5, price: '7.50' });
    expect(await Ticket.objects.filter({ seat: 'a seat of many letters' })).toEqual([]);
    expect(await Ticket.objects.filter({ seat__in: ['A1', 'another long one'] })).toHaveLength(1);
    expect(await Ticket.objects.filter({ row__lt: 100_000 })).toHaveLength(1);
    expect(await Ticket.objects.filter({ price__lt: 1_000 })).toHaveLength(1);
    expect(await Ticket.objects.filter({ price__range: ['7.499', '7.501'] })).toHaveLength(1);
  });

  test('it must be of the right kind all the same', async () => {
    for (const condition of [
      { row: '5' },
      { price__lt: 'free' },
      { seat: 'a\0b' },
      { seat__startswith: 'a\0' },
      { row__in: [5, '6'] },
      { row__range: [1] },
      { row__range: 7 },
      { row__in: 5 },
      { seat__in: 'A1' },
      { seat__contains: null },
      { seat__contains: ['A'] },
      { row__isnull: 1 },
      { row__gt: null },
      { row: undefined },
    ]) {
      const filter = () => Ticket.objects.filter(condition as object);
      expect([condition, await codeOf(filter)]).toEqual([condition, 'orm.value.invalid']);
    }
  });
});

describe('a row stands for its key', () => {
  test('only where a row of its model is meant', async () => {
    const ticket = await Ticket.objects.create({});
    const wrong = () => Movie.objects.filter({ director: ticket });
    expect(await failureOf(wrong)).toMatchObject({
      code: 'orm.value.invalid',
      message: '"director" takes a row of Director, not one of Ticket.',
    });
    const created = () => Movie.objects.create({ title: 'Jaws', director: ticket });
    expect(await codeOf(created)).toBe('orm.value.invalid');
  });
});

describe('what was written past the framework', () => {
  test('a whole number too large for its field is an error, never a rounded number', async () => {
    await database().raw('INSERT INTO ticket (door) VALUES (9007199254740993)');
    expect(await failureOf(async () => Ticket.objects)).toMatchObject({
      code: 'db.value.out_of_range',
      hint: expect.stringContaining('bigInteger()'),
    });
    expect(await Ticket.objects.only('seat')).toHaveLength(1);
  });

  test('a decimal that is no number is an error', async () => {
    await database().raw(`INSERT INTO ticket (price) VALUES ('free')`);
    expect(await codeOf(async () => Ticket.objects)).toBe('db.value.out_of_range');
  });
});
