import { beforeEach, describe, expect, test } from 'vitest';
import {
  bigInteger,
  binary,
  boolean,
  char,
  createTables,
  Decimal,
  Duration,
  database,
  date,
  datetime,
  decimal,
  duration,
  email,
  float,
  integer,
  ipAddress,
  json,
  model,
  slug,
  text,
  time,
  url,
  uuid,
  uuid4,
  uuid7,
} from '../../src/orm/index.ts';
import { connectCinema } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';

/** A print of a movie: one column of every kind. */
const Print = model('Print', {
  label: char({ maxLength: 20, null: true }),
  notes: text({ null: true }),
  reels: integer({ bits: 16, null: true }),
  frames: integer({ bits: 64, null: true }),
  bytes: bigInteger({ null: true }),
  weight: float({ null: true }),
  price: decimal({ digits: 15, places: 4, null: true }),
  isRestored: boolean({ null: true }),
  struck: date({ null: true }),
  starts: time({ null: true }),
  scanned: datetime({ null: true }),
  serial: uuid({ null: true }),
  credits: json({ null: true }),
  leader: binary({ null: true }),
  length: duration({ null: true }),
  scanner: ipAddress({ null: true }),
  lender: ipAddress({ null: true, protocol: 'ipv4', unpackIpv4: true }),
  handle: slug({ null: true }),
  owner: email({ null: true }),
  page: url({ null: true }),
});

beforeEach(async () => {
  await connectCinema();
  await createTables();
});

/** Writes the values, reads the row anew and returns the columns named by the values. */
async function roundTrip<Values extends Parameters<typeof Print.objects.create>[0]>(
  values: Values,
): Promise<Record<string, unknown>> {
  const { id } = await Print.objects.create(values);
  const read: Record<string, unknown> = { ...(await Print.objects.get({ id })) };
  return Object.fromEntries(Object.keys(values).map((name) => [name, read[name]]));
}

describe('what is written is what is read', () => {
  const values = [
    { label: '' },
    { label: 'Ran (乱) 🎬' },
    { label: '🎬'.repeat(20) },
    { notes: 'a\nb\t"c" \'d\' \\ \u2028' },
    { notes: 'x'.repeat(1_000_000) },
    { reels: -32_768 },
    { reels: 32_767 },
    { frames: Number.MAX_SAFE_INTEGER },
    { frames: Number.MIN_SAFE_INTEGER },
    { bytes: 9_007_199_254_740_993n },
    { bytes: 9_223_372_036_854_775_807n },
    { bytes: -9_223_372_036_854_775_808n },
    { weight: 0.1 },
    { weight: Number.MIN_VALUE },
    { weight: Number.MAX_VALUE },
    { price: new Decimal('0.0001') },
    { price: new Decimal('99999999999.9999') },
    { price: new Decimal('-12.3400') },
    { isRestored: true },
    { isRestored: false },
    { struck: '1975-06-20' },
    { struck: '2000-02-29' },
    { starts: '20:15:00' },
    { starts: '23:59:59.999999' },
    { scanned: new Date('2024-05-06T07:08:09.123Z') },
    { scanned: new Date('1895-12-28T00:00:00Z') },
    { serial: '0d6ee2a6-4d7c-4b9e-8f3a-9a0e5a3f7c11' },
    { credits: { title: 'Jaws', cast: ['Scheider', null, 1.5, true], nested: { a: {} } } },
    { credits: [] },
    { credits: 'a text' },
    { credits: false },
    { credits: 0 },
    { leader: new Uint8Array([0, 1, 254, 255]) },
    { leader: new Uint8Array() },
    { length: new Duration({ hours: 2, microseconds: 1 }) },
    { length: new Duration('-P100DT0.000001S') },
    { length: new Duration({ microseconds: Number.MAX_SAFE_INTEGER }) },
    { length: new Duration({ microseconds: Number.MIN_SAFE_INTEGER }) },
    { scanner: '192.0.2.1' },
    { scanner: '2001:db8::1' },
    { scanner: '::ffff:192.0.2.1' },
    { handle: 'x'.repeat(50) },
    { owner: 'ada@example.com' },
    { page: 'https://example.com/?a=b#c' },
  ];
  test.each(values.map((value) => [Object.keys(value)[0]!, value]))('%s', async (_name, value) => {
    expect(await roundTrip(value)).toEqual(value);
  });

  test('NULL in every column', async () => {
    const { id } = await Print.objects.create({});
    const { id: _, ...columns } = { ...(await Print.objects.get({ id })) };
    expect(Object.values(columns)).toEqual(Array.from({ length: 20 }, () => null));
  });
});

