import { afterAll, describe, expect, test } from 'vitest';
import {
  type ColumnDefinition,
  type ColumnType,
  connect,
  DATETIME,
  database,
  disconnect,
  type ExpressionNode,
  INTEGER,
  JSON_TYPE,
  type SelectNode,
  selectFrom,
  TEXT,
} from '../../../src/db/index.ts';

// Nothing is connected to before the first statement, and here none is sent.
connect({ default: 'postgres://nobody@127.0.0.1:1/nowhere' });
const { dialect } = database();
afterAll(() => disconnect());

const column = (name: string, type: ColumnType): ExpressionNode => ({
  kind: 'column',
  table: 'movie',
  name,
  type,
});
const title = column('title', TEXT);
const year = column('year', { kind: 'integer', bits: 32 });
const released = column('released', DATETIME);
const parameter = (slot: number, type: ColumnType) => ({ kind: 'parameter', slot, type }) as const;

function compile(parts: Partial<SelectNode>) {
  return dialect.compile({ ...selectFrom('movie', 'movie'), columns: [title], ...parts });
}

const START = 'SELECT "movie"."title" FROM "movie"';

describe('SQL for PostgreSQL', () => {
  test('says the type of each parameter, whole numbers the widest', () => {
    const left = { kind: 'comparison', operator: '>', left: year, right: parameter(0, INTEGER) };
    expect(compile({ where: left as ExpressionNode }).sql).toBe(
      `${START} WHERE "movie"."year" > $1::bigint`,
    );
  });

  test('has one placeholder for one value, however often it is used', () => {
    const sum = (slot: number): ExpressionNode => ({
      kind: 'arithmetic',
      operator: '+',
      left: year,
      right: parameter(slot, INTEGER),
      type: INTEGER,
    });
    const { sql, bindings } = compile({ columns: [sum(0)], groupBy: [sum(0), sum(1)] });
    expect(sql).toBe(
      'SELECT ("movie"."year" + $1::bigint) FROM "movie" ' +
        'GROUP BY ("movie"."year" + $1::bigint), ("movie"."year" + $2::bigint)',
    );
    expect(bindings.map(({ slot }) => slot)).toEqual([0, 1]);
  });

  test('has a list in one parameter', () => {
    const where = { kind: 'inList', operand: title, list: parameter(0, TEXT) } as const;
    const { sql, bindings } = compile({ where });
    expect(sql).toBe(`${START} WHERE "movie"."title" = ANY($1::text[])`);
    const hostile = ['a,b', '"', '\\', '{}', 'NULL', '', null];
    expect(bindings[0]?.encode(hostile)).toBe('{"a,b","\\"","\\\\","{}","NULL","",NULL}');
  });

  test.each([
    ['contains', '"movie"."title" LIKE $1::text', '%50\\%\\_\\\\%'],
    ['startswith', '"movie"."title" LIKE $1::text', '50\\%\\_\\\\%'],
    ['iendswith', 'UPPER("movie"."title") LIKE UPPER($1::text)', '%50\\%\\_\\\\'],
    ['iexact', 'UPPER("movie"."title") = UPPER($1::text)', '50%_\\'],
    ['iregex', '"movie"."title" ~* $1::text', '50%_\\'],
  ] as const)('matches a text by %s, wildcards escaped', (match, condition, pattern) => {
    const where = { kind: 'match', match, operand: title, pattern: parameter(0, TEXT) } as const;
    const { sql, bindings } = compile({ where });
    expect(sql).toBe(`${START} WHERE ${condition}`);
    expect(bindings[0]?.encode('50%_\\')).toBe(pattern);
  });

  test('writes limits as literals and locks last', () => {
    const lock = { of: ['movie'], wait: 'skipLocked', isNoKey: true } as const;
    expect(compile({ limit: 5, offset: 10, lock }).sql).toBe(
      `${START} LIMIT 5 OFFSET 10 FOR NO KEY UPDATE OF "movie" SKIP LOCKED`,
    );
    expect(compile({ offset: 10 }).sql).toBe(`${START} OFFSET 10`);
  });

  test('looks at instants in a zone', () => {
    const zone = 'Europe/Berlin';
    const part = { kind: 'extract', part: 'week_day', operand: released, zone, type: INTEGER };
    const month = { kind: 'truncate', unit: 'month', operand: released, zone, type: DATETIME };
    const local = `("movie"."released" AT TIME ZONE 'Europe/Berlin')`;
    expect(compile({ columns: [part, month] as ExpressionNode[] }).sql).toBe(
      `SELECT (EXTRACT(DOW FROM ${local})::integer + 1), ` +
        `(DATE_TRUNC('month', ${local}::timestamp) AT TIME ZONE 'Europe/Berlin') FROM "movie"`,
    );
  });

  test('keeps hostile paths of JSON in their literal', () => {
    const path = ["a'b", '"', 0];
    const operand = column('data', JSON_TYPE);
    const json = { kind: 'jsonPath', operand, path, type: TEXT } as ExpressionNode;
    expect(compile({ columns: [json] }).sql).toBe(
      `SELECT ("movie"."data" -> 'a''b' -> '"' ->> 0) FROM "movie"`,
    );
  });
});

describe('tables for PostgreSQL', () => {
  const definition = (name: string, type: ColumnType, more: Partial<ColumnDefinition> = {}) => ({
    name,
    type,
    isNull: true,
    isPrimaryKey: false,
    isAutomatic: false,
    isUnique: false,
    references: undefined,
    ...more,
  });
  const references = { table: 'director', column: 'id', onDelete: 'cascade' } as const;
  const movie = {
    name: 'movie',
    columns: [
      definition('id', INTEGER, { isNull: false, isPrimaryKey: true, isAutomatic: true }),
      definition('title', { kind: 'text', maxLength: 200 }, { isUnique: true }),
      definition('votes', { kind: 'integer', bits: 32, isPositive: true }, { isNull: false }),
      definition('director', INTEGER, { references }),
    ],
    indexes: [
      { name: 'movie_votes', columns: [{ name: 'votes', isDescending: true }], isUnique: false },
    ],
  };

  test('have identity columns, checks, and an index for the beginnings of texts', () => {
    expect(dialect.createTable(movie)).toEqual([
      'CREATE TABLE IF NOT EXISTS "movie" (' +
        '"id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY, ' +
        '"title" varchar(200) UNIQUE, ' +
        '"votes" integer NOT NULL CHECK ("votes" >= 0), "director" bigint)',
      'CREATE INDEX IF NOT EXISTS "movie_votes" ON "movie" ("votes" DESC)',
      'CREATE INDEX IF NOT EXISTS "movie_title_like" ON "movie" ("title" varchar_pattern_ops)',
    ]);
  });

  test('get their foreign keys when all are there', () => {
    expect(dialect.addReferences(movie)).toEqual([
      'ALTER TABLE "movie" ADD CONSTRAINT "movie_director_fkey" FOREIGN KEY ("director") ' +
        'REFERENCES "director" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED',
    ]);
  });

  test('have names of indexes that PostgreSQL does not cut, and no two alike', () => {
    const names = ['a', 'b'].map((end) => `${'é'.repeat(40)}${end}`);
    const index = (name: string) => ({ name, columns: [{ name: 'votes' }], isUnique: false });
    const created = dialect
      .createTable({ ...movie, indexes: names.map(index) })
      .map((sql) => /^CREATE INDEX IF NOT EXISTS "(é+_[0-9a-f]{8})"/.exec(sql)?.[1])
      .filter((name) => name !== undefined);
    expect(new Set(created).size).toBe(2);
    for (const name of created) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
  });
});
