import { expect, onTestFinished, test } from 'vitest';
import {
  atomic,
  connect,
  type Database,
  database,
  disconnect,
  onCommit,
} from '../../../src/db/index.ts';
import { codeOf } from '../../support/failures.ts';
import {
  databaseBehindPgbouncer,
  describeBehindPgbouncer,
  PROXY_SESSIONS,
} from '../../support/pgbouncer.ts';

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;

/** A point read that would be prepared under a name. */
const READ = {
  sql: 'SELECT $1::bigint',
  bindings: [{ slot: 0, encode: (value: unknown) => value as number }],
  isWrite: false,
  returnsRows: true,
};
const statement = (sql: string) => ({ ...READ, sql, bindings: [] });

async function connectProxy(parameters: string): Promise<Database> {
  const { url, close } = await databaseBehindPgbouncer();
  connect({ default: `${url}?pgbouncer=true&${parameters}` });
  onTestFinished(async () => {
    await disconnect();
    await close();
  });
  return database();
}

const add = (name: string) => database().raw('INSERT INTO genre VALUES (?)', [name]);
const names = async () =>
  (await database().raw('SELECT name FROM genre ORDER BY name')).rows.map(({ name }) => name);

for (const path of ['wire', 'pg']) {
  describeBehindPgbouncer(`behind a proxy that pools transactions (${path})`, () => {
    const connectGenres = async (parameters = '') => {
      const database = await connectProxy(`data_path=${path}${parameters}`);
      await database.raw('CREATE TABLE genre (name text PRIMARY KEY)');
      return database;
    };

    test('reads of many connections share few sessions, and each gets its answer', async () => {
      const database = await connectGenres('&pool_size=20');
      const read = (index: number) => database.query(READ, [index], origin);
      const first = await Promise.all(Array.from({ length: 500 }, (_, index) => read(index)));
      expect(first).toEqual(Array.from({ length: 500 }, (_, index) => [[index]]));
      const holding = Array.from({ length: 20 }, () => database.atomic(() => read(7)));
      expect(await Promise.all(holding)).toEqual(holding.map(() => [[7]]));
      const { rows } = await database.raw(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND backend_type = 'client backend'`,
      );
      expect(Number(rows[0]?.count)).toBeLessThanOrEqual(PROXY_SESSIONS);
    });

    test('no statement is kept in a session that others get', async () => {
      const database = await connectGenres('&pool_size=8');
      await Promise.all(Array.from({ length: 100 }, () => database.query(READ, [1], origin)));
      const counts = await Promise.all(
        Array.from({ length: PROXY_SESSIONS }, () =>
          database.atomic(async () => {
            const { rows } = await database.raw(
              `SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name <> ''`,
            );
            return rows[0]?.n;
          }),
        ),
      );
      expect(counts).toEqual(counts.map(() => 0));
    });

    test('transactions keep everything or nothing, savepoints undo their part', async () => {
      await connectGenres();
      const called: string[] = [];
      await atomic(async () => {
        await add('Drama');
        onCommit(() => called.push('committed'));
        expect(await codeOf(() => atomic(() => add('Drama')))).toBe('db.constraint.unique');
        await atomic(() => add('Horror'));
      });
      const failing = atomic(async () => {
        await add('Comedy');
        throw new Error('The projector broke.');
      });
      await expect(failing).rejects.toThrow('The projector broke.');
      expect(await names()).toEqual(['Drama', 'Horror']);
      expect(called).toEqual(['committed']);
    });

    test('transactions side by side lose no update', async () => {
      const database = await connectGenres('&pool_size=8');
      await database.raw('CREATE TABLE counter (value integer)');
      await database.raw('INSERT INTO counter VALUES (0)');
      const increment = () =>
        atomic(async () => {
          const { rows } = await database.raw('SELECT value FROM counter FOR UPDATE');
          await database.raw('UPDATE counter SET value = ?', [Number(rows[0]?.value) + 1]);
        });
      await Promise.all(Array.from({ length: 30 }, increment));
      expect((await database.raw('SELECT value FROM counter')).rows).toEqual([{ value: 30 }]);
    });

    test('a failure is its own, and those behind it go on', async () => {
      const database = await connectGenres('&pool_size=2');
      const settled = await Promise.allSettled(
        [0, 1, 0, 2].map((by) =>
          database.query({ ...READ, sql: 'SELECT 6 / $1::bigint' }, [by], origin),
        ),
      );
      expect(settled.map(({ status }) => status)).toEqual([
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
    });

    test('a cursor reads in parts within its transaction', async () => {
      const database = await connectGenres();
      const sizes: number[] = [];
      const numbers = statement('SELECT n FROM generate_series(1, 25) AS n');
      for await (const rows of database.stream(numbers, [], origin, { chunkRows: 10 }))
        sizes.push(rows.length);
      expect(sizes).toEqual([10, 10, 5]);
      expect(await names()).toEqual([]);
    });

    test('an aborted signal cancels the query, and only that', async () => {
      const database = await connectGenres('&pool_size=2');
      const controller = new AbortController();
      const { signal } = controller;
      const slow = codeOf(() =>
        database.query(statement('SELECT pg_sleep(60)'), [], origin, { signal }),
      );
      const running = async () => {
        const { rows } = await database.atomic(() =>
          database.raw(
            `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active'
              AND pid <> pg_backend_pid()`,
          ),
        );
        return rows.length;
      };
      await expect.poll(running, { timeout: 60_000 }).toBe(1);
      controller.abort();
      expect(await slow).toBe('db.query.cancelled');
      expect(await database.query(READ, [1], origin)).toEqual([[1]]);
    });

    test('isolation and read-only hold for the transaction that asked for them', async () => {
      const database = await connectGenres('&pool_size=1');
      const level = async () =>
        (await database.raw('SHOW transaction_isolation')).rows[0]?.transaction_isolation;
      expect(await atomic(level, { isolation: 'serializable' })).toBe('serializable');
      expect(await codeOf(() => atomic(() => add('Drama'), { isReadOnly: true }))).toBe(
        'db.transaction.read_only',
      );
      expect(await atomic(level)).toBe('read committed');
    });

    test('values arrive as they do without it', async () => {
      const database = await connectGenres();
      const { rows } = await database.raw(
        `SELECT now() - now() AS span, decode('00ff', 'hex') AS bytes, date '2024-02-29' AS day,
          timestamptz '2024-03-31 00:59:59+00' AS at, 1.50::numeric AS price, ARRAY[1, 2] AS list`,
      );
      const { rows: direct } = await database.atomic(() =>
        database.raw(
          `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style`,
        ),
      );
      expect(direct).toEqual([{ zone: 'UTC', style: expect.stringMatching(/^ISO/) }]);
      expect(rows[0]).toMatchObject({ bytes: new Uint8Array([0, 255]), day: '2024-02-29' });
    });
  });
}
