import { describe, expect, test } from 'vitest';
import { atomic, connect, database, disconnect } from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { statementsOf } from '../support/queries.ts';
import { addGenre, connectGenres } from './genre-table.ts';

const origin = { kind: 'queryset', subject: 'Genre', site: undefined } as const;
const OFF_THREAD = { isOffThread: true } as const;

const statement = (sql: string) => ({ sql, bindings: [], isWrite: false, returnsRows: true });
const NAMES = statement('SELECT name FROM genre ORDER BY name');

/** Counts to so many, one after the other. */
const count = (to: number) =>
  statement(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
     SELECT max(i) FROM n`,
  );

describe('a read in another thread', () => {
  test('gives the same rows', async () => {
    await connectGenres();
    await addGenre('Drama');
    expect(await database().query(NAMES, [], origin, OFF_THREAD)).toEqual([['Drama']]);
    await addGenre('Horror');
    expect(await database().query(NAMES, [], origin, OFF_THREAD)).toEqual([['Drama'], ['Horror']]);
  });

  test('leaves the event loop free while it takes its time', async () => {
    await connectGenres();
    let turns = 0;
    let isDone = false;
    const reading = database().query(count(3_000_000), [], origin, OFF_THREAD);
    const watching = (async () => {
      while (!isDone) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
      }
    })();
    expect(await reading).toEqual([[3_000_000]]);
    isDone = true;
    await watching;
    expect(turns).toBeGreaterThan(100);
  });

  test('has bigints, bytes and values bound as here', async () => {
    await connectGenres();
    const all = {
      ...statement('SELECT ?, ?, ?, ?'),
      bindings: [0, 1, 2, 3].map((slot) => ({ slot, encode: (value: unknown) => value as string })),
    };
    const values = ['é', null, 1.5, new Uint8Array([0, 255])];
    expect(await database().query(all, values, origin, OFF_THREAD)).toEqual([values]);
  });

  test('fails with the same code, and others go on', async () => {
    await connectGenres();
    const [missing, found] = await Promise.all([
      failureOf(() => database().query(statement('SELECT * FROM no'), [], origin, OFF_THREAD)),
      database().query(NAMES, [], origin, OFF_THREAD),
    ]);
    expect(missing).toMatchObject({ code: 'db.table.missing', hint: expect.any(String) });
    expect(found).toEqual([]);
  });

  test('can be cancelled while it runs, and while it waits', async () => {
    await connectGenres();
    const controller = new AbortController();
    const options = { ...OFF_THREAD, signal: controller.signal };
    const running = codeOf(() => database().query(count(1e12), [], origin, options));
    const waiting = codeOf(() => database().query(NAMES, [], origin, options));
    const other = database().query(NAMES, [], origin, OFF_THREAD);
    setTimeout(() => controller.abort(), 50);
    expect(await Promise.all([running, waiting])).toEqual(
      Array.from({ length: 2 }, () => 'db.query.cancelled'),
    );
    expect(await other).toEqual([]);
  });

  test('is done here in a transaction, whose writes only it can see', async () => {
    await connectGenres();
    await atomic(async () => {
      await addGenre('Drama');
      expect(await database().query(NAMES, [], origin, OFF_THREAD)).toEqual([['Drama']]);
    });
  });

  test('is done here in memory, which no other thread can see', async () => {
    connect({ default: 'sqlite::memory:' });
    expect(await database().query(statement('SELECT 1'), [], origin, OFF_THREAD)).toEqual([[1]]);
    await disconnect();
  });

  test('is told of like any other', async () => {
    await connectGenres();
    const sent = await statementsOf(async () => database().query(NAMES, [], origin, OFF_THREAD));
    expect(sent).toMatchObject([{ sql: NAMES.sql, rowCount: 0, subject: 'Genre' }]);
  });

  test('ends with its database', async () => {
    await connectGenres();
    const reading = codeOf(() => database().query(count(1e12), [], origin, OFF_THREAD));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await disconnect();
    expect(await reading).toBe('db.closed');
  });
});