describe('values are found by what was written', () => {
  test('for every kind of column', async () => {
    const values = {
      label: 'Ran',
      notes: 'long',
      reels: 6,
      frames: 2 ** 40,
      bytes: 9_007_199_254_740_993n,
      weight: 0.1,
      price: '0.3000',
      isRestored: false,
      struck: '1975-06-20',
      starts: '20:15',
      scanned: new Date('2024-05-06T07:08:09.123Z'),
      serial: '0d6ee2a6-4d7c-4b9e-8f3a-9a0e5a3f7c11',
      credits: { title: 'Jaws' },
      leader: new Uint8Array([1, 2]),
      length: new Duration({ seconds: 0.000001 }),
      scanner: '2001:db8::1',
    };
    await Print.objects.create(values);
    await Print.objects.create({});
    for (const [name, value] of Object.entries(values)) {
      // The names come from the list above, so the keys are right though no type says so.
      const exact = { [name]: value } as { label: string };
      expect([name, await Print.objects.filter(exact).count()]).toEqual([name, 1]);
      const listed = { [`${name}__in`]: [value] } as { label__in: string[] };
      expect([name, await Print.objects.filter(listed).count()]).toEqual([name, 1]);
      expect([name, await Print.objects.exclude(exact).count()]).toEqual([name, 1]);
    }
  });

  test('neighbours beyond 2^53 are told apart', async () => {
    await Print.objects.bulkCreate([
      { bytes: 9_007_199_254_740_992n },
      { bytes: 9_007_199_254_740_993n },
    ]);
    expect(await Print.objects.filter({ bytes: 9_007_199_254_740_993n }).count()).toBe(1);
    expect(await Print.objects.filter({ bytes__gt: 9_007_199_254_740_992n }).count()).toBe(1);
    expect(await Print.objects.filter({ bytes__in: [9_007_199_254_740_993n] }).count()).toBe(1);
  });
});

describe('one instant, one value', () => {
  test('a Date is stored as UTC and compares as an instant', async () => {
    const scanned = new Date('2024-05-06T23:30:00-05:00');
    await Print.objects.create({ scanned });
    const { rows } = await database().raw('SELECT scanned FROM print');
    expect(rows).toEqual([{ scanned: '2024-05-07 04:30:00.000' }]);
    expect(await Print.objects.filter({ scanned: '2024-05-07T06:30:00+02:00' })).toHaveLength(1);
    expect(await Print.objects.filter({ scanned__lt: '2024-05-07T04:30:00.001Z' })).toHaveLength(1);
    expect(await Print.objects.filter({ scanned__lt: scanned })).toEqual([]);
  });

  test('an ISO text with a zone becomes a Date, in the created row too', async () => {
    const created = await Print.objects.create({ scanned: '2024-05-06T07:08:09+02:00' });
    expect(created.scanned).toEqual(new Date('2024-05-06T05:08:09Z'));
  });
});

describe('decimals are exact', () => {
  test('and keep the zeros of their places', async () => {
    const { id } = await Print.objects.create({ price: '12.5' });
    expect((await Print.objects.get({ id })).price?.toString()).toBe('12.5000');
  });

  test('are rounded half to even to their places when written', async () => {
    const written = ['0.00005', '0.00015', '-0.00015', '0.00014999'];
    const created = await Print.objects.bulkCreate(written.map((price) => ({ price })));
    expect(created.map(({ price }) => price?.toString())).toEqual([
      '0.0000',
      '0.0002',
      '-0.0002',
      '0.0001',
    ]);
  });

  test('a thousand of them read back as they were', async () => {
    const prices = Array.from(
      { length: 1_000 },
      (_, index) => `${index * 99_991}.${1_000 + index}`,
    );
    await Print.objects.bulkCreate(prices.map((price) => ({ price })));
    const read = await Print.objects.orderBy('pk');
    expect(read.map(({ price }) => price?.toString())).toEqual(prices);
  });

  test('are not rounded to compare with', async () => {
    await Print.objects.create({ price: '7.2000' });
    expect(await Print.objects.filter({ price: '7.20001' })).toEqual([]);
    expect(await Print.objects.filter({ price__lt: '7.20001' })).toHaveLength(1);
    expect(await Print.objects.filter({ price__gt: '7.19999' })).toHaveLength(1);
  });
});

