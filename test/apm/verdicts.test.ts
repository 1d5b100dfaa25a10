import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { RouteReport } from '../../src/metrics/index.ts';
import { connect, database, disconnect } from '../../src/orm/index.ts';
import { accountsAreIn } from '../metrics/site.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';
import { MEASURES_TIME } from '../support/timing.ts';
import { busy, openSite, reportFrom } from './site.ts';

/** Statements of 200 ms, so that what a busy machine adds does not decide. */
const STATEMENT_S = 0.2;

describeOnPostgresql('verdicts on routes that are slow in different ways', () => {
  async function openSlowSite(poolSize: number) {
    connect({ default: `${await temporaryPostgresql()}?pool_size=${poolSize}` });
    onTestFinished(() => disconnect());
    // All connections are open before anybody measures: opening them is waiting for a connection.
    await Promise.all(
      Array.from({ length: poolSize }, () => database().raw('SELECT pg_sleep(?)', [STATEMENT_S])),
    );
    return openSite({ mode: 'development' }, (site) => {
      site.get('/database', async () => {
        await database().raw('SELECT pg_sleep(?)', [STATEMENT_S]);
        return 'done';
      });
      site.get('/other-server', async () => {
        await sleep(STATEMENT_S * 1_000);
        return 'done';
      });
      site.get('/cpu', async () => {
        busy(40);
        return 'done';
      });
    });
  }

  async function reportOn(route: string, poolSize: number, count: number): Promise<RouteReport> {
    const app = await openSlowSite(poolSize);
    await Promise.all(Array.from({ length: count }, () => app.inject(route)));
    await accountsAreIn();
    const { routes } = await reportFrom(app);
    return routes.find((report) => report.route === `GET ${route}`)!;
  }

  test.each([
    ['/database', 10, 10, 'database-bound'],
    ['/database', 1, 8, 'pool-starved'],
    ['/other-server', 1, 20, 'io-bound'],
    ['/cpu', 1, 10, 'cpu-bound'],
  ] as const)(
    '%s with a pool of %i, %i at once: %s',
    MEASURES_TIME,
    async (route, poolSize, count, expected) => {
      const { verdict, times } = await reportOn(route, poolSize, count);
      expect(verdict.kind, verdict.reason).toBe(expected);
      const { wallMs, queuedMs: _before, ...parts } = times;
      const sum = Object.values(parts).reduce((all, ms) => all + ms, 0);
      expect(Math.abs(sum - wallMs) / wallMs).toBeLessThan(0.05);
    },
  );
});
