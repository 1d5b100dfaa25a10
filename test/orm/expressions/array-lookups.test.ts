import { expect, test } from 'vitest';
import { array, char, createTables, F, integer, model } from '../../../src/orm/index.ts';
import { connectEmpty } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';

const Tagged = model('TaggedSample', {
  name: char({ maxLength: 10 }),
  tags: array(char({ maxLength: 10 }), { null: true }),
  numbers: array(integer(), { default: [] }),
});

const cases: readonly (readonly [conditions: object, names: string])[] = [
  [{ tags: ['a', 'b'] }, 'two'],
  [{ tags: [] }, 'empty'],
  [{ tags: null }, 'none'],
  [{ tags__in: [['a', 'b'], ['c'], []] }, 'empty two'],
  [{ tags__contains: ['a'] }, 'three two'],
  [{ tags__contains: [] }, 'empty three two'],
  [{ tags__contained_by: ['a', 'b', 'x'] }, 'empty two'],
  [{ tags__overlap: ['c', 'x'] }, 'three'],
  [{ tags__overlap: [] }, ''],
  [{ tags__len: 2 }, 'two'],
  [{ tags__len: 0 }, 'empty'],
  [{ tags__len__gte: 2.5 }, 'three'],
  [{ tags__0: 'a' }, 'two'],
  [{ tags__1__in: ['a', 'z'] }, 'three'],
  [{ tags__2__isnull: false }, 'three'],
  [{ tags__0__icontains: 'C' }, 'three'],
  [{ tags__0_1: ['a'] }, 'two'],
  [{ tags__0_2: ['c', 'a'] }, 'three'],
  [{ tags__1_3__overlap: ['b'] }, 'three two'],
  [{ numbers__contains: [1] }, 'three two'],
  [{ numbers__0__gt: 1 }, 'three'],
  [{ numbers: F('numbers') }, 'empty none three two'],
  [{ tags__contains: ["'}; --", '"', '\\', '{', 'NULL'] }, ''],
];

describeOnPostgresql('lookups of lists', () => {
  test('each finds its rows', async () => {
    await connectEmpty('postgresql');
    await createTables();
    await Tagged.objects.bulkCreate([
      { name: 'none', tags: null },
      { name: 'empty', tags: [] },
      { name: 'two', tags: ['a', 'b'], numbers: [1, 2] },
      { name: 'three', tags: ['c', 'a', 'b'], numbers: [3, 2, 1] },
    ]);
    const names = async (conditions: object) => {
      const found = Tagged.objects.filter(conditions as never).orderBy('name');
      return (await found.only('name')).map(({ name }) => name).join(' ');
    };
    for (const [conditions, expected] of cases) {
      expect([conditions, await names(conditions)]).toEqual([conditions, expected]);
    }
    expect(
      await Tagged.objects.orderBy('name').values('tags__0' as never, 'tags__len' as never),
    ).toEqual([
      { tags__0: null, tags__len: 0 },
      { tags__0: null, tags__len: null },
      { tags__0: 'c', tags__len: 3 },
      { tags__0: 'a', tags__len: 2 },
    ]);
    expect(await codeOf(() => names({ tags__contains: 'a' }))).toBe('orm.value.invalid');
    expect(await codeOf(() => names({ tags__x: 'a' }))).toBe('orm.lookup.unknown');
    expect(await codeOf(() => names({ numbers__contains: [2 ** 40] }))).toBe('orm.value.invalid');
  });
});