test('a UUID is stored in one spelling and found by any', async () => {
  const { serial } = await Print.objects.create({ serial: '0D6EE2A64D7C4B9E8F3A9A0E5A3F7C11' });
  expect(serial).toBe('0d6ee2a6-4d7c-4b9e-8f3a-9a0e5a3f7c11');
  expect(await Print.objects.filter({ serial: '0D6EE2A64D7C4B9E8F3A9A0E5A3F7C11' })).toHaveLength(
    1,
  );
});

describe('an address', () => {
  test('is kept in one spelling and found by any', async () => {
    const { scanner } = await Print.objects.create({ scanner: '2001:0DB8:0:0::0001' });
    expect(scanner).toBe('2001:db8::1');
    expect(await Print.objects.filter({ scanner: '2001:db8:0::1' }).count()).toBe(1);
    const mapped = await Print.objects.create({ scanner: '::FFFF:C000:0201' });
    expect(mapped.scanner).toBe('::ffff:192.0.2.1');
  });

  test('of IPv4 alone may come as IPv6', async () => {
    expect((await Print.objects.create({ lender: '::ffff:192.0.2.1' })).lender).toBe('192.0.2.1');
    expect(await codeOf(() => Print.objects.create({ lender: '::1' }))).toBe('orm.value.invalid');
  });

  test.each(['', '1.2.3', '1.2.3.4/8', 'fe80::1%eth0', 'localhost'])(
    'is not "%s"',
    async (text) => {
      expect(await codeOf(() => Print.objects.create({ scanner: text }))).toBe('orm.value.invalid');
    },
  );
});

describe('a length of time', () => {
  test('is taken as units, texts and milliseconds', async () => {
    const given = [{ minutes: 90 }, 'PT1H30M', '01:30:00', 5_400_000];
    const rows = await Print.objects.bulkCreate(given.map((length) => ({ length })));
    expect(rows.map(({ length }) => String(length))).toEqual(given.map(() => 'PT1H30M'));
    expect(await Print.objects.filter({ length: 'PT90M' }).count()).toBe(4);
  });

  test('is ordered and compared by its amount', async () => {
    const given = ['P1D', 'PT23H', '-PT1S', 'PT0S'];
    await Print.objects.bulkCreate(given.map((length) => ({ length })));
    const ordered = await Print.objects.orderBy('length');
    expect(ordered.map(({ length }) => String(length))).toEqual(['-PT1S', 'PT0S', 'PT23H', 'P1D']);
    expect(await Print.objects.filter({ length__gte: { hours: 23 } }).count()).toBe(2);
    expect(await Print.objects.filter({ length__range: [-1_000, 0] }).count()).toBe(2);
  });
});

describe('what only looks right to validators', () => {
  test('is checked by fullClean() and not by writes', async () => {
    const row = await Print.objects.create({ handle: 'not a slug', owner: 'nobody', page: 'none' });
    expect([row.handle, row.owner, row.page]).toEqual(['not a slug', 'nobody', 'none']);
  });

  test('is as long as its kind of text gets', async () => {
    const codes = [
      await codeOf(() => Print.objects.create({ handle: 'x'.repeat(51) })),
      await codeOf(() => Print.objects.create({ owner: 'x'.repeat(255) })),
      await codeOf(() => Print.objects.create({ page: 'x'.repeat(201) })),
    ];
    expect(codes).toEqual(codes.map(() => 'orm.value.invalid'));
  });
});

describe('made UUIDs', () => {
  test('of version 4 are random', () => {
    const made = Array.from({ length: 100 }, () => uuid4());
    expect(new Set(made).size).toBe(100);
    for (const each of made) expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  test('of version 7 begin with the time and are in the order they were made in', () => {
    const before = Date.now();
    const made = Array.from({ length: 20_000 }, () => uuid7());
    expect(new Set(made).size).toBe(20_000);
    expect([...made].sort()).toEqual(made);
    for (const each of made) {
      expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    const time = Number.parseInt(made[0]!.replaceAll('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThan(before + 60_000);
  });
});
