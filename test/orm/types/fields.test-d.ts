import { expectTypeOf } from 'vitest';
import {
  array,
  auto,
  boolean,
  char,
  Duration,
  date,
  datetime,
  decimal,
  defineField,
  duration,
  email,
  integer,
  ipAddress,
  maxValue,
  minLength,
  minValue,
  model,
  positiveBigInteger,
  positiveInteger,
  slug,
  url,
  uuid,
  uuid7,
} from '../../../src/orm/index.ts';

// Checked by the compiler and never run: see types.test.ts.

class Ratio {
  readonly width = 16;
}

const ratio = defineField({
  name: 'ratio',
  storedAs: char({ maxLength: 9 }),
  expected: 'a ratio',
  normalize: (value: Ratio | string) => (value instanceof Ratio ? value : new Ratio()),
  toDatabase: ({ width }) => `${width}:9`,
  fromDatabase: (text) => (text.length > 0 ? new Ratio() : new Ratio()),
});

const Booking = model('Booking', {
  number: auto(),
  status: char({ choices: ['open', 'paid'], default: 'open' }),
  price: integer({ choices: { 1: 'Reduced', 2: 'Full' }, null: true }),
  code: char({ choices: { a: 'A', b: 'B' }, maxLength: 5 }),
  seats: positiveInteger({ default: 1 }),
  cents: positiveBigInteger({ null: true }),
  slug: slug(),
  email: email({ null: true }),
  site: url({ default: 'https://example.com' }),
  client: ipAddress({ null: true }),
  length: duration(),
  tags: array(char({ maxLength: 9 }), { default: [] }),
  sizes: array(array(integer({ null: true })), { null: true }),
  shape: ratio({ null: true }),
  made: datetime({ autoNowAdd: true }),
  day: date({ autoNow: true }),
  key: uuid({ default: uuid7 }),
  isPaid: boolean({ dbDefault: false }),
});

export async function values() {
  const row = await Booking.objects.create({
    code: 'a',
    slug: 'a',
    length: { minutes: 3 },
  });
  expectTypeOf(row.pk).toEqualTypeOf<number>();
  expectTypeOf(row.number).toEqualTypeOf<number>();
  expectTypeOf(row.status).toEqualTypeOf<'open' | 'paid'>();
  expectTypeOf(row.price).toEqualTypeOf<1 | 2 | null>();
  expectTypeOf(row.code).toEqualTypeOf<'a' | 'b'>();
  expectTypeOf(row.seats).toEqualTypeOf<number>();
  expectTypeOf(row.cents).toEqualTypeOf<bigint | null>();
  expectTypeOf(row.email).toEqualTypeOf<string | null>();
  expectTypeOf(row.client).toEqualTypeOf<string | null>();
  expectTypeOf(row.length).toEqualTypeOf<Duration>();
  expectTypeOf(row.tags).toEqualTypeOf<string[]>();
  expectTypeOf(row.sizes).toEqualTypeOf<(number | null)[][] | null>();
  expectTypeOf(row.shape).toEqualTypeOf<Ratio | null>();
  expectTypeOf(row.made).toEqualTypeOf<Date>();
  expectTypeOf(row.day).toEqualTypeOf<string>();
  expectTypeOf(row.isPaid).toEqualTypeOf<boolean>();
  // @ts-expect-error a booking has a number and no id.
  row.id;
}

export async function inputs() {
  Booking.objects.filter({ length: 'PT3M', length__gt: 5_000, shape: '16:9', cents__lt: 5 });
  Booking.objects.filter({ status: 'open', price__in: [1, null], length__in: [new Duration(1)] });
  await Booking.objects.update({ shape: new Ratio(), tags: ['a'], length: { hours: 1 } });
  // @ts-expect-error no such choice.
  Booking.objects.filter({ status: 'lost' });
  // @ts-expect-error nor as a value.
  await Booking.objects.update({ price: 3 });
  // @ts-expect-error a ratio is made of a Ratio or a text.
  await Booking.objects.update({ shape: 5 });
  // @ts-expect-error an item of the list is a text.
  await Booking.objects.update({ tags: [1] });
  // @ts-expect-error there is no unit "hour".
  await Booking.objects.update({ length: { hour: 1 } });
  // @ts-expect-error the code has no default.
  await Booking.objects.create({ slug: 'a', length: 1 });
}

export function declarations() {
  decimal({ digits: 3, places: 1, validators: [minValue(0), maxValue(10)] });
  char({ maxLength: 5, validators: [minLength(2), (value) => value.toUpperCase()] });
  datetime({ null: true, validators: [(value) => value.getTime()] });
  // @ts-expect-error a text has no amount.
  char({ maxLength: 5, validators: [minValue(3)] });
  // @ts-expect-error a number has no length.
  integer({ validators: [minLength(3)] });
  // @ts-expect-error a char has a length or choices.
  char({ null: true });
  // @ts-expect-error the choices of a number are numbers.
  integer({ choices: ['a'] });
  // @ts-expect-error the database numbers the rows.
  auto({ default: 1 });
  // @ts-expect-error a list of what?
  array();
  defineField({
    name: 'wrong',
    storedAs: integer(),
    expected: 'a number',
    normalize: (value: number) => value,
    // @ts-expect-error an integer column keeps numbers.
    toDatabase: (value) => String(value),
    fromDatabase: (stored) => stored,
  });
}
