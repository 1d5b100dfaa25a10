import { expect, test } from 'vitest';
import {
  Abs,
  ACos,
  ASin,
  ATan,
  ATan2,
  Ceil,
  Cos,
  Cot,
  Decimal,
  Degrees,
  Exp,
  F,
  Floor,
  Ln,
  Log,
  Mod,
  Pi,
  Power,
  Radians,
  Random,
  Round,
  Sign,
  Sin,
  Sqrt,
  Tan,
  Value,
} from '../../../src/orm/index.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { connectSamples, Sample, valuesOf } from './samples.ts';

const dec = (text: string) => new Decimal(text);

/** Exact answers for whole -7, big 9007199254740993, real -2.5, price 1234.56. */
const exact: readonly (readonly [string, unknown, unknown])[] = [
  ['Abs of whole', Abs('whole'), 7],
  ['Abs of big', Abs('big'), 9007199254740993n],
  ['Abs of real', Abs('real'), 2.5],
  ['Abs of price', Abs('price'), dec('1234.56')],
  ['Ceil of whole', Ceil('whole'), -7],
  ['Ceil of real', Ceil('real'), -2],
  ['Ceil of price', Ceil('price'), dec('1235')],
  ['Floor of real', Floor('real'), -3],
  ['Floor of price', Floor('price'), dec('1234')],
  ['Sign of whole', Sign('whole'), -1],
  ['Sign of price', Sign('price'), dec('1')],
  ['Round of real, half away from zero', Round('real'), -3],
  ['Round of whole', Round('whole'), -7],
  ['Round of whole before the point', Round('whole', -1), -10],
  ['Round of price', Round('price', 1), dec('1234.6')],
  ['Round of price before the point', Round('price', -2), dec('1200')],
  ['Mod of whole has its sign', Mod('whole', 4), -3],
  ['Mod of price', Mod('price', 100), dec('34.56')],
  ['% of whole', F('whole').mod(4), -3],
  ['% of price', F('price').mod(100), dec('34.56')],
  ['whole / whole is whole', F('whole').div(2), -3],
  ['real / whole', F('real').div(2), -1.25],
  ['price * whole', F('price').mul(2), dec('2469.12')],
  ['big + 1', F('big').add(1), 9007199254740994n],
  ['bits xor', F('whole').bitXor(1), -8],
  ['bits and', F('whole').bitAnd(0xff), 0xf9],
  ['bits or', F('whole').bitOr(1), -7],
  ['shift', F('whole').bitLeftShift(2), -28],
  ['power of whole', F('whole').pow(2), 49],
];

/** Answers for an angle of 0.5. */
const approximate: readonly (readonly [string, unknown, number])[] = [
  ['Sqrt', Sqrt(Value(2)), Math.SQRT2],
  ['Exp', Exp(Value(0.5)), Math.exp(0.5)],
  ['Ln', Ln(Value(0.5)), Math.log(0.5)],
  ['Log', Log(Value(2), Value(10)), Math.log2(10)],
  ['Power', Power(Value(2), Value(0.5)), Math.SQRT2],
  ['Sin', Sin(Value(0.5)), Math.sin(0.5)],
  ['Cos', Cos(Value(0.5)), Math.cos(0.5)],
  ['Tan', Tan(Value(0.5)), Math.tan(0.5)],
  ['Cot', Cot(Value(0.5)), 1 / Math.tan(0.5)],
  ['ASin', ASin(Value(0.5)), Math.asin(0.5)],
  ['ACos', ACos(Value(0.5)), Math.acos(0.5)],
  ['ATan', ATan(Value(0.5)), Math.atan(0.5)],
  ['ATan2', ATan2(Value(0.5), Value(-2)), Math.atan2(0.5, -2)],
  ['Degrees', Degrees(Pi()), 180],
  ['Radians', Radians(Value(180)), Math.PI],
  ['Mod of fractions', Mod(Value(7.5), Value(2)), 1.5],
];

describeEachDatabase('functions of numbers', (kind) => {
  const setUp = async () => {
    await connectSamples(kind);
    const values = { name: 'a', whole: -7, big: 9007199254740993n, real: -2.5, price: '1234.56' };
    await Sample.objects.create(values);
  };

  test('each has one answer, in the type of its argument', async () => {
    await setUp();
    for (const [title, expression, expected] of exact) {
      const [answer] = await valuesOf(expression);
      if (expected instanceof Decimal) {
        expect(answer, title).toBeInstanceOf(Decimal);
        expect([title, Number(answer)]).toEqual([title, Number(expected)]);
      } else expect([title, answer]).toEqual([title, expected]);
    }
  });

  test('functions with fractions', async () => {
    await setUp();
    for (const [title, expression, expected] of approximate) {
      const [answer] = await valuesOf(expression);
      expect(answer, title).toBeTypeOf('number');
      expect(answer, title).toBeCloseTo(expected, 12);
    }
  });

  test('of decimals they are decimals', async () => {
    await setUp();
    const functions = { Sqrt, Exp: (path: string) => Exp(F(path).div(100)), Ln, Sin, Degrees };
    for (const [name, make] of Object.entries(functions)) {
      const [answer] = await valuesOf(make('price'));
      expect(answer, name).toBeInstanceOf(Decimal);
    }
  });

  test('random numbers are below 1', async () => {
    await setUp();
    const [answer] = await valuesOf(Random());
    expect(answer).toBeGreaterThanOrEqual(0);
    expect(answer).toBeLessThan(1);
  });

  test('conditions compare with them', async () => {
    await setUp();
    const filtered = Sample.objects.annotate({ root: Sqrt(Abs('whole')) });
    expect(await filtered.filter({ root__gt: 2.6, root__lt: 2.7 } as never).count()).toBe(1);
    await Sample.objects.update({ whole: Abs('whole'), real: Round('real') } as never);
    expect(await Sample.objects.values('whole', 'real')).toEqual([{ whole: 7, real: -3 }]);
  });

  test('what is no number is refused where a QuerySet takes it', async () => {
    await setUp();
    expect(await codeOf(() => Sample.objects.annotate({ a: Sqrt('name') }))).toBe(
      'orm.expression.mixed',
    );
    expect(await failureOf(() => Round('real', 0.5))).toMatchObject({
      code: 'orm.expression.invalid',
      message: 'Round() takes a whole number of places up to 100, not 0.5.',
    });
  });
});
