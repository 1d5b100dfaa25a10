import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Duration, type DurationInput } from '../../src/core/index.ts';

describe('a duration', () => {
  test.each<[DurationInput, number, string]>([
    [{ hours: 2, minutes: 26 }, 8_760_000_000, 'PT2H26M'],
    [{ days: 1, seconds: -1 }, 86_399_000_000, 'PT23H59M59S'],
    [{ weeks: 1, microseconds: 1 }, 604_800_000_001, 'P7DT0.000001S'],
    [{ seconds: 0.0000015 }, 2, 'PT0.000002S'],
    [{}, 0, 'PT0S'],
    [1_500, 1_500_000, 'PT1.5S'],
    [-0.001, -1, '-PT0.000001S'],
    ['PT2H26M', 8_760_000_000, 'PT2H26M'],
    ['P1DT2H3M4.5S', 93_784_500_000, 'P1DT2H3M4.5S'],
    ['-P1D', -86_400_000_000, '-P1D'],
    ['P2W', 1_209_600_000_000, 'P14D'],
    ['1 02:03:04.5', 93_784_500_000, 'P1DT2H3M4.5S'],
    ['3 days, 00:00:01', 259_201_000_000, 'P3DT1S'],
    ['-1 23:59:59', -1_000_000, '-PT1S'],
    ['-00:00:01', -1_000_000, '-PT1S'],
    ['15:30', 930_000_000, 'PT15M30S'],
    [new Duration({ hours: 1 }), 3_600_000_000, 'PT1H'],
  ])('of %o counts %d microseconds and reads %s', (value, microseconds, text) => {
    const duration = new Duration(value);
    expect(duration.microseconds).toBe(microseconds);
    expect(String(duration)).toBe(text);
    expect(JSON.stringify({ length: duration })).toBe(`{"length":"${text}"}`);
    expect(new Duration(text)).toEqual(duration);
  });

  test.each<unknown>([
    'P',
    'PT',
    'P1Y',
    'P1M',
    'tomorrow',
    '',
    '1 day',
    '1:2:3:4',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    true,
    { hour: 1 },
    { hours: '1' },
    { days: 200_000 },
    JSON.parse('{"__proto__": 1}'),
  ])('is not made of %o', (value) => {
    expect(() => new Duration(value as DurationInput)).toThrow(
      expect.objectContaining({ code: 'core.duration.invalid', status: 400 }),
    );
  });

  test('adds, subtracts, scales and compares', () => {
    const reel = new Duration({ minutes: 11 });
    expect(String(reel.plus({ seconds: 30 }))).toBe('PT11M30S');
    expect(String(reel.minus('PT12M'))).toBe('-PT1M');
    expect(String(reel.times(6))).toBe('PT1H6M');
    expect(String(reel.negated().negated())).toBe('PT11M');
    expect(new Duration(0).negated().microseconds).toBe(0);
    expect(reel.compare('PT11M0.000001S')).toBe(-1);
    expect(reel.equals({ seconds: 660 })).toBe(true);
    expect(reel < new Duration('PT12M')).toBe(true);
    expect([reel.seconds, reel.milliseconds]).toEqual([660, 660_000]);
    expect(inspect({ reel })).toBe('{ reel: Duration(PT11M) }');
  });
});
