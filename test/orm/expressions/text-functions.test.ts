import { expect, test } from 'vitest';
import {
  Cast,
  Chr,
  Concat,
  char,
  F,
  Left,
  Length,
  Lower,
  LPad,
  LTrim,
  MD5,
  Ord,
  Repeat,
  Replace,
  Reverse,
  Right,
  RPad,
  RTrim,
  SHA224,
  SHA256,
  SHA384,
  SHA512,
  StrIndex,
  Substr,
  Trim,
  Upper,
  Value,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { failureOf } from '../../support/failures.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

/** Answers for 'Jaws' (nick ' Shark '), 'Ärger über Öl' and '' (both without a nick). */
const answers: readonly (readonly [string, unknown, readonly unknown[]])[] = [
  ['Lower', Lower('name'), ['jaws', 'ärger über öl', '']],
  ['Lower of NULL', Lower('nick'), [' shark ', null, null]],
  ['Upper', Upper('name'), ['JAWS', 'ÄRGER ÜBER ÖL', '']],
  ['Upper, a letter for a letter', Upper(Value('straße')), Array(3).fill('STRAßE')],
  ['Length in characters', Length('name'), [4, 13, 0]],
  ['Length of an emoji', Length(Value('🎬🎬')), [2, 2, 2]],
  ['Length of a number', Length('whole'), [1, 2, 1]],
  ['Trim', Trim('nick'), ['Shark', null, null]],
  ['LTrim', LTrim('nick'), ['Shark ', null, null]],
  ['RTrim', RTrim('nick'), [' Shark', null, null]],
  ['Left', Left('name', 2), ['Ja', 'Är', '']],
  ['Left by a column', Left('name', F('whole')), ['J', 'Ärger über Öl', '']],
  ['Right', Right('name', 2), ['ws', 'Öl', '']],
  ['Right, longer than the text', Right('name', 5), ['Jaws', 'er Öl', '']],
  ['Substr', Substr('name', 2), ['aws', 'rger über Öl', '']],
  ['Substr of a length', Substr('name', 2, 2), ['aw', 'rg', '']],
  ['Replace', Replace('name', Value('a'), Value('e')), ['Jews', 'Ärger über Öl', '']],
  ['Replace by nothing', Replace('name', Value('r')), ['Jaws', 'Äge übe Öl', '']],
  ['Repeat', Repeat('name', 2), ['JawsJaws', 'Ärger über ÖlÄrger über Öl', '']],
  ['Repeat no times', Repeat('name', 0), ['', '', '']],
  ['Reverse', Reverse('name'), ['swaJ', 'lÖ rebü regrÄ', '']],
  ['Reverse of an emoji', Reverse(Value('a🎬')), Array(3).fill('🎬a')],
  ['LPad', LPad('name', 6, Value('xy')), ['xyJaws', 'Ärger ', 'xyxyxy']],
  ['RPad', RPad('name', 6, Value('xyz')), ['Jawsxy', 'Ärger ', 'xyzxyz']],
  ['LPad by spaces', LPad('name', 5), [' Jaws', 'Ärger', '     ']],
  ['Concat', Concat('name', Value('/'), 'nick'), ['Jaws/ Shark ', 'Ärger über Öl/', '/']],
  ['Concat of numbers', Concat('whole', Value('-'), Value(5)), ['1-5', '20-5', '3-5']],
  ['Chr', Chr(Value(0x20ac)), ['€', '€', '€']],
  ['Ord', Ord(Value('€uro')), [0x20ac, 0x20ac, 0x20ac]],
  ['StrIndex', StrIndex('name', Value('er')), [0, 4, 0]],
  ['StrIndex of NULL', StrIndex('nick', Value('k')), [6, null, null]],
  ['MD5', MD5(Value('Öl')), Array(3).fill('5d4727a2581db8373e30d53142c3ccc2')],
  ['Cast to a shorter text', Cast('name', char({ maxLength: 3 })), ['Jaw', 'Ärg', '']],
];

describeEachDatabase('functions of texts', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    await Sample.objects.bulkCreate([
      { name: 'Jaws', nick: ' Shark ', whole: 1 },
      { name: 'Ärger über Öl', whole: 20 },
      { name: '', whole: 3 },
    ]);
  };

  test('each has one answer', async () => {
    await setUp();
    for (const [title, expression, expected] of answers) {
      expect([title, await valuesOf(expression)]).toEqual([title, expected]);
    }
  });

  test('hashes are those of the UTF-8', async () => {
    await setUp();
    const hashes = { sha224: SHA224, sha256: SHA256, sha384: SHA384, sha512: SHA512 };
    const { createHash } = await import('node:crypto');
    for (const [algorithm, Hash] of Object.entries(hashes)) {
      const expected = createHash(algorithm).update('Ärger über Öl').digest('hex');
      expect((await valuesOf(Hash('name')))[1]).toBe(expected);
    }
  });

  test('they filter, order and update', async () => {
    await setUp();
    const named = Sample.objects.annotate({ size: Length('name') });
    expect(await named.filter({ size__gt: 3 } as never).count()).toBe(2);
    expect(await Sample.objects.orderBy(Length('name').desc()).values('name')).toEqual([
      { name: 'Ärger über Öl' },
      { name: 'Jaws' },
      { name: '' },
    ]);
    await Sample.objects.update({ name: Upper('name') } as never);
    expect(await Sample.objects.filter({ name: 'ÄRGER ÜBER ÖL' }).count()).toBe(1);
  });

  test('wrong counts are refused', async () => {
    for (const [work, message] of [
      [() => Left('name', 0), 'Left(): length is a whole number from 1 up, not 0.'],
      [() => Right('name', -1), 'Right(): length is a whole number from 1 up, not -1.'],
      [() => Substr('name', 0), 'Substr(): position is a whole number from 1 up, not 0.'],
      [() => Repeat('name', 1.5), 'Repeat(): times is a whole number from 0 up, not 1.5.'],
      [() => LPad('name', -1), 'LPad(): length is a whole number from 0 up, not -1.'],
      [() => Concat(...(['name'] as never as [1, 2])), 'Concat() takes two expressions or more.'],
    ] as const) {
      expect(await failureOf(work)).toMatchObject({ code: 'orm.expression.invalid', message });
    }
  });
});
