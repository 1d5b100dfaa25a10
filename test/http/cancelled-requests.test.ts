import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connect, database, disconnect } from '../../src/db/index.ts';
import { createApp } from '../../src/http/index.ts';
import { codeOf } from '../support/failures.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';

describeOnPostgresql('a client that goes away', () => {
  test('before its answer ends the queries of its view, on the server too', async () => {
    connect({ default: await temporaryPostgresql() });
    onTestFinished(() => disconnect());
    const { promise: ended, resolve: tell } = Promise.withResolvers<string>();
    const app = createApp({ allowedHosts: ['127.0.0.1'] });
    onTestFinished(() => app.close());
    app.get('/slow', async () => {
      tell(await codeOf(() => database().raw('SELECT pg_sleep(60)')));
      return 'nobody reads this';
    });
    app.get('/fast', async () => (await database().raw('SELECT 1 AS one')).rows);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;

    const asked = request({ host: '127.0.0.1', port, path: '/slow' }).on('error', () => {});
    asked.end();
    await expect.poll(runningSleeps).toBe(1);
    asked.destroy();
    expect(await ended).toBe('db.query.cancelled');
    expect(await runningSleeps()).toBe(0);
    const answer = await fetch(`http://127.0.0.1:${port}/fast`);
    expect(await answer.json()).toEqual([{ one: 1 }]);
  });
});

async function runningSleeps(): Promise<number> {
  const { rows } = await database().raw(
    `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`,
  );
  return Number(rows[0]?.n);
}
