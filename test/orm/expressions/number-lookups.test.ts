import { expect, test } from 'vitest';
import { F, Length } from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { countQueries } from '../../support/queries.ts';
import { connectSamples, Sample } from './samples.ts';

const ALL = '-8 7 8';
const HUGE = 2n ** 70n;

/** Which of the rows -8, 7 and 8 each condition matches. */
const cases: readonly (readonly [conditions: object, wholes: string])[] = [
  [{ whole__gte: 7.5 }, '8'],
  [{ whole__gt: 7.5 }, '8'],
  [{ whole__lte: 7.5 }, '-8 7'],
  [{ whole__lt: 7.5 }, '-8 7'],
  [{ whole__gt: -8.5 }, ALL],
  [{ whole__lt: -7.5 }, '-8'],
  [{ whole: 7.5 }, ''],
  [{ whole__in: [7, 7.5, HUGE] }, '7'],
  [{ whole__in: [7.5] }, ''],
  [{ whole__range: [-7.5, 7.5] }, '7'],
  [{ whole__range: [-HUGE, HUGE] }, ALL],
  [{ whole__range: [-HUGE, 7] }, '-8 7'],
  [{ whole__range: [8, HUGE] }, '8'],
  [{ whole__range: [HUGE, HUGE] }, ''],
  [{ whole: HUGE }, ''],
  [{ whole__gt: HUGE }, ''],
  [{ whole__gte: HUGE }, ''],
  [{ whole__lt: HUGE }, ALL],
  [{ whole__lte: HUGE }, ALL],
  [{ whole__gt: -HUGE }, ALL],
  [{ whole__lt: -HUGE }, ''],
  [{ whole__lt: 1e300 }, ALL],
  [{ whole__lt: Number.POSITIVE_INFINITY }, ALL],
  [{ whole__gt: Number.POSITIVE_INFINITY }, ''],
  [{ whole: 3_000_000_000 }, ''],
  [{ whole__lt: 3_000_000_000 }, ALL],
  [{ whole__lt: 2 ** 60 }, ALL],
  [{ big__gt: HUGE }, ''],
  [{ big__lte: HUGE }, ALL],
  [{ big__gte: 7.5 }, '8'],
  [{ big: -HUGE }, ''],
  [{ id__lt: HUGE }, ALL],
  [{ size__gte: 1.5 }, '-8'],
  [{ size__lt: HUGE }, ALL],
  [{ size: 1.5 }, ''],
  [{ whole__gt: F('big') }, ''],
  [{ whole__in: [F('big'), 1] }, ALL],
  [{ whole__range: [F('big'), 7] }, '-8 7'],
];

describeEachDatabase('numbers that a whole-number column cannot hold', (kind) => {
  const wholes = (conditions: object) =>
    Sample.objects
      .annotate({ size: Length('name') })
      .filter(conditions as never)
      .orderBy('whole')
      .valuesList('whole', { flat: true });

  test('compare as numbers do', async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate(
      [8, -8, 7].map((whole) => ({ name: String(whole), whole, big: BigInt(whole) })),
    );
    for (const [conditions, expected] of cases) {
      expect([conditions, (await wholes(conditions)).join(' ')]).toEqual([conditions, expected]);
    }
    expect(await Sample.objects.exclude({ whole__gt: HUGE } as never).count()).toBe(3);
    expect(await Sample.objects.exclude({ whole__lt: HUGE } as never).count()).toBe(0);
  });

  test('what can hold for no row makes no query', async () => {
    await connectSamples(kind);
    const none = async () => void (await Sample.objects.filter({ whole: 7.5 }));
    expect(await countQueries(none)).toBe(0);
  });

  test('what is no number is refused', async () => {
    await connectSamples(kind);
    for (const value of [Number.NaN, '7', true, {}, []]) {
      expect(await codeOf(() => wholes({ whole__gte: value }))).toBe('orm.value.invalid');
    }
  });
});
