import { expect, test } from 'vitest';
import { Decimal, Duration } from '../../../src/core/index.ts';
import {
  BIGINT,
  BOOLEAN,
  type ColumnDefinition,
  type ColumnType,
  DATE,
  DATETIME,
  type Database,
  FLOAT,
  INTEGER,
  JSON_TYPE,
  selectFrom,
  TEXT,
  TIME,
} from '../../../src/db/index.ts';
import { connectEmpty, type DriverKind, describeEachDriver } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';

const SMALLINT: ColumnType = { kind: 'integer', bits: 16 };
const MONEY: ColumnType = { kind: 'decimal', digits: 12, places: 3 };
const UUID: ColumnType = { kind: 'uuid' };
const BINARY: ColumnType = { kind: 'binary' };
const DURATION: ColumnType = { kind: 'duration' };
const IP: ColumnType = { kind: 'ip' };

const VALUES: readonly (readonly [string, ColumnType, readonly unknown[]])[] = [
  ['whole numbers', INTEGER, [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
  ['small whole numbers', SMALLINT, [0, 32_767, -32_768]],
  ['bigints', BIGINT, [0n, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)]],
  ['floats', FLOAT, [0.1, -1.5e-300, 1.7976931348623157e308, 5e-324, 1e21]],
  ['decimals', MONEY, ['0.000', '123456789.123', '-0.001'].map((text) => new Decimal(text))],
  ['texts', TEXT, ['', ' ', "O'Hara", 'é 😀 \u2028', '\\', '%_', '"', 'NULL', '{}', '\n\t']],
  ['long texts', TEXT, ['x'.repeat(1_000_000)]],
  ['truth values', BOOLEAN, [true, false]],
  ['dates', DATE, ['0001-01-01', '1998-06-12', '9999-12-31']],
  ['times', TIME, ['00:00:00', '23:59:59', '20:15:00.123456']],
  [
    'instants',
    DATETIME,
    ['1998-06-12T20:15:00.123Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'].map(
      (text) => new Date(text),
    ),
  ],
  [
    'spans of time',
    DURATION,
    [new Duration({ microseconds: 1 }), new Duration({ days: 400, seconds: -1.5 })],
  ],
  ['UUIDs', UUID, ['0e37df36-f698-11e6-8dd4-cb9ced3df976']],
  ['addresses', IP, ['192.168.0.1', '2001:db8::1']],
  ['JSON', JSON_TYPE, [{ a: [1, null, 'é"\\'] }, [], 'text', 0, true]],
  ['bytes', BINARY, [new Uint8Array(), new Uint8Array([0, 255, 92, 39])]],
];

describeEachDriver('values of columns', (kind) => {
  test.each(VALUES)('%s come back as they were', async (_name, type, values) => {
    const database = await connectTable(kind, type);
    for (const value of values) await insert(database, type, value);
    expect((await select(database, type)).map(plain)).toEqual(values.map(plain));
  });

  test.each(VALUES)('%s are found among others', async (_name, type, values) => {
    const database = await connectTable(kind, type);
    for (const value of values) await insert(database, type, value);
    for (const value of values) {
      // JSON has no equality on SQLite; texts of it are compared there.
      if (type.kind === 'json') continue;
      expect(await find(database, type, value), String(value)).toHaveLength(1);
      expect((await findIn(database, type, values)).length).toBe(values.length);
    }
  });

  test.each(VALUES)('NULL among %s comes back as null', async (_name, type) => {
    const database = await connectTable(kind, type);
    await insert(database, type, null);
    expect(await select(database, type)).toEqual([null]);
  });

  test.each(VALUES)(
    '%s written many at a time come back as they were',
    async (_name, type, values) => {
      const database = await connectTable(kind, type);
      const written = [null, ...values, null, ...values.toReversed()];
      await insertAll(database, type, written);
      expect((await select(database, type)).map(plain)).toEqual(written.map(plain));
      await insertAll(database, type, [values[0]]);
      expect(await select(database, type)).toHaveLength(written.length + 1);
    },
  );

  test('instants between which the form changes come back as they were', async () => {
    const database = await connectTable(kind, DATETIME);
    const borders = [
      '1714-07-17T00:00:00.001Z',
      '2000-01-01T00:00:00.000Z',
      '1999-12-31T23:59:59.999Z',
    ];
    const instants = [...borders, '2255-06-05T23:47:34.740Z'].map((text) => new Date(text));
    await insertAll(database, DATETIME, instants);
    expect(await select(database, DATETIME)).toEqual(instants);
    await insertAll(database, DATETIME, [new Date('2255-06-05T23:47:34.741Z')]);
    expect((await select(database, DATETIME)).at(-1)).toEqual(new Date('2255-06-05T23:47:34.741Z'));
  });

  test('floats that are no numbers come back as they were from a server', async () => {
    if (kind === 'sqlite') return; // It stores NaN as NULL.
    const database = await connectTable(kind, FLOAT);
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    await insertAll(database, FLOAT, odd);
    expect(await select(database, FLOAT)).toEqual(odd);
  });

  test('lists are told as their values', async () => {
    const database = await connectTable(kind, INTEGER);
    const [sent] = await statementsOf(() => insertAll(database, INTEGER, [1, 2, null]));
    expect(sent!.parameters).toEqual(kind === 'sqlite' ? [1, 2, null] : [[1, 2, null]]);
  });

  test('a whole number too large for JavaScript is refused, never rounded', async () => {
    const database = await connectTable(kind, INTEGER);
    await insert(database, BIGINT, 9_007_199_254_740_993n);
    expect(await codeOf(() => select(database, INTEGER))).toBe('db.value.out_of_range');
  });

  test('a number too large for its column is not found, and does not fail', async () => {
    const database = await connectTable(kind, { kind: 'integer', bits: 32 });
    await insert(database, INTEGER, 5);
    expect(await find(database, INTEGER, 3_000_000_000)).toEqual([]);
  });
});

const column = (type: ColumnType): ColumnDefinition => ({
  name: 'value',
  type,
  isNull: true,
  isPrimaryKey: false,
  isAutomatic: false,
  isUnique: false,
  references: undefined,
});

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;

async function connectTable(kind: DriverKind, type: ColumnType): Promise<Database> {
  const database = await connectEmpty(kind);
  const id = { ...column(INTEGER), name: 'id', isNull: false, isPrimaryKey: true };
  const columns = [{ ...id, isAutomatic: true }, column(type)];
  await database.createTables([{ name: 'box', columns, indexes: [] }]);
  return database;
}

async function insert(database: Database, type: ColumnType, value: unknown): Promise<void> {
  const statement = database.dialect.compile({
    kind: 'insert',
    table: 'box',
    columns: ['value'],
    source: { kind: 'rows', rows: [[{ kind: 'parameter', slot: 0, type }]] },
    onConflict: 'fail',
    returning: [],
  });
  await database.execute(statement, [value], origin);
}

/** By one statement, as bulk writes do it. */
async function insertAll(
  database: Database,
  type: ColumnType,
  values: readonly unknown[],
): Promise<void> {
  const { features } = database.dialect;
  const parameter = (slot: number) => ({ kind: 'parameter', slot, type }) as const;
  const statement = database.dialect.compile({
    kind: 'insert',
    table: 'box',
    columns: ['value'],
    source: features.takesColumnLists
      ? { kind: 'lists', lists: [parameter(0)] }
      : { kind: 'rows', rows: values.map((_, slot) => [parameter(slot)]) },
    onConflict: 'fail',
    returning: [],
  });
  await database.execute(statement, features.takesColumnLists ? [values] : values, origin);
}

const value = (type: ColumnType) =>
  ({ kind: 'column', table: 'box', name: 'value', type }) as const;

async function select(
  database: Database,
  type: ColumnType,
  where: ReturnType<typeof selectFrom>['where'] = undefined,
  values: readonly unknown[] = [],
): Promise<unknown[]> {
  const id = { kind: 'column', table: 'box', name: 'id', type: INTEGER } as const;
  const statement = database.dialect.compile({
    ...selectFrom('box', 'box'),
    columns: [value(type)],
    where,
    orderBy: [{ expression: id, isDescending: false }],
  });
  const rows = await database.query(statement, values, origin);
  const decode = database.dialect.decoder(type) ?? ((raw) => raw);
  return rows.map(([raw]) => decode(raw ?? null));
}

function find(database: Database, type: ColumnType, wanted: unknown): Promise<unknown[]> {
  const right = { kind: 'parameter', slot: 0, type } as const;
  const where = { kind: 'comparison', operator: '=', left: value(type), right } as const;
  return select(database, type, where, [wanted]);
}

function findIn(database: Database, type: ColumnType, wanted: readonly unknown[]) {
  const list = { kind: 'parameter', slot: 0, type } as const;
  return select(database, type, { kind: 'inList', operand: value(type), list }, [wanted]);
}

/** In a form that can be compared: bytes of any class, exact numbers by their digits. */
function plain(given: unknown): unknown {
  if (given instanceof Uint8Array) return [...given];
  return given instanceof Decimal || given instanceof Duration ? String(given) : given;
}
