import { expect, onTestFinished, test } from 'vitest';
import {
  createTables,
  date,
  datetime,
  model,
  text,
  unregisterModels,
} from '../../../src/orm/index.ts';
import { connectEmpty, type DatabaseKind, describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';

async function connectScreenings(kind: DatabaseKind) {
  await connectEmpty(kind);
  const Screening = model('DatesScreening', {
    title: text(),
    day: date({ null: true }),
    starts: datetime({ null: true }),
  });
  onTestFinished(() => unregisterModels(Screening));
  await createTables();
  await Screening.objects.bulkCreate([
    { title: 'Jaws', day: '1975-06-20', starts: '2024-12-31T23:30:00Z' },
    { title: 'Barry Lyndon', day: '1975-12-18', starts: '2024-03-31T00:30:00Z' },
    { title: 'Jaws', day: '1975-06-20', starts: '2024-12-31T23:45:00Z' },
    { title: 'Lincoln', day: '2012-11-09', starts: null },
    { title: 'Untitled', day: null, starts: null },
  ]);
  return Screening;
}

describeEachDatabase('dates() and datetimes()', (kind) => {
  test('give each day or moment once, in order, without empty ones', async () => {
    const { objects: screenings } = await connectScreenings(kind);
    expect(await screenings.dates('day', 'year')).toEqual(['1975-01-01', '2012-01-01']);
    expect(await screenings.dates('day', 'month', 'DESC')).toEqual([
      '2012-11-01',
      '1975-12-01',
      '1975-06-01',
    ]);
    expect(await screenings.dates('day', 'quarter')).toEqual([
      '1975-04-01',
      '1975-10-01',
      '2012-10-01',
    ]);
    expect(await screenings.dates('day', 'week')).toEqual([
      '1975-06-16',
      '1975-12-15',
      '2012-11-05',
    ]);
    expect(await screenings.filter({ title: 'Jaws' }).dates('day', 'day')).toEqual(['1975-06-20']);
    expect(await screenings.dates('day', 'year').count()).toBe(2);
    expect(await screenings.datetimes('starts', 'hour')).toEqual([
      new Date('2024-03-31T00:00:00Z'),
      new Date('2024-12-31T23:00:00Z'),
    ]);
  });

  test('look at moments in a zone', async () => {
    const { objects: screenings } = await connectScreenings(kind);
    expect(await screenings.datetimes('starts', 'year', 'ASC', { zone: 'Europe/Paris' })).toEqual([
      new Date('2023-12-31T23:00:00Z'),
      new Date('2024-12-31T23:00:00Z'),
    ]);
    expect(await screenings.dates('starts', 'month')).toEqual(['2024-03-01', '2024-12-01']);
  });

  test('refuse what they do not know', async () => {
    const { objects: screenings } = await connectScreenings(kind);
    expect(await codeOf(() => screenings.dates('day', 'hour' as 'day'))).toBe(
      'orm.expression.invalid',
    );
    expect(await codeOf(() => screenings.dates('day', 'day', 'UP' as 'ASC'))).toBe(
      'orm.expression.invalid',
    );
    expect(await codeOf(() => screenings.dates('dya', 'day'))).toBe('orm.field.unknown');
    expect(await codeOf(() => screenings.dates('title', 'day'))).toBe('orm.expression.mixed');
    expect(await codeOf(() => screenings.slice(0, 1).dates('day', 'day'))).toBe('orm.query.sliced');
  });
});
