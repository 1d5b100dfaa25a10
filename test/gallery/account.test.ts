import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimeAccount } from '../../src/events/index.ts';
import { NO_TIMES, TIME_PARTS, type TimePart, verdictOf } from '../../src/metrics/index.ts';
import type { Trace } from '../../src/observe/index.ts';
import { connect, disconnect } from '../../src/orm/index.ts';
import {
  createPostgresqlDatabase,
  describeOnPostgresql,
  type TemporaryDatabase,
} from '../support/postgresql.ts';
import { MEASURES_TIME } from '../support/timing.ts';
import { fillDatabase } from './data.ts';
import { type Opened, openGalleryApp, visitRepeatedly } from './visit.ts';

/** Requests at a time, and rounds of them. */
const CONCURRENCY = 6;
const ROUNDS = 4;

/** Of the wall time, that may be missing. */
const TOLERANCE = 0.05;

/** The traces of an app under load. */
async function tracesUnderLoad(name: string, opened?: Opened): Promise<readonly Trace[]> {
  const { app, declared } = opened ?? (await openGalleryApp(name, 'slow'));
  const loaded = { ...declared, concurrency: CONCURRENCY };
  return await visitRepeatedly({ app, declared: loaded }, 1, ROUNDS);
}

/** Each request's parts make up its wall time, and next to nothing of it is unknown. */
function expectToAddUp(traces: readonly Trace[]): void {
  expect(traces).toHaveLength(CONCURRENCY * ROUNDS);
  for (const { account } of traces) {
    const known = TIME_PARTS.filter((part) => part !== 'unaccountedMs');
    const sum = known.reduce((total, part) => total + account[part], 0);
    expect(Math.abs(sum - account.wallMs), JSON.stringify(account)).toBeLessThanOrEqual(
      account.wallMs * TOLERANCE,
    );
    for (const part of known) expect(account[part], part).toBeGreaterThanOrEqual(0);
  }
}

/** The wall time of the account is that of the request. */
function expectRightWallTime(traces: readonly Trace[]): void {
  for (const { account, totalMs } of traces) expect(account.wallMs).toBeCloseTo(totalMs!, 3);
}

function sumOf(traces: readonly Trace[]): TimeAccount {
  const sums: Record<TimePart | 'wallMs' | 'queuedMs', number> = { ...NO_TIMES };
  for (const { account } of traces) {
    for (const part of [...TIME_PARTS, 'wallMs', 'queuedMs'] as const) sums[part] += account[part];
  }
  return sums;
}

const kindOf = (traces: readonly Trace[]) => verdictOf(sumOf(traces), traces.length).kind;

describe('under load the account of each request adds up (sqlite)', MEASURES_TIME, () => {
  beforeAll(async () => {
    connect({ default: 'sqlite::memory:' });
    await fillDatabase();
  });
  afterAll(() => disconnect());

  test.each([
    'n-plus-one',
    'query-in-a-loop',
    'unbounded-result',
    'slow-template',
    'many-cache-calls',
    'costly-middleware',
  ])('%s', async (name) => {
    const traces = await tracesUnderLoad(name);
    expectToAddUp(traces);
    expectRightWallTime(traces);
  });

  test('a route that computes is bound by the processor', async () => {
    const traces = await tracesUnderLoad('event-loop-wait');
    expectToAddUp(traces);
    expect(kindOf(traces)).toBe('cpu-bound');
    // Others had the thread for most of it: six requests, and one of them computes at a time.
    expect(sumOf(traces).loopWaitMs).toBeGreaterThan(sumOf(traces).cpuMs);
  });

  test('a route that waits for another server is bound by that', async () => {
    const traces = await tracesUnderLoad('outgoing-call');
    expectToAddUp(traces);
    expect(kindOf(traces)).toBe('io-bound');
    const { httpMs, wallMs } = sumOf(traces);
    expect(httpMs).toBeGreaterThan(wallMs / 2);
  });
});

describeOnPostgresql('under load the account of each request adds up (postgresql)', () => {
  let database: TemporaryDatabase;
  beforeAll(async () => {
    database = await createPostgresqlDatabase();
    connect({ default: database.url });
    await fillDatabase();
    await disconnect();
  });
  afterAll(() => database.close());

  async function tracesWith(parameters: string): Promise<readonly Trace[]> {
    connect({ default: `${database.url}${parameters}` });
    try {
      return await tracesUnderLoad('pool-wait');
    } finally {
      await disconnect();
    }
  }

  test('a route whose statements take long is bound by the database', async () => {
    const traces = await tracesWith('?pool_size=10');
    expectToAddUp(traces);
    expect(kindOf(traces)).toBe('database-bound');
  });

  test('the same route with one connection is starved by its pool', async () => {
    const traces = await tracesWith('?pool_size=1');
    expectToAddUp(traces);
    expect(kindOf(traces)).toBe('pool-starved');
  });
});
