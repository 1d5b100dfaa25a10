import { beforeEach, expect, test } from 'vitest';
import {
  boolean,
  char,
  createTables,
  database,
  datetime,
  decimal,
  duration,
  integer,
  json,
  model,
  unregisterModels,
  uuid,
  uuid7,
} from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';
import { statementsOf } from '../support/queries.ts';

const Ticket = model('Ticket', {
  hall: char({ maxLength: 20, dbDefault: `O'Brien's "1"` }),
  price: decimal({ digits: 5, places: 2, dbDefault: '7.5' }),
  seats: integer({ dbDefault: -1 }),
  isPaid: boolean({ dbDefault: false }),
  terms: json({ dbDefault: { refund: [true] } }),
  length: duration({ dbDefault: 'PT2H' }),
  sold: datetime({ dbDefault: '2024-01-02T03:04:05Z' }),
  note: char({ maxLength: 20, dbDefault: 'database', default: 'application' }),
  seen: integer({ null: true, dbDefault: 3 }),
});

const Voucher = model('Voucher', {
  code: uuid({ primaryKey: true, default: uuid7 }),
  worth: integer({ dbDefault: 10 }),
});

beforeEach(async () => {
  await connectCinema();
});

test('the database fills in what was left out, whoever writes the row', async () => {
  await database().raw(`INSERT INTO ticket (note) VALUES ('by hand')`);
  const ticket = await Ticket.objects.get();
  expect(JSON.parse(JSON.stringify(ticket))).toEqual({
    id: 1,
    hall: `O'Brien's "1"`,
    price: '7.50',
    seats: -1,
    isPaid: false,
    terms: { refund: [true] },
    length: 'PT2H',
    sold: '2024-01-02T03:04:05.000Z',
    note: 'by hand',
    seen: 3,
  });
});

test('a created row has what the database filled in, by the same statement', async () => {
  let created: unknown;
  const statements = await statementsOf(async () => {
    created = await Ticket.objects.create({ seats: 2 });
  });
  expect(statements.map(({ sql }) => sql)).toEqual([
    'INSERT INTO "ticket" ("seats", "note") VALUES (?, ?) RETURNING "id", "hall", "price", ' +
      '"is_paid", "terms", "length", "sold", "seen"',
  ]);
  expect(created).toEqual(await Ticket.objects.get());
  expect(created).toMatchObject({ seats: 2, isPaid: false, note: 'application', seen: 3 });
});

test('null is a value like others', async () => {
  expect(await Ticket.objects.create({ seen: null })).toMatchObject({ seen: null });
});

test('rows with keys of their own get theirs back', async () => {
  const vouchers = await Voucher.objects.bulkCreate([{}, { worth: 5 }, {}, {}]);
  expect(vouchers.map(({ worth }) => worth)).toEqual([10, 5, 10, 10]);
  expect(vouchers.map(({ code }) => code)).toEqual(vouchers.map(({ code }) => code).toSorted());
  const stored = await Voucher.objects.orderBy('pk');
  expect(stored).toEqual(vouchers);
});

test('a default that does not fit is refused', async () => {
  const Faulty = model('Faulty', { seats: integer({ dbDefault: 1.5 }) });
  expect(await failureOf(() => createTables())).toMatchObject({
    code: 'orm.model.invalid',
    message: 'Faulty.seats: dbDefault must be a whole number from -2147483648 to 2147483647.',
  });
  unregisterModels(Faulty);
});
