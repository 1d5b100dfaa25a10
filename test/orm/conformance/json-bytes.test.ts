import { expect, onTestFinished, test } from 'vitest';
import {
  Avg,
  bigInteger,
  boolean,
  Count,
  createTables,
  date,
  datetime,
  decimal,
  duration,
  F,
  float,
  integer,
  json,
  model,
  text,
  time,
  unregisterModels,
  uuid,
} from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Movie } from '../../support/cinema.ts';
import { connectEmpty, describeEachDatabase } from '../../support/databases.ts';
import { countQueries } from '../../support/queries.ts';

/** What `JSON.stringify` makes of the same rows, 64-bit numbers as texts. */
async function stringified(query: PromiseLike<unknown>): Promise<unknown> {
  const bigAsText = (_name: string, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value;
  return JSON.parse(JSON.stringify(await query, bigAsText));
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

describeEachDatabase('toJSON()', (kind) => {
  test('gives what JSON.stringify gives of the rows, in one query', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const queries = [
      Movie.objects.selectRelated('director', 'director__country', 'studio').orderBy('title'),
      Movie.objects.only('title', 'rating').orderBy('title'),
      Director.objects
        .annotate({ n: Count('movies'), mean: Avg('movies__rating') })
        .orderBy('name'),
      Movie.objects.values('title', 'director__name', { twice: F('year').mul(2) }).orderBy('title'),
    ];
    for (const query of queries) {
      expect(parsed(await query.all().toJSON())).toEqual(await stringified(query.all()));
      expect(await countQueries(() => query.all().toJSON())).toBe(1);
    }
    const tuples = Movie.objects.valuesList('title', 'year').orderBy('title');
    expect(parsed(await tuples.toJSON())).toEqual(await stringified(tuples.all()));
    const titles = Movie.objects.valuesList('title', { flat: true }).orderBy('title');
    expect(parsed(await titles.toJSON())).toEqual([
      'Barry Lyndon',
      'Jaws',
      'Lincoln',
      'The Shining',
    ]);
    expect(parsed(await Movie.objects.none().toJSON())).toEqual([]);
    expect(parsed(await Movie.objects.filter({ year: 1 }).toJSON())).toEqual([]);
  });

  test('holds prefetched relations too', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const query = Director.objects.prefetchRelated('movies').orderBy('name');
    expect(parsed(await query.toJSON())).toEqual(await stringified(query.all()));
  });

  test('writes every type and hostile texts as JSON.stringify does', async () => {
    await connectEmpty(kind);
    const Sample = model('JsonSample', {
      text: text({ null: true }),
      whole: integer({ null: true }),
      big: bigInteger({ null: true }),
      float: float({ null: true }),
      exact: decimal({ digits: 8, places: 3, null: true }),
      isIt: boolean({ null: true }),
      day: date({ null: true }),
      clock: time({ null: true }),
      moment: datetime({ null: true }),
      span: duration({ null: true }),
      id2: uuid({ null: true }),
      data: json({ null: true }),
    });
    onTestFinished(() => unregisterModels(Sample));
    await createTables();
    const texts = [
      '',
      '"\\/\b\f\n\r\t',
      '\u0001\u001f\u007f',
      '\u2028\u2029',
      'é ß 日本 😀',
      '</script>',
      '__proto__',
      'x'.repeat(10_000),
    ];
    await Sample.objects.bulkCreate([
      ...texts.map((each) => ({ text: each, data: { [each]: [each, null, { a: 1.5 }] } })),
      {
        whole: -2_147_483_648,
        big: 9_223_372_036_854_775_807n,
        float: 1e-7,
        exact: '-12345.678',
        isIt: false,
        day: '0999-12-31',
        clock: '23:59:59.5',
        moment: new Date('1998-06-12T20:15:00.123Z'),
        id2: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
        data: null,
      },
      { isIt: true, float: 1e21, moment: new Date(0), data: [] },
      { float: -0.1, moment: new Date('9999-12-31T23:59:59.999Z'), data: 'text' },
    ]);
    const query = Sample.objects.orderBy('id');
    expect(parsed(await query.toJSON())).toEqual(await stringified(query.all()));
  });
});
