import { expect, test } from 'vitest';
import { F, Q } from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';
import { connectSamples, Sample } from './samples.ts';

const documents: Readonly<Record<string, unknown>> = {
  none: null,
  empty: {},
  one: { a: 1, t: 'Jaws', l: ['x', 2, { b: true }], n: null, o: { p: 1, q: [1] } },
  two: { a: 2.5, t: 'jaws 2', l: [], o: { q: [1], p: 1 }, '0': 'zero' },
  text: { a: '1', t: 5, flag: true, n: 0 },
  list: ['x', { b: 1 }],
  bare: 'x',
};

/** What each condition matches, and what excluding it leaves. */
const cases: readonly (readonly [conditions: object, names: string])[] = [
  [{ data__a: 1 }, 'one'],
  [{ data__a: '1' }, 'text'],
  [{ data__a: 2.5 }, 'two'],
  [{ data__flag: true }, 'text'],
  [{ data__flag: false }, ''],
  [{ data__n: null }, 'one'],
  [{ data__n__isnull: true }, 'bare empty list none two'],
  [{ data__n__isnull: false }, 'one text'],
  [{ data__isnull: true }, 'none'],
  [{ data__l__0: 'x' }, 'one'],
  [{ data__l__2__b: true }, 'one'],
  [{ data__1__b: 1 }, 'list'],
  [{ data__o: { q: [1], p: 1 } }, 'one two'],
  [{ data: {} }, 'empty'],
  [{ data: 'x' }, 'bare'],
  [{ data: ['x', { b: 1 }] }, 'list'],
  [{ data__l: [] }, 'two'],
  [{ data__a__in: [1, '1', 7] }, 'one text'],
  [{ data__o__in: [{ p: 1, q: [1] }] }, 'one two'],
  [{ data__a__in: [] }, ''],
  [{ data__a__gt: 1 }, 'two'],
  [{ data__a__gte: 1 }, 'one two'],
  [{ data__a__lt: 2 }, 'one'],
  [{ data__a__lte: 2.5 }, 'one two'],
  [{ data__a__lt: '2' }, 'text'],
  [{ data__t__gte: 'jaws' }, 'two'],
  [{ data__a__range: [1, 2] }, 'one'],
  [{ data__t__iexact: 'jaws' }, 'one'],
  [{ data__t__icontains: 'AWS' }, 'one two'],
  [{ data__t__startswith: 'J' }, 'one'],
  [{ data__t__istartswith: 'JAWS' }, 'one two'],
  [{ data__t__endswith: '2' }, 'two'],
  [{ data__t__iendswith: 'S' }, 'one'],
  [{ data__t__regex: '^J.w' }, 'one'],
  [{ data__t__iregex: '^J.w' }, 'one two'],
  [{ data__has_key: 'a' }, 'one text two'],
  [{ data__has_key: '0' }, 'two'],
  [{ data__has_key: 'x' }, 'bare list'],
  [{ data__o__has_key: 'p' }, 'one two'],
  [{ data__has_keys: ['a', 'l'] }, 'one two'],
  [{ data__has_any_keys: ['flag', '0'] }, 'text two'],
  [{ data__has_any_keys: [] }, ''],
  [{ data__contains: { a: 1 } }, 'one'],
  [{ data__contains: { o: { q: [1] }, l: [] } }, 'one two'],
  [{ data__contains: {} }, 'empty one text two'],
  [{ data__contains: ['x'] }, 'list'],
  [{ data__contains: 'x' }, 'bare list'],
  [{ data__l__contains: [{ b: true }] }, 'one'],
  [{ data__l__contains: 'x' }, 'one'],
  [{ data__contained_by: { a: 1, z: 1 } }, 'empty'],
  [{ data__o__contained_by: { p: 1, q: [1, 2] } }, 'one two'],
];

describeEachDatabase('lookups of JSON', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    for (const [name, data] of Object.entries(documents)) {
      await Sample.objects.create({ name, data: data as never });
    }
  };
  const names = async (conditions: object) => {
    const rows = await Sample.objects
      .filter(conditions as never)
      .orderBy('name')
      .only('name');
    return rows.map(({ name }) => name).join(' ');
  };

  test('each finds its documents', async () => {
    await setUp();
    for (const [conditions, expected] of cases) {
      expect([conditions, await names(conditions)]).toEqual([conditions, expected]);
    }
  });

  test('null is the null of JSON; isnull asks for NULL', async () => {
    await setUp();
    const { sql } = (await statementsOf(() => Sample.objects.filter({ data: null })))[0]!;
    expect(sql).not.toContain('IS NULL');
    expect(await names({ data: null })).toBe('');
  });

  test('exclude() leaves rows without the path out, as Django does', async () => {
    await setUp();
    const others = Sample.objects.exclude({ data__a: 1 } as never).orderBy('name');
    expect(await others.valuesList('name', { flat: true })).toEqual(['none', 'text', 'two']);
    expect(await names(Q({ data__a: 1 }).not().or({ data__a__isnull: true }))).toBe(
      'bare empty list none text two',
    );
  });

  test('expressions on the right', async () => {
    await connectSamples(kind);
    await Sample.objects.create({ name: 'x', whole: 3, data: { a: 'x', b: 3, c: { a: 'x' } } });
    await Sample.objects.create({ name: 'y', whole: 3, data: { a: 'x', b: 4, c: 'x' } });
    expect(await names({ data__a: F('name') })).toBe('x');
    expect(await names({ data__b: F('whole') })).toBe('x');
    expect(await names({ data__c: F('data__a') })).toBe('y');
    expect(await names({ data__b__gt: F('whole') })).toBe('y');
    expect(await names({ data__a__in: [F('name'), 'none'] })).toBe('x');
  });

  test('hostile names and values', async () => {
    await connectSamples(kind);
    const keys = ["a'b", 'a"b', 'a\\b', '__', "'; DROP TABLE sample; --", '$', 'ä'];
    const data = JSON.parse('{"constructor": 1, "__proto__": 2}');
    for (const key of keys) data[key] = key;
    await Sample.objects.create({ name: 'x', data });
    for (const key of keys.filter((each) => !each.includes('__'))) {
      expect([key, await names({ [`data__${key}`]: key })]).toEqual([key, 'x']);
      expect([key, await names({ [`data__${key}__startswith`]: key })]).toEqual([key, 'x']);
      expect([key, await names({ data__has_key: key })]).toEqual([key, 'x']);
      expect([key, await names({ data__contains: { [key]: key } })]).toEqual([key, 'x']);
    }
    expect(await names({ data__has_key: '__proto__' })).toBe('x');
    expect(await names({ data__has_key: 'toString' })).toBe('');
    expect(await names({ data__constructor: 1 })).toBe('x');
    expect(await names({ data__toString: 1 })).toBe('');
    expect(await codeOf(() => names({ 'data__a\0': 1 }))).toBe('orm.lookup.unknown');
    expect(await codeOf(() => names({ data__has_key: 'a\0' }))).toBe('orm.value.invalid');
    expect(await codeOf(() => names({ data__has_keys: 'ab' }))).toBe('orm.value.invalid');
    expect(await codeOf(() => names({ data__a__gt: {} }))).toBe('orm.value.invalid');
    expect(await codeOf(() => names({ data__a: 1n }))).toBe('orm.value.invalid');
    expect(await names({ [`data__${'k'.repeat(20_000)}`]: 1 })).toBe('');
  });
});
