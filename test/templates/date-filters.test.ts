import { describe, expect, test } from 'vitest';
import { errorOf, render } from './renderer.ts';

const premiere = new Date('1975-06-20T15:04:09.120Z');

function formatted(value: unknown, format: string, timeZone = 'UTC', filter = 'date'): string {
  return render(`{{ value|${filter}:format }}`, { value, format }, { timeZone, autoescape: false });
}

describe('date', () => {
  test.each([
    ['a A', 'p.m. PM'],
    ['b c', 'jun 1975-06-20T15:04:09.120000+00:00'],
    ['d D', '20 Fri'],
    ['e E', 'UTC June'],
    ['f F', '3:04 June'],
    ['g G h H', '3 15 03 15'],
    ['i I j', '04 0 20'],
    ['l L', 'Friday False'],
    ['m M n N', '06 Jun 6 June'],
    ['o O', '1975 +0000'],
    ['P', '3:04 p.m.'],
    ['r', 'Fri, 20 Jun 1975 15:04:09 +0000'],
    ['s S', '09 th'],
    ['t T', '30 UTC'],
    ['u U', '120000 172508649'],
    ['w W', '5 25'],
    ['y Y', '75 1975'],
    ['z Z', '171 0'],
    ['jS \\o\\f F', '20th of June'],
    ['DATE_FORMAT', 'June 20, 1975'],
    ['DATETIME_FORMAT', 'June 20, 1975, 3:04 p.m.'],
    ['SHORT_DATE_FORMAT', '06/20/1975'],
    ['SHORT_DATETIME_FORMAT', '06/20/1975 3:04 p.m.'],
    ['', 'June 20, 1975'],
  ])('%s', (format, output) => {
    expect(formatted(premiere, format)).toBe(output);
  });

  test.each([
    ['2024-09-01', 'N jS', 'Sept. 1st'],
    ['2024-01-02', 'jS', '2nd'],
    ['2024-01-03', 'jS', '3rd'],
    ['2024-01-11', 'jS', '11th'],
    ['2024-02-29', 'L t z', 'True 29 60'],
    ['2024-12-30', 'o W', '2025 1'],
    ['2021-01-03', 'o W w', '2020 53 0'],
    ['0987-06-05', 'Y y', '0987 87'],
  ])('%s as %s', (value, format, output) => {
    expect(formatted(value, format)).toBe(output);
  });

  test('midnight and noon have names', () => {
    expect(formatted(new Date('2024-01-01T00:00:00Z'), 'P')).toBe('midnight');
    expect(formatted(new Date('2024-01-01T12:00:00Z'), 'P f')).toBe('noon 12');
    expect(formatted(new Date('2024-01-01T12:30:00Z'), 'P')).toBe('12:30 p.m.');
  });

  test.each([
    ['Europe/Paris', '2024-07-01T17:04 +0200 CEST 1', '2024-07-01T15:04:00Z'],
    ['Europe/Paris', '2024-01-01T16:04 +0100 CET 0', '2024-01-01T15:04:00Z'],
    ['America/New_York', '2024-06-30T23:04 -0400 EDT 1', '2024-07-01T03:04:00Z'],
    ['Asia/Kolkata', '2024-07-01T20:34 +0530 IST 0', '2024-07-01T15:04:00Z'],
    ['America/Sao_Paulo', '2024-07-01T12:04 -0300 -03 0', '2024-07-01T15:04:00Z'],
  ])('in %s', (timeZone, output, instant) => {
    expect(formatted(new Date(instant), 'Y-m-d\\TH:i O T I', timeZone)).toBe(output);
  });

  test('texts: a date keeps its day in every zone, an instant moves', () => {
    expect(formatted('1975-06-20', 'Y-m-d', 'America/New_York')).toBe('1975-06-20');
    expect(formatted('1975-06-20T01:00:00Z', 'Y-m-d H', 'America/New_York')).toBe('1975-06-19 21');
    expect(formatted('1975-06-20 01:00', 'Y-m-d H', 'America/New_York')).toBe('1975-06-20 01');
  });

  test.each([[null], [undefined], [''], ['Jaws'], ['2024-13-45'], [5], [new Date(Number.NaN)]])(
    '%o prints nothing',
    (value) => {
      expect(formatted(value, 'Y')).toBe('');
    },
  );

  test('a date alone has no hours', () => {
    const error = errorOf(() => formatted('1975-06-20', 'H:i'));
    expect(error.code).toBe('templates.filter.invalid');
  });
});

describe('time', () => {
  test.each([
    [premiere, 'H:i:s', '15:04:09'],
    [premiere, '', '3:04 p.m.'],
    ['20:15:00', 'H\\h i', '20h 15'],
    ['20:15', 'TIME_FORMAT', '8:15 p.m.'],
    ['20:15', 'Y', ''],
    ['1975-06-20', 'H', ''],
    [null, 'H', ''],
  ])('%o as %s', (value, format, output) => {
    expect(formatted(value, format, 'UTC', 'time')).toBe(output);
  });

  test('in a zone', () => {
    expect(formatted(premiere, 'H:i e', 'Europe/Paris', 'time')).toBe('16:04 CET');
  });
});

describe('timesince and timeuntil', () => {
  const between = (a: string, b: string, filter = 'timesince') =>
    render(`{{ a|${filter}:b }}`, { a: new Date(a), b: new Date(b) }).replaceAll('\u00a0', ' ');

  test.each([
    ['2006-06-01T00:00:00Z', '2006-06-01T08:00:00Z', '8 hours'],
    ['2006-06-01T00:00:00Z', '2006-06-05T06:10:00Z', '4 days, 6 hours'],
    ['2006-06-01T00:00:00Z', '2006-06-01T00:00:59Z', '0 minutes'],
    ['2006-06-01T00:00:00Z', '2006-06-08T00:30:00Z', '1 week'],
    ['2006-01-31T00:00:00Z', '2006-02-28T00:00:00Z', '4 weeks'],
    ['2006-01-31T00:00:00Z', '2006-03-01T00:00:00Z', '1 month'],
    ['2004-02-29T00:00:00Z', '2006-06-01T00:00:00Z', '2 years, 3 months'],
    ['2006-01-31T00:00:00Z', '2006-03-09T00:00:00Z', '1 month, 1 week'],
    ['2006-06-02T00:00:00Z', '2006-06-01T00:00:00Z', '0 minutes'],
  ])('from %s to %s', (a, b, output) => {
    expect(between(a, b)).toBe(output);
    expect(between(b, a, 'timeuntil')).toBe(output);
  });

  test('without an argument the current time counts', () => {
    const value = new Date(Date.now() - 3 * 3600_000 - 60_500);
    expect(render('{{ value|timesince }}', { value })).toBe('3\u00a0hours, 1\u00a0minute');
    const later = new Date(Date.now() + 49 * 3600_000 + 5000);
    expect(render('{{ value|timeuntil }}', { value: later })).toBe('2\u00a0days, 1\u00a0hour');
  });

  test('what is no date prints nothing', () => {
    expect(
      render('[{{ a|timesince }}{{ b|timeuntil }}{{ c|timesince:b }}]', {
        a: null,
        b: 'x',
        c: '2024-01-01',
      }),
    ).toBe('[]');
  });
});
