import { afterAll, describe, expect, test } from 'vitest';
import { connect, database, disconnect } from '../../src/db/index.ts';

/** No multiple of a week, a month or a year: every kind of day comes up. */
const STEP_MS = 11 * 86_400_000;

// Nothing is opened: a dialect needs no connection.
connect({ sqlite: 'sqlite::memory:', postgresql: 'postgres://127.0.0.1/cinema' });
afterAll(disconnect);

describe.each([
  ['sqlite', ''],
  ['postgresql', '+00'],
])('points in time as %s writes them', (alias, zone) => {
  const decode = database(alias).dialect.decoder({ kind: 'datetime' })!;
  const read = (text: string) => decode(`${text}${zone}`) as Date;

  test('from the year 1 to 9999 are those that Date says', () => {
    const wrong: string[] = [];
    const last = Date.parse('9999-12-31T23:59:59.999Z');
    let ms = Date.parse('0001-01-01T00:00:00Z');
    for (let index = 0; ms <= last; index++, ms += STEP_MS) {
      const instant = new Date(ms + ((index * 7_654_321) % 86_400_000));
      const text = instant.toISOString().replace('T', ' ').slice(0, -1);
      if (read(text).getTime() !== instant.getTime()) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['1998-06-12 20:15:00', '1998-06-12T20:15:00.000Z'],
    ['1998-06-12 20:15:07.5', '1998-06-12T20:15:07.500Z'],
    ['1998-06-12 20:15:07.05', '1998-06-12T20:15:07.050Z'],
    ['1998-06-12 20:15:07.123', '1998-06-12T20:15:07.123Z'],
    ['1998-06-12 20:15:07.123999', '1998-06-12T20:15:07.123Z'],
    ['1969-12-31 23:59:59.999', '1969-12-31T23:59:59.999Z'],
    ['2000-02-29 00:00:00', '2000-02-29T00:00:00.000Z'],
    ['1900-03-01 00:00:00', '1900-03-01T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(read(text).toISOString()).toBe(instant);
  });

  test('beyond the year 9999 are read too', () => {
    if (alias === 'sqlite') return;
    expect(read('12345-06-12 20:15:00.5').toISOString()).toBe('+012345-06-12T20:15:00.500Z');
  });
});

describe('in SQLite, where a column holds any text', () => {
  const decode = database('sqlite').dialect.decoder({ kind: 'datetime' })!;
  const read = (text: string) => decode(text) as Date;

  test.each([
    ['1998-06-12 20:15', '1998-06-12T20:15:00.000Z'],
    ['1998-06-12T20:15:00.5', '1998-06-12T20:15:00.500Z'],
  ])('%s is understood: %s', (text, instant) => {
    expect(read(text).toISOString()).toBe(instant);
  });

  test.each([
    '',
    '1998-06-12 20:15:',
    '1998-06-12 20:15:0',
    '1998-06-12 20:15:00.',
    '1998-06-12 20:15:00.12x',
    '1998/06/12 20:15:00',
    '1998-06-12 20.15.00',
    '1998-00-12 20:15:00',
    '1998-13-12 20:15:00',
    '1998-06-00 20:15:00',
    '1998-06-32 20:15:00',
    '1998-06-12 25:15:00',
    '1998-06-12 20:60:00',
    '1998-06-12 20:15:60',
    '1998-06-12 -1:15:00',
    'x998-06-12 20:15:00',
    '19x8-06-12 20:15:00',
  ])('"%s" is no point in time', (text) => {
    expect(read(text)).toEqual(new Date(Number.NaN));
  });
});
