import { expect, test } from 'vitest';
import { arrayRows, jsonRows } from '../../../src/db/drivers/postgresql/wire/index.ts';
import type { JsonForm, JsonPlan } from '../../../src/db/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { randomNumbers, testSeed } from '../../support/seed.ts';
import { connectWire, type Wire } from './wire.ts';

const column = (index: number, form: JsonForm): JsonPlan => ({
  kind: 'column',
  column: index,
  form,
});

const object = (members: Readonly<Record<string, JsonPlan>>, nullWhen?: number): JsonPlan => ({
  kind: 'object',
  members: Object.entries(members).map(([name, value]) => ({ name, value })),
  nullWhen,
});

/** The text of a first run, of later ones, and of a connection without named statements. */
async function texts(wire: Wire, sql: string, plan: JsonPlan): Promise<string> {
  const reader = jsonRows(plan);
  const run = async () => (await wire.connection.query(sql, [], reader)).rows.toString();
  const first = await run();
  for (let again = 0; again < 3; again++) expect(await run()).toBe(first);
  return first;
}

/** The values of one column through JSON, and through array rows and JSON.stringify. */
async function compare(
  wire: Wire,
  sql: string,
  form: JsonForm,
  expected: (raw: never) => unknown,
): Promise<void> {
  const json = await texts(wire, sql, column(0, form));
  const { rows } = await wire.connection.query(sql, [], arrayRows);
  const values = rows.map(([raw]) => (raw === null ? null : expected(raw as never)));
  expect(json).toBe(JSON.stringify(values));
}

const list = (type: string, values: readonly string[]) =>
  `SELECT * FROM (VALUES ${[...values, 'NULL'].map((value) => `(CAST(${value} AS ${type}))`).join(', ')}) AS v (value)`;

const same = (raw: unknown) => raw;

