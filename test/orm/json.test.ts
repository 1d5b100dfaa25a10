import { expect, test } from 'vitest';
import {
  Avg,
  bigInteger,
  binary,
  boolean,
  Count,
  char,
  createTables,
  Decimal,
  Duration,
  date,
  datetime,
  decimal,
  duration,
  F,
  float,
  integer,
  ipAddress,
  json,
  model,
  text,
  time,
  uuid,
} from '../../src/orm/index.ts';
import { addMovies, Director, Movie } from '../support/cinema.ts';
import { connectEmpty, describeEachDriver } from '../support/databases.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

const Reel = model('Reel', {
  label: char({ maxLength: 80 }),
  notes: text({ null: true }),
  frames: integer({ null: true }),
  serial: bigInteger({ null: true }),
  speed: float({ null: true }),
  metres: decimal({ digits: 8, places: 2, null: true }),
  isRestored: boolean({ null: true }),
  shot: date({ null: true }),
  at: time({ null: true }),
  scannedAt: datetime({ null: true }),
  length: duration({ null: true }),
  code: uuid({ null: true }),
  address: ipAddress({ null: true }),
  facts: json({ null: true }),
  scan: binary({ null: true }),
});

async function parsed(query: { toJSON(): Promise<Uint8Array> }): Promise<unknown> {
  return JSON.parse(Buffer.from(await query.toJSON()).toString());
}

/** The value through JSON.stringify, whole numbers as strings. */
function plain(rows: unknown): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

describeEachDriver('QuerySet.toJSON()', (kind) => {
  async function connectCinema(): Promise<void> {
    await connectEmpty(kind);
    await createTables();
    await addMovies();
  }

  test('gives every type as JSON.stringify does, whole numbers and bytes apart', async () => {
    await connectEmpty(kind);
    await createTables();
    await Reel.objects.create({
      label: 'A "reel"\n\\ of 東京 \u2028 \u0001',
      notes: 'x'.repeat(500),
      frames: -7,
      serial: 9_223_372_036_854_775_807n,
      speed: 1e21,
      metres: new Decimal('12.50'),
      isRestored: true,
      shot: '1975-06-20',
      at: '20:15:00',
      scannedAt: new Date('2024-02-29T23:59:59.999Z'),
      length: new Duration({ minutes: 90 }),
      code: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      address: '192.168.0.1',
      facts: { stars: [1, 2.5, null, 'é'] },
      scan: new Uint8Array([0, 255, 16]),
    });
    await Reel.objects.create({ label: '' });
    const query = Reel.objects.orderBy('id');
    const rows = (await query.all()).map((row) => ({ ...row.toJSON(), scan: row.scan && 'AP8Q' }));
    for (let run = 0; run < 3; run++) expect(await parsed(query.all())).toEqual(plain(rows));
  });

  test('gives joined rows, and null where there is none', async () => {
    await connectCinema();
    const query = Movie.objects.selectRelated('director__country', 'studio').orderBy('id');
    const expected = plain(await query.all());
    for (let run = 0; run < 3; run++) expect(await parsed(query.all())).toEqual(expected);
    const text = Buffer.from(await query.all().toJSON()).toString();
    expect(text).toBe(JSON.stringify(await query.all()));
    expect(await countQueries(() => query.all().toJSON())).toBe(1);
  });

  test('gives what only() leaves, annotations, and values in each of their forms', async () => {
    await connectCinema();
    const queries = [
      Movie.objects.only('title').orderBy('id'),
      Movie.objects
        .annotate({ double: F('votes').mul(2) })
        .selectRelated('director')
        .orderBy('id'),
      Director.objects.annotate({ count: Count('movies') }).orderBy('id'),
      Director.objects.annotate({ average: Avg('movies__votes') }).orderBy('id'),
      Movie.objects.values('title', 'rating', 'director__name').orderBy('id'),
      Movie.objects.valuesList('title', 'year').orderBy('id'),
      Movie.objects.valuesList('title', { flat: true }).orderBy('id'),
      Movie.objects.filter({ year__gt: 1976 }).orderBy('-year').slice(0, 2),
      Movie.objects.filter({ id: -1 }),
      Movie.objects.none(),
    ] as const;
    for (const query of queries) {
      const expected = plain(await query.all());
      expect(await parsed(query.all())).toEqual(expected);
      expect(await parsed(query.all())).toEqual(expected);
    }
  });

  test('gives relations that are prefetched', async () => {
    await connectCinema();
    const query = Director.objects.prefetchRelated('movies').orderBy('id');
    expect(await parsed(query.all())).toEqual(plain(await query.all()));
  });

  test('takes rows that are in memory from there', async () => {
    await connectCinema();
    const query = Movie.objects.orderBy('id');
    const rows = await query;
    rows[0]!.title = 'Changed';
    expect(await sqlOf(() => query.toJSON())).toEqual([]);
    expect(await parsed(query)).toEqual(plain(rows));
  });
});
