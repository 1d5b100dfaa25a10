import { expect, onTestFinished, test } from 'vitest';
import { startPostgresql } from '../../../scripts/services/index.ts';
import { atomic, connect, type Database, database, disconnect } from '../../../src/db/index.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { describeOnPostgresql, runOn, temporaryPostgresql } from '../../support/postgresql.ts';

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;

const statement = (sql: string, isWrite = false) => ({
  sql,
  bindings: [],
  isWrite,
  returnsRows: true,
});

const PID = statement('SELECT pg_backend_pid()');
const SLEEP = statement(`SELECT pg_sleep(30), 'slow' AS name`);

let url = '';

async function connectPool(parameters: string): Promise<Database> {
  url = await temporaryPostgresql();
  connect({ default: `${url}?${parameters}` });
  onTestFinished(() => disconnect());
  return database();
}

/** Ends the session that runs a statement with this text in it, when it has begun. */
async function killSession(text: string): Promise<void> {
  await runOn(
    url,
    `DO $$ BEGIN
      FOR attempt IN 1..6000 LOOP
        PERFORM pg_stat_clear_snapshot();
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE query LIKE '%${text}%' AND state = 'active' AND pid <> pg_backend_pid();
        EXIT WHEN FOUND;
        PERFORM pg_sleep(0.01);
      END LOOP;
    END $$`,
  );
}

describeOnPostgresql('a session that the server ends', () => {
  test.each(['wire', 'pg'])('hurts the query it ran and no other (%s)', async (path) => {
    const database = await connectPool(`pool_size=2&data_path=${path}`);
    // One shared connection: all these are on their way on it, behind the slow one.
    await database.query(PID, [], origin);
    const slow = codeOf(() => database.query(SLEEP, [], origin));
    const others = Array.from({ length: 20 }, (_, index) =>
      database.query(statement(`SELECT ${index}`), [], origin),
    );
    await killSession('pg_sleep(30)');
    expect(await slow).toBe('db.connection.lost');
    expect(await Promise.all(others)).toEqual(others.map((_, index) => [[index]]));
  });

  test.each(['wire', 'pg'])('lets writes that had not begun be sent again (%s)', async (path) => {
    const database = await connectPool(`pool_size=2&data_path=${path}`);
    await database.raw('CREATE TABLE genre (id integer)');
    const slow = codeOf(() => database.query({ ...SLEEP, isWrite: true }, [], origin));
    const writes = [1, 2, 3].map((id) =>
      database.execute(statement(`INSERT INTO genre VALUES (${id})`, true), [], origin),
    );
    await killSession('pg_sleep(30)');
    expect(await slow).toBe('db.connection.lost');
    expect(await Promise.all(writes)).toEqual([{ changes: 1 }, { changes: 1 }, { changes: 1 }]);
    expect((await database.raw('SELECT id FROM genre')).rows).toHaveLength(3);
  });

  test('undoes its transaction, which tells of it', async () => {
    const database = await connectPool('pool_size=2');
    await database.raw('CREATE TABLE genre (id integer)');
    const failing = atomic(async () => {
      await database.raw('INSERT INTO genre VALUES (1)');
      await database.query(SLEEP, [], origin);
    });
    const failure = failureOf(() => failing);
    await killSession('pg_sleep(30)');
    expect(await failure).toMatchObject({ code: 'db.connection.lost', status: 503 });
    expect((await database.raw('SELECT id FROM genre')).rows).toEqual([]);
  });

  test('while it is idle is not noticed by anybody', async () => {
    const database = await connectPool('pool_size=2');
    const [[first]] = (await database.query(PID, [], origin)) as [[number]];
    await runOn(url, `SELECT pg_terminate_backend(${first})`);
    await expect.poll(async () => (await database.query(PID, [], origin))[0]?.[0]).not.toBe(first);
  });
});

describeOnPostgresql('a server', () => {
  test('that restarts is connected to again', async () => {
    const server = await startPostgresql();
    onTestFinished(() => server.close());
    connect({ default: server.value });
    onTestFinished(() => disconnect());
    await database().raw('CREATE TABLE genre (id integer)');
    await server.restart();
    const answer = () => codeOf(() => database().raw('INSERT INTO genre VALUES (1)'));
    // Its goodbye may be read before the first statement, or not.
    const first = await answer().catch(() => 'none');
    expect(['none', 'db.connection.lost', 'db.connection.failed']).toContain(first);
    await database().raw('INSERT INTO genre VALUES (2)');
    expect((await database().raw('SELECT id FROM genre WHERE id = 2')).rows).toEqual([{ id: 2 }]);
  });

  test('that is not there is told of at the first statement, with its address and no secret', async () => {
    connect({ default: 'postgres://me:secret@127.0.0.1:1/cinema' });
    onTestFinished(() => disconnect());
    const failure = await failureOf(() => database().raw('SELECT 1'));
    expect(failure).toMatchObject({ code: 'db.connection.failed', status: 503 });
    expect(failure.message).toContain('PostgreSQL at 127.0.0.1:1/cinema');
    expect(JSON.stringify(failure)).not.toContain('secret');
    expect(await codeOf(() => atomic(() => 1))).toBe('db.connection.failed');
  });

  test('that has no such database says how to create it', async () => {
    const missing = new URL(await temporaryPostgresql());
    missing.pathname = '/nowhere';
    connect({ default: missing.href });
    onTestFinished(() => disconnect());
    expect(await failureOf(() => database().raw('SELECT 1'))).toMatchObject({
      code: 'db.connection.failed',
      hint: expect.stringContaining('createdb'),
    });
  });
});
