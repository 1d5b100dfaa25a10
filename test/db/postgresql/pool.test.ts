import { expect, onTestFinished, test } from 'vitest';
import { atomic, connect, type Database, database, disconnect } from '../../../src/db/index.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { describeOnPostgresql, runOn, temporaryPostgresql } from '../../support/postgresql.ts';

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;

/** A point read, prepared once per connection. */
const READ = {
  sql: 'SELECT $1::bigint',
  bindings: [{ slot: 0, encode: (value: unknown) => value as number }],
  isWrite: false,
  returnsRows: true,
};

async function connectPool(parameters: string): Promise<Database> {
  const url = await temporaryPostgresql();
  connect({ default: `${url}?${parameters}` });
  onTestFinished(() => disconnect());
  return database();
}

/** Opens `count` transactions that hold their connections until `open` is called. */
async function holdConnections(count: number) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  let begun = 0;
  const { promise: allBegun, resolve: tell } = Promise.withResolvers<void>();
  const holders = Array.from({ length: count }, () =>
    atomic(async () => {
      await database().raw('SELECT 1');
      begun += 1;
      if (begun === count) tell();
      await opened;
    }),
  );
  await allBegun;
  return { open, finished: Promise.all(holders) };
}

async function sessions(): Promise<number> {
  const { rows } = await database().raw(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'uptempo'`,
  );
  return Number(rows[0]?.count);
}

describeOnPostgresql('the pool', () => {
  test('answers 10,000 point reads at a time over 8 connections', async () => {
    const database = await connectPool('pool_size=8');
    const reads = Array.from({ length: 10_000 }, (_, index) =>
      database.query(READ, [index], origin),
    );
    const answers = await Promise.all(reads);
    expect(answers.every(([row], index) => row?.[0] === index)).toBe(true);
    expect(await sessions()).toBeLessThanOrEqual(8);
  });

  test('lets nobody wait for longer than acquireTimeoutMs, and names the setting', async () => {
    await connectPool('pool_size=2&acquire_timeout=200');
    const { open, finished } = await holdConnections(2);
    const startedMs = performance.now();
    const failures = await Promise.all([
      failureOf(() => atomic(() => database().raw('SELECT 1'))),
      failureOf(() => database().raw('SELECT 1')),
      failureOf(() => database().query(READ, [1], origin)),
    ]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(190);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'db.pool.timeout', status: 503 });
      expect(failure.message).toContain('acquireTimeoutMs (200 ms)');
    }
    open();
    await finished;
    expect((await database().raw('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('gives a connection that becomes free to those who wait, in turn', async () => {
    await connectPool('pool_size=1');
    const order: number[] = [];
    const work = (index: number) => atomic(async () => void order.push(index));
    await Promise.all([0, 1, 2, 3].map(work));
    expect(order).toEqual([0, 1, 2, 3]);
    expect(await sessions()).toBe(1);
  });

  test('of one connection serves transactions while reads keep coming', async () => {
    const database = await connectPool('pool_size=1');
    let isDone = false;
    const readers = Array.from({ length: 5 }, async () => {
      while (!isDone) await database.query(READ, [1], origin);
    });
    for (let time = 0; time < 5; time++) await database.atomic(() => database.raw('SELECT 1'));
    isDone = true;
    await Promise.all(readers);
  });

  test('closes what nobody uses', async () => {
    await connectPool('pool_size=5&idle_timeout=50');
    const { open, finished } = await holdConnections(5);
    expect(await sessions().catch(() => 5)).toBe(5);
    open();
    await finished;
    await expect.poll(sessions).toBe(1);
  });

  test('replaces connections that are too old', async () => {
    const database = await connectPool('pool_size=1&max_age=30');
    const pid = async () => (await database.raw('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    const first = await pid();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await pid()).not.toBe(first);
  });

  test('tries a connection out that was unused for long', async () => {
    const database = await connectPool('pool_size=1&health_check_after=0');
    await database.raw('SELECT 1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await database.raw('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  });

  test('does not hand on a session that a raw statement has changed', async () => {
    const database = await connectPool('pool_size=1');
    const zone = async () => (await database.raw('SHOW TimeZone')).rows[0]?.TimeZone;
    await database.raw(`SET TimeZone = 'Europe/Berlin'`);
    expect(await zone()).toBe('UTC');
    expect(await codeOf(() => database.raw('BEGIN'))).toBe('db.transaction.manual');
    expect(await database.raw('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
  });

  test('opens no connection before the first statement, and none after the last', async () => {
    const url = await temporaryPostgresql();
    connect({ default: url, archive: url });
    expect(await sessions()).toBe(1);
    await disconnect();
    connect({ default: `${url}?application_name=after` });
    onTestFinished(() => disconnect());
    await expect.poll(sessions).toBe(0);
  });
});

describeOnPostgresql('prepared statements', () => {
  test.each(['wire', 'pg'])('are bounded in number (%s)', async (path) => {
    const database = await connectPool(`pool_size=1&prepared_statements=10&data_path=${path}`);
    for (let index = 0; index < 50; index++) {
      const statement = { ...READ, sql: `SELECT $1::bigint + ${index}` };
      expect(await database.query(statement, [1], origin)).toEqual([[index + 1]]);
    }
    const { rows } = await database.raw('SELECT count(*)::int AS n FROM pg_prepared_statements');
    expect(rows[0]?.n).toBeLessThanOrEqual(12);
  });

  test.each(['wire', 'pg'])('follow a table that changes (%s)', async (path) => {
    const url = await temporaryPostgresql();
    connect({ default: `${url}?pool_size=1&data_path=${path}` });
    onTestFinished(() => disconnect());
    await runOn(url, 'CREATE TABLE genre (id integer); INSERT INTO genre VALUES (1)');
    const all = { ...READ, sql: 'SELECT * FROM genre', bindings: [] };
    for (let time = 0; time < 3; time++) await database().query(all, [], origin);
    await runOn(url, `ALTER TABLE genre ADD COLUMN name text DEFAULT 'Drama'`);
    expect(await database().query(all, [], origin)).toEqual([[1, 'Drama']]);
    expect(await database().query(all, [], origin)).toEqual([[1, 'Drama']]);
  });

  test.each(['wire', 'pg'])('leave none behind in a proxy (%s)', async (path) => {
    const database = await connectPool(`pool_size=1&pgbouncer=true&data_path=${path}`);
    for (let index = 0; index < 3; index++) {
      expect(await database.query(READ, [index], origin)).toEqual([[index]]);
    }
    await database.atomic(() => database.query(READ, [5], origin));
    const { rows } = await database.raw(
      `SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name <> ''`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