describeOnPostgresql('JSON from the bytes', () => {
  test.each([
    ['smallint', ['0', '-32768']],
    ['integer', ['0', '7', '-2147483648', '2147483647']],
    ['bigint', ['0', "'9007199254740991'", "'-9007199254740991'"]],
    [
      'double precision',
      ['0', "'-0'", '0.1', '-2.5', '1e-7', '1e-6', '1e20', '1e21', '1e22'].concat([
        '123456789012345680',
        '5e-324',
        '1.7976931348623157e308',
        "'NaN'",
        "'Infinity'",
      ]),
    ],
    ['real', ['0.1', '3.4e38', '1e-10']],
  ])('writes numbers of %s as JSON.stringify does', async (type, values) => {
    await compare(await connectWire(), list(type, values), 'number', same);
  });

  const seed = testSeed();
  test(`writes random floats as JSON.stringify does (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    const floats = Array.from({ length: 3_000 }, () => {
      const view = new DataView(new ArrayBuffer(8));
      view.setUint32(0, random() * 2 ** 32);
      view.setUint32(4, random() * 2 ** 32);
      return view.getFloat64(0);
    });
    const wire = await connectWire();
    const sql = `SELECT unnest('{${floats.join(',')}}'::float8[])`;
    await compare(wire, sql, 'number', same);
  });

  test('keeps every digit of whole numbers beyond 2^53', async () => {
    const wire = await connectWire();
    const sql = list('bigint', ["'9223372036854775807'", "'-9223372036854775808'"]);
    expect(await texts(wire, sql, column(0, 'number'))).toBe(
      '[9223372036854775807,-9223372036854775808,null]',
    );
    expect(await texts(wire, sql, column(0, 'string'))).toBe(
      '["9223372036854775807","-9223372036854775808",null]',
    );
  });

  test('escapes texts as JSON.stringify does, character by character', async () => {
    const wire = await connectWire();
    const codes = Array.from({ length: 0x2fff }, (_, index) => index + 1);
    await wire.connection.run('CREATE TABLE letter (place int, text text)');
    await wire.connection.copyIn(
      'COPY letter FROM STDIN',
      codes.map((code) => [code, `a${String.fromCodePoint(code)}b`]),
    );
    await compare(wire, 'SELECT text FROM letter ORDER BY place', 'string', same);
    // All in one text, which goes another way than short ones.
    await compare(wire, `SELECT string_agg(text, '' ORDER BY place) FROM letter`, 'string', same);
    await compare(
      wire,
      `SELECT repeat(E'\\x01', n) FROM generate_series(0, 300) AS n`,
      'string',
      same,
    );
  });

  test('writes texts of other types as strings', async () => {
    const wire = await connectWire();
    for (const [type, value] of [
      ['numeric', '12.50'],
      ['uuid', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
      ['date', "'1998-06-12'"],
      ['time', "'20:15:00.5'"],
      ['text', "'東京 😀 \u2028'"],
    ] as const) {
      await compare(wire, list(type, [value]), 'string', same);
    }
  });

  test('writes booleans, and passes JSON through', async () => {
    const wire = await connectWire();
    await compare(wire, list('boolean', ['true', 'false']), 'boolean', same);
    const documents = ['{"a":[1,2.50,"é",null]}', '"x"', 'null', `[${'1,'.repeat(500)}1]`];
    const sql = list(
      'json',
      documents.map((document) => `'${document}'`),
    );
    const json = await texts(wire, sql, column(0, 'json'));
    expect(json).toBe(`[${documents.join(',')},null]`);
  });

  test('writes instants as Date does, whatever the time zone of the session', async () => {
    const wire = await connectWire();
    const instants = ['1998-06-12 20:15:00.123456+02', '1969-12-31 23:59:59.999999+00']
      .concat(['1970-01-01 00:00+00', '0001-01-01 00:00+00', '9999-12-31 23:59:59.999999+00'])
      .concat(['10000-01-01 00:00+00', '0044-03-15 12:00+00 BC', '2000-02-29 00:00+00'])
      .concat(['1900-03-01 00:00+00', '1600-02-29 23:00+00', '0001-01-01 00:00+00 BC'])
      .concat(['infinity', '-infinity', '294276-12-31 00:00+00', '4713-01-01 00:00+00 BC']);
    const sql = list(
      'timestamptz',
      instants.map((instant) => `'${instant}'`),
    );
    const inUtc = await texts(wire, sql, column(0, 'instant'));
    const { rows } = await wire.connection.query(
      `SELECT floor(extract(epoch FROM v) * 1000)::float8 FROM (${sql}) AS q (v)`,
      [],
      arrayRows,
    );
    const dates = rows.map(([value]) => (value === null ? null : new Date(value as number)));
    expect(inUtc).toBe(JSON.stringify(dates));
    for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Africa/Monrovia']) {
      const other = await connectWire();
      await other.connection.run(`SET TIME ZONE '${zone}'`);
      expect(await texts(other, sql, column(0, 'instant'))).toBe(inUtc);
    }
    const plain = list('timestamp', [`'1998-06-12 20:15:00.5'`]);
    expect(await texts(wire, plain, column(0, 'instant'))).toBe(
      '["1998-06-12T20:15:00.500Z",null]',
    );
  });

  test('writes every day of eight centuries as Date does', async () => {
    const wire = await connectWire();
    const sql = `SELECT timestamptz '1600-01-01 00:00+00' + n * interval '25 hours 1.001 seconds'
      FROM generate_series(0, 280000) AS n`;
    const reader = jsonRows(column(0, 'instant'));
    await wire.connection.query(sql, [], reader);
    const { rows } = await wire.connection.query(sql, [], reader);
    const first = Date.parse('1600-01-01T00:00:00Z');
    const dates = Array.from({ length: 280_001 }, (_, n) => new Date(first + n * 90_001_001));
    expect(rows.toString() === JSON.stringify(dates)).toBe(true);
  });

  test('a style of dates that is not ISO is refused, never misread', async () => {
    const wire = await connectWire();
    await wire.connection.run('SET DateStyle = German');
    const reader = jsonRows(column(0, 'instant'));
    const query = wire.connection.query('SELECT now()', [], reader);
    await expect(query).rejects.toMatchObject({ code: 'db.protocol' });
    expect(await wire.rows('SELECT 1')).toEqual([[1]]);
  });

  test('writes what a function makes of a value, however long', async () => {
    const wire = await connectWire();
    const sql = 'SELECT n FROM generate_series(1, 100) AS n';
    const plan = (form: JsonForm) =>
      object({ 'a "name"': column(0, form), b: column(0, 'number') });
    const long = (value: unknown) => [`é"${'x'.repeat(Number(value) * 50)}`];
    const expected = Array.from({ length: 100 }, (_, index) => ({
      'a "name"': long(index + 1),
      b: index + 1,
    }));
    expect(await texts(wire, sql, plan(long))).toBe(JSON.stringify(expected));
    expect(
      JSON.parse(
        await texts(
          wire,
          sql,
          plan(() => undefined),
        ),
      )[0],
    ).toEqual({
      'a "name"': null,
      b: 1,
    });
    await expect(
      texts(
        wire,
        sql,
        plan(() => {
          throw new Error('no such film');
        }),
      ),
    ).rejects.toThrow('no such film');
    expect(
      await texts(
        wire,
        'SELECT decode($$00ff$$, $$hex$$)',
        column(0, (raw) => [...(raw as Buffer)]),
      ),
    ).toBe('[[0,255]]');
  });

  test('nests objects and lists, with null for what a join did not find', async () => {
    const wire = await connectWire();
    const sql = `SELECT * FROM (VALUES
      (1, 'Jaws', 7, 'Spielberg', 'USA'), (2, 'Unknown', NULL, NULL, NULL), (3, NULL, 8, NULL, NULL)
    ) AS movie (id, title, director_id, name, country)`;
    const country = object({ name: column(4, 'string') }, 4);
    const director = object({ id: column(2, 'number'), name: column(3, 'string'), country }, 2);
    const plan = object({
      id: column(0, 'number'),
      title: column(1, 'string'),
      director,
      'ключ \u2028"\\': { kind: 'tuple', items: [column(0, 'number'), column(1, 'string')] },
      nothing: object({}),
    });
    const movie = (id: number, title: string | null, by: unknown) => ({
      id,
      title,
      director: by,
      'ключ \u2028"\\': [id, title],
      nothing: {},
    });
    const expected = [
      movie(1, 'Jaws', { id: 7, name: 'Spielberg', country: { name: 'USA' } }),
      movie(2, 'Unknown', null),
      movie(3, null, { id: 8, name: null, country: null }),
    ];
    expect(await texts(wire, sql, plan)).toBe(JSON.stringify(expected));
  });

  test('no rows are an empty list', async () => {
    const wire = await connectWire();
    expect(await texts(wire, 'SELECT 1 WHERE false', column(0, 'number'))).toBe('[]');
  });

  test('a statement can be read as rows and as JSON, in turn', async () => {
    const wire = await connectWire();
    const reader = jsonRows(object({ n: column(0, 'number'), at: column(1, 'instant') }));
    const sql = `SELECT 7, timestamptz '1998-06-12 20:15:00+00'`;
    for (let run = 0; run < 4; run++) {
      expect((await wire.connection.query(sql, [], reader)).rows.toString()).toBe(
        '[{"n":7,"at":"1998-06-12T20:15:00.000Z"}]',
      );
      expect(await wire.rows(sql)).toMatchObject([[7, expect.stringContaining('1998-06-12')]]);
    }
  });

  test('comes in parts from a stream, each a list of its own', async () => {
    const { connection } = await connectWire();
    const reader = jsonRows(column(0, 'number'));
    const parts: string[] = [];
    const sql = 'SELECT n FROM generate_series(1, 5) AS n';
    for await (const part of connection.stream(sql, [], reader, 2)) parts.push(part.toString());
    expect(parts).toEqual(['[1,2]', '[3,4]', '[5]']);
  });

  test('200,000 large rows come whole', async () => {
    const wire = await connectWire();
    const sql = `SELECT n, repeat('é"', n % 40) FROM generate_series(1, 200000) AS n`;
    const reader = jsonRows({ kind: 'tuple', items: [column(0, 'number'), column(1, 'string')] });
    for (let run = 0; run < 2; run++) {
      const { rows } = await wire.connection.query(sql, [], reader);
      const all = JSON.parse(rows.toString()) as [number, string][];
      expect(all.length).toBe(200_000);
      expect(all.every(([n, text], index) => n === index + 1 && text === 'é"'.repeat(n % 40))).toBe(
        true,
      );
    }
  });
});
