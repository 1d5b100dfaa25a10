import { describe, expect, test } from 'vitest';
import { Decimal, type DecimalInput } from '../../src/core/index.ts';

describe('a decimal', () => {
  test.each<[DecimalInput, string]>([
    ['7.10', '7.10'],
    ['-12.50', '-12.50'],
    ['0', '0'],
    [7.1, '7.1'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [12345678901234567890n, '12345678901234567890'],
    [' 7.1 ', '7.1'],
    ['1.5e3', '1500'],
    [new Decimal('7.10'), '7.10'],
  ])('of %o reads %s', (value, text) => {
    expect(new Decimal(value).toString()).toBe(text);
    expect(JSON.stringify({ rating: new Decimal(value) })).toBe(`{"rating":"${text}"}`);
  });

  test.each(['', 'seven', '7,1', '1.2.3', Number.NaN, Number.POSITIVE_INFINITY, 'Infinity'])(
    'is not made of %o',
    (value) => {
      expect(() => new Decimal(value)).toThrow(
        expect.objectContaining({ code: 'core.decimal.invalid', status: 400 }),
      );
    },
  );

  test('is not made of a few characters that stand for millions of digits', () => {
    for (const value of ['1e999999', '1e-999999', '1e9000000000']) {
      expect(() => new Decimal(value)).toThrow(/is not a decimal number/);
    }
  });

  test('is not quoted at full length in the message', () => {
    expect(() => new Decimal('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,80}$/) }),
    );
  });
});

describe('arithmetic', () => {
  test('is exact where floating point is not', () => {
    expect(new Decimal('0.1').plus('0.2').text).toBe('0.3');
    expect(new Decimal('0.3').minus('0.1').text).toBe('0.2');
    expect(new Decimal('1.1').times('1.1').text).toBe('1.21');
  });

  test('is exact for numbers of fifty digits', () => {
    const gross = '12345678901234567890123456789012345678901234567890.01';
    expect(new Decimal(gross).plus('0.01').text).toBe(gross.replace('.01', '.02'));
  });

  test('divides to 28 significant digits', () => {
    expect(new Decimal(1).dividedBy(3).text).toBe(`0.${'3'.repeat(28)}`);
    expect(new Decimal(2).dividedBy(3).text).toBe(`0.${'6'.repeat(27)}7`);
    expect(new Decimal(10).dividedBy(4).text).toBe('2.5');
  });

  test('refuses to divide by zero', () => {
    expect(() => new Decimal(1).dividedBy(0)).toThrow(/division by zero/);
    expect(() => new Decimal(0).dividedBy(0)).toThrow(/division by zero/);
  });

  test('rounds half to even', () => {
    const halves = ['0.5', '1.5', '2.5', '-0.5'].map((text) => new Decimal(text).round().text);
    expect(halves).toEqual(['0', '2', '2', '-0']);
    expect(['7.25', '7.35'].map((text) => new Decimal(text).round(1).text)).toEqual(['7.2', '7.4']);
    expect(new Decimal('7.5').toFixed(2)).toBe('7.50');
  });
});

describe('comparison', () => {
  test('is by value, whatever the zeros', () => {
    expect(new Decimal('7.10').equals('7.1')).toBe(true);
    expect(new Decimal('7.10').compare(7)).toBe(1);
    expect(new Decimal('-1').compare('1')).toBe(-1);
  });

  test('sorts with the operators', () => {
    const ratings = ['10.5', '9.5', '-1'].map((text) => new Decimal(text));
    expect(ratings.sort((a, b) => Number(a) - Number(b)).map(String)).toEqual([
      '-1',
      '9.5',
      '10.5',
    ]);
    expect(new Decimal('9.5') < new Decimal('10.5')).toBe(true);
  });
});
