import { expect, test } from 'vitest';
import { atomic, type Database, type RawRow } from '../../../src/db/index.ts';
import { connectEmpty, type DriverKind, describeEachDriver } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';

const NUMBERS = {
  sql:
    'WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000) ' +
    'SELECT n FROM numbers',
  bindings: [],
  isWrite: false,
  returnsRows: true,
};
const origin = { kind: 'queryset', subject: 'Number', site: undefined } as const;

function stream(database: Database, chunkRows: number, statement = NUMBERS) {
  return database.stream(statement, [], origin, { chunkRows });
}

async function sizesOf(chunks: AsyncIterable<readonly RawRow[]>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const chunk of chunks) sizes.push(chunk.length);
  return sizes;
}

describeEachDriver('a stream of rows', (kind: DriverKind) => {
  test('comes in chunks, in order, each row once', async () => {
    const database = await connectEmpty(kind);
    const rows: unknown[] = [];
    for await (const chunk of stream(database, 300)) rows.push(...chunk.map(([n]) => n));
    expect(rows).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(await sizesOf(stream(database, 300))).toEqual([300, 300, 300, 100]);
    expect(await sizesOf(stream(database, 500))).toEqual([500, 500]);
    expect(await sizesOf(stream(database, 5_000))).toEqual([1_000]);
  });

  test('of no rows has no chunks', async () => {
    const database = await connectEmpty(kind);
    const none = { ...NUMBERS, sql: `${NUMBERS.sql} WHERE n < 0` };
    expect(await sizesOf(stream(database, 10, none))).toEqual([]);
  });

  test('leaves the loop free to ask other things', async () => {
    const database = await connectEmpty(kind);
    let asked = 0;
    for await (const _chunk of stream(database, 250)) {
      await database.raw('SELECT 1');
      asked += 1;
    }
    expect(asked).toBe(4);
  });

  test('can be left early, again and again', async () => {
    const database = await connectEmpty(kind, kind === 'sqlite' ? '' : '?pool_size=2');
    for (let time = 0; time < 10; time++) {
      for await (const chunk of stream(database, 10)) {
        expect(chunk).toHaveLength(10);
        break;
      }
    }
    expect((await database.raw('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('takes part in a transaction, which goes on after it', async () => {
    const database = await connectEmpty(kind);
    await database.raw('CREATE TABLE genre (name text)');
    await atomic(async () => {
      await database.raw(`INSERT INTO genre VALUES ('Drama'), ('Horror')`);
      const genres = { ...NUMBERS, sql: 'SELECT name FROM genre ORDER BY name' };
      expect(await sizesOf(stream(database, 1, genres))).toEqual([1, 1]);
      for await (const _chunk of stream(database, 1, genres)) break;
      await database.raw(`INSERT INTO genre VALUES ('Comedy')`);
    });
    expect((await database.raw('SELECT name FROM genre')).rows).toHaveLength(3);
  });

  test('fails with the coded error of its statement', async () => {
    const database = await connectEmpty(kind);
    const missing = { ...NUMBERS, sql: 'SELECT * FROM missing' };
    expect(await codeOf(() => sizesOf(stream(database, 10, missing)))).toBe('db.table.missing');
    expect(await sizesOf(stream(database, 5_000))).toEqual([1_000]);
  });

  test('is told of as one statement, with the rows that were read', async () => {
    const database = await connectEmpty(kind);
    const sent = await statementsOf(() => sizesOf(stream(database, 300)));
    expect(sent).toMatchObject([{ sql: NUMBERS.sql, rowCount: 1_000, subject: 'Number' }]);
  });
});
