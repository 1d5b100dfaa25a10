import { expect, test } from 'vitest';
import {
  Case,
  Coalesce,
  Concat,
  F,
  JSONObject,
  KeyTransform,
  LPad,
  Replace,
  StringAgg,
  Trunc,
  Value,
  When,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

const HOSTILE = [
  "'",
  '"',
  "'; DROP TABLE sample; --",
  '\\',
  '%_',
  '$1',
  '?',
  '{0}',
  '`',
  'ä🎬',
  '',
];

describeEachDatabase('hostile values in expressions', (kind) => {
  test('they are parameters wherever they stand', async () => {
    await connectSamples(kind);
    await Sample.objects.create({ name: 'a' });
    for (const text of HOSTILE) {
      const value = Value(text);
      expect(await valuesOf(value)).toEqual([text]);
      expect(await valuesOf(Coalesce('nick', value))).toEqual([text]);
      expect(await valuesOf(Concat(value, 'name', value))).toEqual([`${text}a${text}`]);
      expect(await valuesOf(Replace('name', Value('a'), value))).toEqual([text]);
      expect(await valuesOf(JSONObject({ [text]: value }))).toEqual([{ [text]: text }]);
      expect(await valuesOf(Case(When({ name: 'a' }, value)))).toEqual([text]);
      const joined = await Sample.objects.aggregate({ all: StringAgg(value, text) });
      expect(joined).toEqual({ all: text });
    }
    const sent = await statementsOf(() => valuesOf(Concat('name', Value(HOSTILE[2]))));
    expect(sent[0]!.sql).not.toContain('DROP');
    expect(sent[0]!.parameters).toContain(HOSTILE[2]);
  });

  test('names that are none are refused with a code', async () => {
    await connectSamples(kind);
    for (const name of ['na"me', "name'; --", '__proto__', 'constructor', 'name\0', '']) {
      const annotate = (a: unknown) => () => Sample.objects.annotate({ a: a as never });
      expect([name, await codeOf(annotate(F(name)))]).toEqual([name, 'orm.field.unknown']);
      expect([name, await codeOf(annotate(Trunc(name, 'day')))]).toEqual([
        name,
        'orm.field.unknown',
      ]);
    }
    expect(await codeOf(() => Value('a\0'))).toBe('orm.value.invalid');
    expect(await codeOf(() => KeyTransform('a\0', 'data'))).toBe('orm.expression.invalid');
    expect(await codeOf(() => LPad('name', 2 ** 40))).toBe('orm.expression.invalid');
  });

  test('Case gives one type, the widest of its numbers', async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate([
      { name: 'a', price: '8.10' },
      { name: 'b', price: '9.20' },
    ]);
    const price = Case(When({ name: 'a' }, 0), { default: 'price' });
    expect((await valuesOf(price)).map(Number)).toEqual([0, 9.2]);
    const whole = Case(When({ name: 'a' }, 'whole'), { default: 'price' });
    expect((await valuesOf(whole)).map(Number)).toEqual([0, 9.2]);
    expect(await valuesOf(Case(When({ name: 'b' }, Value('x'))))).toEqual([null, 'x']);
    const mixed = Case(When({ name: 'a' }, 'whole'), { default: 'name' });
    expect(await codeOf(() => valuesOf(mixed))).toBe('orm.expression.mixed');
  });
});
