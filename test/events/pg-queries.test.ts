import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import {
  createRequestContext,
  type QueryEvent,
  queryChannel,
  runInContext,
  watchPg,
} from '../../src/events/index.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';

describeOnPostgresql('queries of the package pg', () => {
  async function openPool(max = 4): Promise<pg.Pool> {
    const pool = new pg.Pool({ connectionString: await temporaryPostgresql(), max });
    // A pool that has ended does not wait for its connections to be closed, as the database is dropped.
    pool.on('connect', (client) => client.on('error', () => {}));
    onTestFinished(() => pool.end());
    onTestFinished(watchPg(pg));
    return pool;
  }

  function listen(): QueryEvent[] {
    const events: QueryEvent[] = [];
    onTestFinished(queryChannel.subscribe((event) => events.push(event)));
    return events;
  }

  test('are told with statement, values, rows and the line', async () => {
    const pool = await openPool();
    const events = listen();
    const { rows } = await pool.query('SELECT $1::int AS year UNION SELECT 1975', [1980]);
    expect(rows).toHaveLength(2);
    const client = await pool.connect();
    await client.query({ text: 'SELECT 2 WHERE $1', values: [true], rowMode: 'array' });
    await client.query({ text: 'SELECT $1::text' }, ['x']);
    await client.query('SELECT 3; SELECT 4');
    client.release();
    expect(events.map(({ sql, parameters, rowCount }) => [sql, parameters, rowCount])).toEqual([
      ['SELECT $1::int AS year UNION SELECT 1975', [1980], 2],
      ['SELECT 2 WHERE $1', [true], 1],
      ['SELECT $1::text', ['x'], 1],
      ['SELECT 3; SELECT 4', [], 2],
    ]);
    for (const event of events) {
      expect(event.origin.site?.location?.file).toBe(import.meta.filename);
      expect(event).toMatchObject({ database: 'pg', isBlocking: false, error: undefined });
      expect(event.durationMs).toBeGreaterThan(0);
    }
  });

  test('belong to the request that asked, whoever gave the client back', async () => {
    const pool = await openPool(1);
    const events = listen();
    const contexts = Array.from({ length: 5 }, () => createRequestContext());
    await Promise.all(
      contexts.map((context, index) =>
        runInContext(context, async () => {
          await pool.query(`SELECT ${index}, pg_sleep(0.05)`);
          await new Promise((resolve) => pool.query(`SELECT 'back', ${index}`, resolve));
        }),
      ),
    );
    expect(events).toHaveLength(10);
    for (const { sql, context, origin } of events) {
      const index = Number(/\d+/.exec(sql)![0]);
      expect(context, sql).toBe(contexts[index]);
      expect(origin.site?.location?.file).toBe(import.meta.filename);
    }
    const waits = events.slice(0, 5).map(({ waitMs }) => waitMs);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(waits.at(-1)).toBeGreaterThan(100);
  });

  test('what a callback asks is asked anew', async () => {
    const pool = await openPool();
    const events = listen();
    await new Promise<void>((resolve, reject) => {
      pool.query('SELECT 1', async () => {
        await sleep(30);
        pool.query('SELECT 2', [], (error) => (error ? reject(error) : resolve()));
      });
    });
    expect(events.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 2']);
    const [first, second] = events;
    expect(second!.startedMs).toBeGreaterThan(first!.startedMs + 25);
    expect(second!.origin.site?.key).not.toBe(first!.origin.site?.key);
  });

  test('that fail are told once, and fail for who asked alone', async () => {
    const pool = await openPool();
    const events = listen();
    await expect(pool.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' });
    const client = await pool.connect();
    await expect(client.query('SELECT nowhere')).rejects.toMatchObject({ code: '42703' });
    client.release();
    expect(events.map(({ error }) => error)).toMatchObject([{ code: '42703' }, { code: '42703' }]);
  });

  test('cursors are passed on as they are', async () => {
    const pool = await openPool();
    const events = listen();
    const client = await pool.connect();
    const query = client.query(new pg.Query('SELECT 5 AS five'));
    const rows: unknown[] = [];
    query.on('row', (row) => rows.push(row));
    await new Promise((resolve) => query.on('end', resolve));
    client.release();
    expect(rows).toEqual([{ five: 5 }]);
    expect(events).toEqual([]);
  });

  test('are watched once, until that is ended', async () => {
    const plain = [pg.Client.prototype.query, pg.Pool.prototype.query, pg.Pool.prototype.connect];
    const pool = await openPool();
    const events = listen();
    const stop = watchPg(pg);
    await pool.query('SELECT 1');
    expect(events).toHaveLength(1);
    stop();
    await pool.query('SELECT 1');
    expect(events).toHaveLength(1);
    expect([pg.Client.prototype.query, pg.Pool.prototype.query, pg.Pool.prototype.connect]).toEqual(
      plain,
    );
  });

  test('while nobody listens nothing is made of them', async () => {
    const pool = await openPool();
    expect(queryChannel.hasSubscribers).toBe(false);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});
