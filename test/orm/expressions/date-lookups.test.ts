import { expect, test } from 'vitest';
import { F, setTimeZone } from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { sqlOf } from '../../support/queries.ts';
import { connectSamples, Sample } from './samples.ts';

/** Rows by name: their day, and an instant at the end of it. */
const days = ['0001-01-01', '1999-12-31', '2000-01-01', '2021-01-03', '9999-12-31'];

/** Which rows each condition matches, by the years of their days. */
const cases: readonly (readonly [conditions: object, years: string])[] = [
  [{ day__year: 2000 }, '2000'],
  [{ day__year: 9999 }, '9999'],
  [{ day__year: 1 }, '0001'],
  [{ day__year: 0 }, ''],
  [{ day__year: 10_000 }, ''],
  [{ day__year: 2000.5 }, ''],
  [{ day__year__gt: 1999 }, '2000 2021 9999'],
  [{ day__year__gt: 9999 }, ''],
  [{ day__year__gt: -5 }, '0001 1999 2000 2021 9999'],
  [{ day__year__gte: 2000 }, '2000 2021 9999'],
  [{ day__year__gte: 1999.5 }, '2000 2021 9999'],
  [{ day__year__lt: 2000 }, '0001 1999'],
  [{ day__year__lte: 2000 }, '0001 1999 2000'],
  [{ day__year__lte: 9999 }, '0001 1999 2000 2021 9999'],
  [{ day__year__lt: 2n ** 70n }, '0001 1999 2000 2021 9999'],
  [{ day__year__in: [1999, 2021] }, '1999 2021'],
  [{ day__year__range: [1999, 2000] }, '1999 2000'],
  [{ day__iso_year: 2020 }, '2021'],
  [{ day__iso_year__lt: 2000 }, '0001 1999 2000'],
  [{ day__iso_year__gte: 2020 }, '2021 9999'],
  [{ day__month: 1 }, '0001 2000 2021'],
  [{ day__month__gt: 1 }, '1999 9999'],
  [{ day__day__lt: 3 }, '0001 2000'],
  [{ day__quarter: 4 }, '1999 9999'],
  [{ day__week: 53 }, '2021'],
  [{ day__week_day: 1 }, '2021'],
  [{ day__iso_week_day: 7 }, '2021'],
  [{ day__year: F('whole') }, '2021'],
  [{ day__year__gt: F('whole') }, '9999'],
  [{ instant__year: 1999 }, '1999'],
  [{ instant__year: 9999 }, '9999'],
  [{ instant__year__gt: 1999 }, '2000 2021 9999'],
  [{ instant__year__lte: 1999 }, '0001 1999'],
  [{ instant__date: '2000-01-01' }, '2000'],
  [{ instant__date__lt: '2000-01-01' }, '0001 1999'],
  [{ instant__date__year: 2000 }, '2000'],
  [{ instant__time__gte: '23:00' }, '0001 1999 2000 2021 9999'],
  [{ instant__hour: 23, instant__minute__gte: 30 }, '0001 1999 2000 2021 9999'],
  [{ instant__time__hour: 22 }, ''],
  [{ clock__second: 30 }, '0001 1999 2000 2021 9999'],
  [{ clock__hour__in: [1, 2] }, ''],
];

describeEachDatabase('lookups of dates', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate(
      days.map((day) => ({
        name: day,
        day,
        clock: '22:15:30.5',
        instant: `${day}T23:30:00.999Z`,
        whole: 2021,
      })),
    );
    await Sample.objects.create({ name: 'without' });
  };
  const years = async (conditions: object) => {
    const rows = await Sample.objects
      .filter(conditions as never)
      .orderBy('name')
      .only('name');
    return rows.map(({ name }) => name.slice(0, 4)).join(' ');
  };

  test('each finds its rows', async () => {
    await setUp();
    for (const [conditions, expected] of cases) {
      expect([conditions, await years(conditions)]).toEqual([conditions, expected]);
    }
  });

  test('a year is a span of time, which an index serves', async () => {
    await setUp();
    const [sql] = await sqlOf(() => Sample.objects.filter({ day__year: 2000 }).only('id'));
    expect(sql).toMatch(
      /WHERE "sample"."day" >= (\$1::date|\?) AND "sample"."day" < (\$2::date|\?)$/,
    );
    const [later] = await sqlOf(() =>
      Sample.objects.filter({ instant__year__gt: 1999 }).only('id'),
    );
    expect(later).toMatch(/WHERE "sample"."instant" >= (\$1::timestamptz|\?)$/);
  });

  test('NULL is in no year, nor out of one', async () => {
    await setUp();
    expect(await years({ day__year: null })).toBe('with');
    const others = Sample.objects.exclude({ day__year__gte: 2000 }).orderBy('name');
    expect((await others.only('name')).map(({ name }) => name)).toEqual([
      '0001-01-01',
      '1999-12-31',
      'without',
    ]);
  });

  test('years begin in the time zone of the moment', async () => {
    await setUp();
    const millennium = Sample.objects.filter({ instant__year: 2000 }).orderBy('name');
    const found = async () => (await millennium.all().only('name')).map(({ name }) => name);
    expect(await found()).toEqual(['2000-01-01']);
    setTimeZone('Asia/Tokyo');
    expect(await found()).toEqual(['1999-12-31', '2000-01-01']);
    expect(await years({ instant__date: '2000-01-01' })).toBe('1999');
    expect(await years({ instant__iso_year: 2000 })).toBe('');
    setTimeZone('America/New_York');
    expect(await found()).toEqual(['2000-01-01']);
    expect(await years({ instant__hour: 18, instant__year__gt: 2000 })).toBe('2021 9999');
  });

  test('what is no year is refused', async () => {
    await setUp();
    for (const value of ['2000', Number.NaN, true, new Date()]) {
      expect(await codeOf(() => years({ day__year: value }))).toBe('orm.value.invalid');
      expect(await codeOf(() => years({ instant__year__gte: value }))).toBe('orm.value.invalid');
    }
    expect(await codeOf(() => years({ day__year__yeer: 1 }))).toBe('orm.lookup.unknown');
    expect(await codeOf(() => years({ day__hour: 1 }))).toBe('orm.lookup.unknown');
  });
});
