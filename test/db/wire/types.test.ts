import { expect, test } from 'vitest';
import {
  arrayRows,
  instantRows,
  type WireResult,
} from '../../../src/db/drivers/postgresql/wire/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire, expectedValue, type Wire } from './wire.ts';

/** What SQL has for values of each type; `NULL` is added to each. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  smallint: ['0', '-1', '32767', '-32768'],
  integer: ['0', '7', '-7', '2147483647', '-2147483648'],
  bigint: ['0', '-1', '9007199254740991', '-9007199254740991', '9007199254740992']
    .concat(['9223372036854775807', '-9223372036854775808', '4294967296', '-4294967297'])
    .map((value) => `'${value}'`),
  oid: ['0', '4294967295'],
  real: ['0.1', '-2.5', '3.4e38', "'NaN'", "'Infinity'"],
  'double precision': [
    '0.1',
    '1e-7',
    '-1.7976931348623157e308',
    '5e-324',
    '1e21',
    '123456789.125',
  ].concat(["'NaN'", "'Infinity'", "'-Infinity'", "'-0'"]),
  numeric: ['0', '12.50', '-0.000000000000000000001', '123456789012345678901234567890.5', "'NaN'"],
  boolean: ['true', 'false'],
  text: [
    "''",
    "'Jaws'",
    "'Amélie'",
    "'東京物語'",
    "'😀'",
    "E'a\\tb\\n\"\\\\'",
    "repeat('x', 300)",
  ].concat(["repeat('é', 5000)", "'NULL'", "'{}'"]),
  'varchar(20)': ["''", "'Duel'"],
  'char(5)': ["'ab'"],
  bytea: ["''", "'\\x00ff10'", "decode(repeat('ab', 3000), 'hex')"],
  date: ["'1998-06-12'", "'0044-03-15 BC'", "'infinity'", "'12000-01-01'"],
  time: ["'20:15:00'", "'23:59:59.999999'", "'24:00'"],
  timetz: ["'20:15:00+02'"],
  timestamp: ["'1998-06-12 20:15:00.123456'", "'infinity'"],
  timestamptz: ["'1998-06-12 20:15:00.123456+02'", "'0044-03-15 BC'", "'-infinity'"],
  interval: ["'1 year 2 months 3 days 04:05:06.7'", "'-1 second'"],
  uuid: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  json: [`'{"a": [1, 2.50, "é", null]}'`, "'null'", '\'"text"\''],
  jsonb: [`'{"b": 1, "a": [1, 2.50, "é", null]}'`, "'12345678901234567890'"],
  'integer[]': ["'{}'", "'{1,NULL,3}'", "'{{1,2},{3,4}}'"],
  'text[]': [`'{}'`, `'{a,"b c","NULL",NULL,"q\\"\\\\uote"}'`],
  inet: ["'192.168.0.1/24'"],
  int4range: ["'[1,5)'", "'empty'"],
  point: ["'(1,2)'"],
  xid: ["'7'"],
  money: ["'12.34'"],
  tsvector: ["'a:1 b:2'"],
};

async function compare(wire: Wire, sql: string, runs = 3): Promise<void> {
  const { rows: texts } = await wire.pg.query<(string | null)[]>({ text: sql, rowMode: 'array' });
  for (let run = 0; run < runs; run++) {
    const { rows, columns } = await wire.connection.query(sql, [], arrayRows);
    const expected = texts.map((row) =>
      row.map((text, index): WireResult => expectedValue(text, columns[index]!)),
    );
    expect(rows, `run ${run + 1} of ${sql}`).toEqual(expected);
  }
}

describeOnPostgresql('values of every type', () => {
  test.each(Object.entries(VALUES))(
    'of %s are those of plain pg, in the first run and in later ones',
    async (type, values) => {
      const wire = await connectWire();
      const list = [...values, 'NULL'].map((value) => `(CAST(${value} AS ${type}))`).join(', ');
      await compare(wire, `SELECT * FROM (VALUES ${list}) AS v (value)`);
    },
  );

  test('come in one row, with NULLs everywhere in the next', async () => {
    const wire = await connectWire();
    const columns = Object.entries(VALUES).map(
      ([type, [value]], index) => `CAST(${value} AS ${type}) AS c${index}`,
    );
    const nulls = Object.keys(VALUES).map((type) => `CAST(NULL AS ${type})`);
    const all = `SELECT ${columns.join(', ')} UNION ALL SELECT ${nulls.join(', ')}`;
    // Types without equality are no obstacle to UNION ALL.
    await compare(wire, all);
  });

  test('in long results are theirs, however alike short texts are', async () => {
    const wire = await connectWire();
    await compare(
      wire,
      `SELECT n % 300, (ARRAY['é', 'Ã©', '', 'Jaws', 'Duel', NULL, 'Ã', '0'])[n % 8 + 1],
         'No. ' || n % 300, repeat('x', n % 40), n::text
       FROM generate_series(1, 5000) AS n`,
    );
  });

  test('are read the same where code must not be generated from strings', async () => {
    const wire = await connectWire({ areStatementsNamed: false });
    for (const [type, values] of Object.entries(VALUES)) {
      const list = [...values, 'NULL'].map((value) => `(CAST(${value} AS ${type}))`).join(', ');
      await compare(wire, `SELECT * FROM (VALUES ${list}) AS v (value)`, 2);
    }
  });

  test('may have timestamps with time zone as milliseconds, in the first run and later', async () => {
    const wire = await connectWire();
    await wire.connection.run(`SET TIME ZONE 'Asia/Kolkata'`);
    const sql = `SELECT v, extract(epoch FROM v)::float8 * 1000, v::timestamp::text, 7 FROM (VALUES
      (timestamptz '1998-06-12 20:15:00.123456+02'), ('1969-12-31 23:59:59.9999+00'), (NULL),
      ('0044-03-15 12:00+00 BC'), ('12000-01-01 00:00+00')) AS v (v)`;
    for (let run = 0; run < 3; run++) {
      const { rows } = await wire.connection.query(sql, [], instantRows);
      for (const [instant, exact, text, seven] of rows) {
        expect(instant).toBe(exact === null ? null : Math.floor(exact as number));
        expect([typeof (text ?? ''), seven]).toEqual(['string', 7]);
      }
      const infinite = `SELECT timestamptz 'infinity', timestamptz '-infinity'`;
      const without = await wire.connection.query(infinite, [], instantRows);
      expect(without.rows).toEqual([[Number.NaN, Number.NaN]]);
    }
  });

  test('no rows and no columns are results, too', async () => {
    const wire = await connectWire();
    for (let run = 0; run < 3; run++) {
      expect(await wire.rows('SELECT 1 WHERE false')).toEqual([]);
      expect(await wire.rows('SELECT')).toEqual([[]]);
      expect(await wire.rows('')).toEqual([]);
    }
  });
});

describeOnPostgresql('parameters', () => {
  const echo = async (type: string, value: Parameters<Wire['rows']>[1]) => {
    const wire = await connectWire();
    const [first] = await wire.rows(`SELECT $1::${type}`, value);
    const [second] = await wire.rows(`SELECT $1::${type}`, value);
    expect(second).toEqual(first);
    return first![0];
  };

  test.each([
    ['integer', 7, 7],
    ['bigint', 9_223_372_036_854_775_807n, 9_223_372_036_854_775_807n],
    ['double precision', 0.1, 0.1],
    ['double precision', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['boolean', true, true],
    ['boolean', false, false],
    ['text', '', ''],
    ['text', `quote ' " \\ $1 ; -- 東京 😀`, `quote ' " \\ $1 ; -- 東京 😀`],
    ['text', 'é'.repeat(20_000), 'é'.repeat(20_000)],
    ['text', null, null],
    ['bytea', new Uint8Array([0, 255, 92, 39]), new Uint8Array([0, 255, 92, 39])],
    ['timestamptz', new Date('1998-06-12T20:15:00.123Z'), '1998-06-12 20:15:00.123+00'],
    ['integer[]', [1, null, 3], '{1,NULL,3}'],
    ['integer[]', [], '{}'],
    [
      'integer[]',
      [
        [1, 2],
        [3, 4],
      ],
      '{{1,2},{3,4}}',
    ],
  ])('arrive as %s', async (type, value, expected) => {
    expect(await echo(type, [value])).toEqual(expected);
  });

  test('texts in arrays arrive as they are, whatever is in them', async () => {
    const wire = await connectWire();
    const texts = ['', 'NULL', 'null', '{a,b}', 'a"b', 'a\\b', "a'b", ' a ', '東京', '\n\t', ','];
    expect(await wire.rows('SELECT unnest($1::text[])', [texts])).toEqual(
      texts.map((text) => [text]),
    );
    expect(await wire.rows('SELECT ($1::text[])[1] IS NULL', [[null]])).toEqual([[true]]);
    const bytes = [new Uint8Array([0, 92, 255])];
    expect(await wire.rows('SELECT unnest($1::bytea[])', [bytes])).toEqual([[bytes[0]]]);
  });

  test('a text with NUL is refused by the server, and only that statement fails', async () => {
    const wire = await connectWire();
    await expect(wire.rows('SELECT $1::text', ['a\0b'])).rejects.toMatchObject({ code: '22021' });
    expect(await wire.rows('SELECT $1::text', ['ab'])).toEqual([['ab']]);
  });
});
