import { expect, test } from 'vitest';
import {
  AnyValue,
  ArrayAgg,
  Avg,
  BitAnd,
  BitOr,
  BitXor,
  BoolAnd,
  BoolOr,
  F,
  JSONBAgg,
  Min,
  StdDev,
  StringAgg,
  Sum,
  Window,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { connectSamples, Sample } from './samples.ts';

describeEachDatabase('aggregates', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate([
      { name: 'c', nick: 'x', whole: 12, big: 2n ** 53n, real: 1, isGood: true, span: 'PT1S' },
      { name: 'a', nick: 'y', whole: 10, big: 1n, real: 2, isGood: false, span: 'PT2S' },
      { name: 'b', whole: 9, big: 0n, real: 4, isGood: true, span: 'PT2S' },
    ]);
  };
  const aggregate = async (expression: unknown, rows = Sample.objects.all()) => {
    const answer = await rows.aggregate({ answer: expression as never });
    return (answer as { answer: unknown }).answer;
  };

  test('StringAgg', async () => {
    await setUp();
    expect(await aggregate(StringAgg('name', ', ', { orderBy: 'name' }))).toBe('a, b, c');
    expect(await aggregate(StringAgg('name', "'", { orderBy: '-name' }))).toBe("c'b'a");
    expect(await aggregate(StringAgg('nick', '', { orderBy: 'nick' }))).toBe('xy');
    const some = StringAgg('name', '-', { filter: { isGood: true }, orderBy: F('whole').asc() });
    expect(await aggregate(some)).toBe('b-c');
    const none = Sample.objects.filter({ name: 'none' });
    expect(await aggregate(StringAgg('name', ','), none)).toBe(null);
    expect(await aggregate(StringAgg('name', ',', { default: '?' }), none)).toBe('?');
  });

  test('lists', async () => {
    await setUp();
    expect(await aggregate(JSONBAgg('whole', { orderBy: 'name' }))).toEqual([10, 9, 12]);
    expect(await aggregate(JSONBAgg('nick', { orderBy: '-name' }))).toEqual(['x', null, 'y']);
    expect(await aggregate(JSONBAgg('isGood', { orderBy: 'name' }))).toEqual([false, true, true]);
    if (kind === 'sqlite') {
      expect(await codeOf(() => aggregate(ArrayAgg('name')))).toBe('orm.query.unsupported');
      const distinct = StringAgg('name', ',', { distinct: true });
      expect(await codeOf(() => aggregate(distinct))).toBe('orm.query.unsupported');
      return;
    }
    expect(await aggregate(ArrayAgg('name', { orderBy: 'name' }))).toEqual(['a', 'b', 'c']);
    expect(await aggregate(ArrayAgg('nick', { orderBy: 'name' }))).toEqual(['y', null, 'x']);
    expect(await aggregate(ArrayAgg('isGood', { distinct: true }))).toEqual([false, true]);
    const none = Sample.objects.filter({ name: 'none' });
    expect(await aggregate(ArrayAgg('whole', { default: [] }), none)).toEqual([]);
    expect(await aggregate(StringAgg('isGood', ',', { distinct: true }))).toBe('false,true');
  });

  test('truth values and bits', async () => {
    await setUp();
    expect(await aggregate(BoolAnd('isGood'))).toBe(false);
    expect(await aggregate(BoolOr('isGood'))).toBe(true);
    expect(await aggregate(BoolAnd('isGood', { filter: { whole__gt: 11 } }))).toBe(true);
    expect(await aggregate(BitAnd('whole'))).toBe(8);
    expect(await aggregate(BitOr('whole'))).toBe(15);
    expect(await aggregate(BitXor('whole'))).toBe(12 ^ 10 ^ 9);
    expect(await aggregate(BitOr('big'))).toBe(2n ** 53n + 1n);
    const none = Sample.objects.filter({ name: 'none' });
    expect(await aggregate(BoolOr('isGood'), none)).toBe(null);
    expect(await aggregate(BitAnd('whole'), none)).toBe(null);
  });

  test('AnyValue is one of them', async () => {
    await setUp();
    expect(['x', 'y']).toContain(await aggregate(AnyValue('nick')));
    expect(await aggregate(AnyValue('whole', { filter: { name: 'a' } }))).toBe(10);
  });

  test('sums and means have the types of their arguments', async () => {
    await setUp();
    expect(await aggregate(Sum('whole'))).toBe(31);
    expect(await aggregate(Sum('big'))).toBe(2n ** 53n + 1n);
    expect(await aggregate(Avg('whole'))).toBeCloseTo(31 / 3, 10);
    expect(await aggregate(StdDev('whole'))).toBeCloseTo(1.247219128924647, 10);
    expect(String(await aggregate(Sum('span')))).toBe('PT5S');
    expect(String(await aggregate(Avg('span')))).toBe('PT1.666667S');
    expect(String(await aggregate(Min('span')))).toBe('PT1S');
    const means = await Sample.objects
      .annotate({ mean: Window(Avg('whole'), { orderBy: 'name' }) })
      .orderBy('name')
      .values('mean');
    expect(means).toEqual([{ mean: 10 }, { mean: 9.5 }, { mean: 31 / 3 }]);
  });

  test('means are compared and computed with', async () => {
    await setUp();
    const byGood = Sample.objects.values('isGood').annotate({ mean: Avg('whole') });
    const half = byGood.annotate({ half: F('mean').div(4) }).filter({ mean__gt: 10.2 } as never);
    expect(await half.values('isGood', 'half')).toEqual([{ isGood: true, half: 2.625 }]);
  });
});
