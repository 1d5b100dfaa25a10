import { expect, test } from 'vitest';
import {
  Cast,
  integer,
  JSONArray,
  JSONObject,
  KeyTextTransform,
  KeyTransform,
  KT,
  Lower,
  Upper,
  Value,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

const HOSTILE = ['a"b', "a'b", 'a\\b', '$.x', '__proto__', 'ä🎬', '', ' ', 'a.b', '[0]', '{', ','];

describeEachDatabase('functions of JSON', (kind) => {
  test('JSONObject and JSONArray', async () => {
    await connectSamples(kind);
    const at = new Date('2015-12-31T23:30:45.678Z');
    const data = { list: [1, 'x', null] };
    await Sample.objects.create({ name: 'Jaws', price: '7.50', isGood: true, instant: at, data });
    const made = JSONObject({
      name: Lower('name'),
      price: 'price',
      isGood: 'isGood',
      none: 'nick',
      data: 'data',
      five: Value(5),
      list: JSONArray('name', 'isGood', 'data'),
    });
    expect(await valuesOf(made)).toEqual([
      {
        name: 'jaws',
        price: 7.5,
        isGood: true,
        none: null,
        data,
        five: 5,
        list: ['Jaws', true, data],
      },
    ]);
    const [instant] = (await valuesOf(JSONArray('instant'))) as [[string]];
    expect(new Date(instant[0])).toEqual(at);
    expect(await valuesOf(JSONArray())).toEqual([[]]);
    expect(await valuesOf(JSONObject({}))).toEqual([{}]);
  });

  test('KeyTransform, KeyTextTransform and KT', async () => {
    await connectSamples(kind);
    await Sample.objects.create({ name: 'a', data: { a: { b: ['x', 7] }, t: 'text' } });
    expect(await valuesOf(KeyTransform('a', 'data'))).toEqual([{ b: ['x', 7] }]);
    expect(await valuesOf(KeyTransform(1, KeyTransform('b', 'data__a')))).toEqual([7]);
    expect(await valuesOf(KeyTextTransform('t', 'data'))).toEqual(['text']);
    expect(await valuesOf(KT('data__a__b__0'))).toEqual(['x']);
    expect(await valuesOf(Upper(KT('data__t')))).toEqual(['TEXT']);
    expect(await valuesOf(Cast(KT('data__a__b__1'), integer()))).toEqual([7]);
    expect(await valuesOf(KT('data__missing'))).toEqual([null]);
  });

  test('keys are names, whatever is in them', async () => {
    await connectSamples(kind);
    const data = Object.fromEntries(HOSTILE.map((key, index) => [key, index]));
    Object.defineProperty(data, '__proto__', { value: 'own', enumerable: true });
    await Sample.objects.create({ name: 'a', data });
    for (const key of HOSTILE) {
      const expected = key === '__proto__' ? 'own' : data[key];
      expect([key, await valuesOf(KeyTransform(key, 'data'))]).toEqual([key, [expected]]);
    }
    const made = JSONObject(Object.fromEntries(HOSTILE.slice(0, 4).map((key) => [key, 'name'])));
    expect(await valuesOf(made)).toEqual([{ 'a"b': 'a', "a'b": 'a', 'a\\b': 'a', '$.x': 'a' }]);
  });

  test('what is no JSON is refused', async () => {
    await connectSamples(kind);
    const annotate = (a: unknown) => () => Sample.objects.annotate({ a: a as never });
    expect(await codeOf(annotate(KeyTransform('a', 'name')))).toBe('orm.expression.mixed');
    expect(await codeOf(() => KeyTransform(-1, 'data'))).toBe('orm.expression.invalid');
    expect(await codeOf(() => JSONObject(['a'] as never))).toBe('orm.expression.invalid');
    expect(await codeOf(() => valuesOf(KT('name')))).toBe('orm.expression.invalid');
  });
});
