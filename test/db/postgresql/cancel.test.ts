import { expect, onTestFinished, test } from 'vitest';
import { atomic, connect, type Database, database, disconnect } from '../../../src/db/index.ts';
import { createRequestContext, runInContext } from '../../../src/events/index.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { openProxy } from '../../support/holding-proxy.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../../support/postgresql.ts';
import { turn } from '../genre-table.ts';

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;

const statement = (sql: string) => ({ sql, bindings: [], isWrite: false, returnsRows: true });
const SLEEP = statement('SELECT pg_sleep(60)');

async function connectPool(parameters: string): Promise<Database> {
  connect({ default: `${await temporaryPostgresql()}?${parameters}` });
  onTestFinished(() => disconnect());
  return database();
}

/** Whether the server runs a statement with this text; a moment ago may count as now. */
async function isRunning(text: string): Promise<boolean> {
  const { rows } = await database().raw(
    `SELECT 1 FROM pg_stat_activity WHERE query LIKE ? AND state = 'active'
      AND pid <> pg_backend_pid()`,
    [`%${text}%`],
  );
  return rows.length > 0;
}

describeOnPostgresql('an aborted signal', () => {
  test.each(['wire', 'pg'])('cancels the query on the server (%s)', async (path) => {
    const database = await connectPool(`pool_size=4&data_path=${path}`);
    const { signal, abort } = aborting();
    const slow = failureOf(() => database.query(SLEEP, [], origin, { signal }));
    await becomes(true, () => isRunning('pg_sleep(60)'));
    abort();
    expect(await slow).toMatchObject({ code: 'db.query.cancelled' });
    await becomes(false, () => isRunning('pg_sleep(60)'));
  });

  test.each(['wire', 'pg'])(
    'that overtakes its query cancels it all the same (%s)',
    async (path) => {
      const url = new URL(await temporaryPostgresql());
      const proxy = await openProxy(url);
      connect({ default: `${proxy.url}?pool_size=1&data_path=${path}` });
      onTestFinished(() => disconnect());
      await database().query(statement('SELECT 1'), [], origin);
      proxy.holdBack();
      const { signal, abort } = aborting();
      const slow = codeOf(() => database().query(SLEEP, [], origin, { signal }));
      // The query is on its way when the request for it is sent.
      await turn();
      abort();
      await proxy.nextEnd();
      proxy.letGo();
      expect(await slow).toBe('db.query.cancelled');
    },
  );

  test('hurts no other query on the same connection', async () => {
    const database = await connectPool('pool_size=2');
    await database.query(statement('SELECT 1'), [], origin);
    const { signal, abort } = aborting();
    const slow = codeOf(() => database.query(SLEEP, [], origin, { signal }));
    const others = Array.from({ length: 20 }, (_, index) =>
      database.query(statement(`SELECT ${index}`), [], origin),
    );
    setTimeout(abort, 50);
    expect(await slow).toBe('db.query.cancelled');
    expect(await Promise.all(others)).toEqual(others.map((_, index) => [[index]]));
  });

  test('ends the waiting for a connection', async () => {
    const database = await connectPool('pool_size=1');
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const holder = database.atomic(async () => {
      await database.raw('SELECT 1');
      await opened;
    });
    const { signal, abort } = aborting();
    const waiting = codeOf(() => database.query(statement('SELECT 1'), [], origin, { signal }));
    setTimeout(abort, 20);
    expect(await waiting).toBe('db.query.cancelled');
    open();
    await holder;
  });

  test('undoes the transaction that the query was in', async () => {
    const database = await connectPool('pool_size=2');
    await database.raw('CREATE TABLE genre (name text)');
    const { signal, abort } = aborting();
    const failing = atomic(async () => {
      await database.raw(`INSERT INTO genre VALUES ('Drama')`);
      await database.query(SLEEP, [], origin, { signal });
    });
    setTimeout(abort, 100);
    expect(await codeOf(() => failing)).toBe('db.query.cancelled');
    expect((await database.raw('SELECT * FROM genre')).rows).toEqual([]);
  });

  test('refuses a query that comes too late', async () => {
    const database = await connectPool('pool_size=1');
    const signal = AbortSignal.abort();
    const late = () => database.query(statement('SELECT 1'), [], origin, { signal });
    expect(await codeOf(late)).toBe('db.query.cancelled');
  });

  test('of the request cancels what runs for it', async () => {
    const database = await connectPool('pool_size=2');
    const { signal, abort } = aborting();
    const context = createRequestContext(signal);
    const slow = runInContext(context, () => codeOf(() => database.raw('SELECT pg_sleep(60)')));
    await becomes(true, () => isRunning('pg_sleep(60)'));
    abort();
    expect(await slow).toBe('db.query.cancelled');
    await becomes(false, () => isRunning('pg_sleep(60)'));
  });
});

describeOnPostgresql('statementTimeoutMs', () => {
  test('ends a statement with a code that names it', async () => {
    const database = await connectPool('pool_size=2&statement_timeout=100');
    expect(await failureOf(() => database.query(SLEEP, [], origin))).toMatchObject({
      code: 'db.timeout',
      message: expect.stringContaining('statementTimeoutMs'),
      status: 503,
    });
    expect(await codeOf(() => atomic(() => database.query(SLEEP, [], origin)))).toBe('db.timeout');
    // On a busy machine this may need more than one attempt to be in time.
    const answer = async () => (await database.query(statement('SELECT 1'), [], origin))[0]?.[0];
    await becomes(1, answer);
  });
});

function becomes(expected: unknown, read: () => Promise<unknown>): Promise<void> {
  return expect.poll(read).toBe(expected);
}

function aborting() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
