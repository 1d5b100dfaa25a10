import { beforeEach, describe, expect, test } from 'vitest';
import { char, integer, model, tableDefinitions, text } from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';

const Booking = model('Booking', {
  status: char({ choices: { open: 'Open', paid: 'Paid in full' }, default: 'open' }),
  row: char({ choices: ['A', 'B', '🎬'], null: true }),
  price: integer({ choices: { 1: 'Reduced', 2: 'Full' }, null: true }),
  seats: integer({ choices: [1, 2, 4], default: 1 }),
  note: text({ choices: ['none'], null: true }),
});

beforeEach(async () => {
  await connectCinema();
});

describe('a field with choices', () => {
  test('holds one of them', async () => {
    const { id } = await Booking.objects.create({ status: 'paid', row: '🎬', price: 2, seats: 4 });
    expect(await Booking.objects.get({ id })).toMatchObject({ row: '🎬', price: 2, seats: 4 });
  });

  test('refuses other values when they are written', async () => {
    // The types refuse them too, so they come as what a form would send.
    const create = (values: object) => () => Booking.objects.create(values as { seats: 1 });
    expect(await failureOf(create({ status: 'lost' }))).toMatchObject({
      code: 'orm.value.invalid',
      message: '"status" takes one of "open", "paid", not a text of 4 characters.',
    });
    expect(await codeOf(create({ price: 3 }))).toBe('orm.value.invalid');
    expect(await codeOf(create({ price: '1' }))).toBe('orm.value.invalid');
    expect(await codeOf(create({ status: 'toString' }))).toBe('orm.value.invalid');
  });

  test('compares as any other field of its type', async () => {
    await Booking.objects.create({});
    expect(
      await Booking.objects
        .filter({ status__gte: 'open', status__startswith: 'o', seats__lt: 2 })
        .count(),
    ).toBe(1);
  });

  test('is as long as the longest of them', () => {
    const [table] = tableDefinitions([Booking]);
    expect(table?.columns.map(({ type }) => type)).toMatchObject([
      { kind: 'integer' },
      { maxLength: 4 },
      { maxLength: 1 },
      { kind: 'integer' },
      { kind: 'integer' },
      { maxLength: undefined },
    ]);
  });

  test('without choices needs a length', async () => {
    expect(await codeOf(() => char({ null: true } as never))).toBe('orm.model.invalid');
  });
});
