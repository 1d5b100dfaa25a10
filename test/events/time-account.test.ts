import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  cacheChannel,
  createRequestContext,
  measureTime,
  queryChannel,
  type RequestContext,
  runInContext,
  spanChannel,
  type TimeAccount,
  templateRenderChannel,
  timeAccountChannel,
  timeAccountOf,
} from '../../src/events/index.ts';
import { requestEvents } from '../../src/http/index.ts';
import { MEASURES_TIME } from '../support/timing.ts';

let stop: () => void;

beforeEach(() => {
  stop = measureTime();
});
afterEach(() => stop());

/** Has the thread for so long. */
function burn(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Every part but the whole. */
function sumOf({ wallMs: _wall, queuedMs: _queued, ...parts }: TimeAccount): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}

/** Runs `work` as a request and returns its account once it is over. */
async function accountOf(work: (context: RequestContext) => unknown): Promise<TimeAccount> {
  const context = createRequestContext();
  await runInContext(context, () => work(context));
  return timeAccountOf(context);
}

function publishQuery(
  context: RequestContext,
  startedMs: number,
  facts: { readonly isBlocking?: boolean; readonly waitMs?: number } = {},
): void {
  const { waitMs = 0, isBlocking = false } = facts;
  queryChannel.publish({
    context,
    database: 'default',
    sql: 'SELECT 1',
    parameters: [],
    startedMs,
    waitMs,
    durationMs: performance.now() - startedMs - waitMs,
    isBlocking,
    rowCount: 1,
    origin: { kind: 'raw', subject: undefined, site: undefined },
    error: undefined,
  });
}

test('measuring takes no stacks of statements, calls of caches and spans', () => {
  const channels = [queryChannel, cacheChannel, spanChannel];
  expect(channels.map((channel) => channel.wantsCallSite())).toEqual([false, false, false]);
});

describe('an account', MEASURES_TIME, () => {
  test('tells working from waiting, and adds up', async () => {
    const account = await accountOf(async () => {
      burn(40);
      await sleep(60);
      burn(20);
    });
    expect(sumOf(account)).toBeCloseTo(account.wallMs, 6);
    expect(account.cpuMs + account.gcMs).toBeGreaterThanOrEqual(59);
    expect(account.otherIoMs).toBeGreaterThanOrEqual(55);
    expect(account.unaccountedMs).toBe(0);
  });

  test('knows a wait for the thread from a wait for something', async () => {
    const account = await accountOf(async () => {
      const wait = sleep(10);
      // Another request has the thread when the timer is due.
      runInContext(createRequestContext(), () => burn(80));
      await wait;
    });
    expect(account.cpuMs).toBeLessThan(40);
    expect(account.loopWaitMs + account.otherIoMs).toBeGreaterThanOrEqual(60);
    expect(account.loopWaitMs).toBeGreaterThan(account.otherIoMs);
  });

  test('gives a statement its time, and what was computed meanwhile to the code', async () => {
    const account = await accountOf(async (context) => {
      const startedMs = performance.now();
      const answer = sleep(80);
      burn(30);
      await answer;
      publishQuery(context, startedMs);
    });
    expect(account.cpuMs + account.gcMs).toBeGreaterThanOrEqual(29);
    expect(account.databaseMs).toBeGreaterThanOrEqual(30);
    expect(account.databaseMs).toBeLessThanOrEqual(account.wallMs - account.cpuMs);
    expect(sumOf(account)).toBeCloseTo(account.wallMs, 6);
  });

  test('counts statements side by side once', async () => {
    const account = await accountOf(async (context) => {
      const startedMs = performance.now();
      await sleep(50);
      for (let index = 0; index < 5; index++) publishQuery(context, startedMs);
    });
    expect(account.databaseMs).toBeGreaterThanOrEqual(45);
    expect(account.databaseMs).toBeLessThanOrEqual(account.wallMs);
  });

  test('knows an embedded database, which has the thread', async () => {
    const account = await accountOf((context) => {
      const startedMs = performance.now();
      burn(40);
      publishQuery(context, startedMs, { isBlocking: true });
      burn(10);
    });
    expect(account.databaseMs).toBeGreaterThanOrEqual(35);
    expect(account.cpuMs + account.gcMs).toBeGreaterThanOrEqual(9);
    expect(account.cpuMs).toBeLessThan(account.databaseMs);
  });

  test('knows a wait for a connection', async () => {
    const account = await accountOf(async (context) => {
      const startedMs = performance.now();
      await sleep(60);
      publishQuery(context, startedMs, { waitMs: 50 });
    });
    expect(account.poolWaitMs).toBeGreaterThanOrEqual(45);
    expect(account.databaseMs).toBeGreaterThan(0);
    expect(account.databaseMs).toBeLessThan(account.poolWaitMs);
  });

  test('takes rendering out of the code, and statements out of rendering', async () => {
    const account = await accountOf((context) => {
      const startedMs = performance.now();
      burn(20);
      const queryMs = performance.now();
      burn(20);
      publishQuery(context, queryMs, { isBlocking: true });
      templateRenderChannel.publish({
        context,
        template: 'movies.html',
        file: undefined,
        depth: 0,
        startedMs,
        durationMs: performance.now() - startedMs,
        outputLength: 0,
        contextNames: [],
        error: undefined,
      });
    });
    expect(account.templateMs).toBeGreaterThanOrEqual(15);
    expect(account.databaseMs).toBeGreaterThanOrEqual(15);
    expect(sumOf(account)).toBeCloseTo(account.wallMs, 6);
  });

  test('names other servers', async () => {
    const account = await accountOf(async (context) => {
      const startedMs = performance.now();
      await sleep(40);
      spanChannel.publish({
        context,
        kind: 'http-client',
        name: 'GET http://rates.example/',
        startedMs,
        durationMs: performance.now() - startedMs,
        attributes: {},
        site: undefined,
        error: undefined,
      });
    });
    expect(account.httpMs).toBeGreaterThanOrEqual(30);
  });

  test('says that it does not know what began before it was measured', async () => {
    stop();
    const context = createRequestContext();
    burn(5);
    const account = timeAccountOf(context);
    expect(account.unaccountedMs).toBe(account.wallMs);
  });

  test('of thousands of parts is bounded, and what is left out is unaccounted', async () => {
    const account = await accountOf(async (context) => {
      for (let index = 0; index < 3_000; index++) {
        await new Promise(setImmediate);
        publishQuery(context, performance.now() - 0.001);
      }
      await sleep(30);
    });
    expect(sumOf(account)).toBeCloseTo(account.wallMs, 6);
    expect(account.unaccountedMs).toBeGreaterThan(0);
    expect(account.otherIoMs).toBe(0);
  });
});

test('is published for each request after it has finished', MEASURES_TIME, async () => {
  const accounts: [route: string, account: TimeAccount][] = [];
  onTestFinished(
    timeAccountChannel.subscribe(({ finish, account }) =>
      accounts.push([String(finish.statusCode), account]),
    ),
  );
  const app = fastify();
  onTestFinished(() => app.close());
  await app.register(requestEvents);
  app.get('/burns', async () => burn(30));
  app.get('/waits', async (_request, reply) => {
    await sleep(100);
    return reply.code(404).send();
  });
  // One after the other: a thread that is never idle does not say when a timer was due.
  await app.inject('/burns');
  await app.inject('/waits');
  await expect.poll(() => accounts.length).toBe(2);
  const [, burns] = accounts.find(([status]) => status === '200')!;
  const [, waits] = accounts.find(([status]) => status === '404')!;
  expect(burns.cpuMs + burns.gcMs).toBeGreaterThanOrEqual(29);
  expect(waits.otherIoMs).toBeGreaterThan(waits.cpuMs);
  for (const account of [burns, waits]) expect(sumOf(account)).toBeCloseTo(account.wallMs, 6);
});

test('is published once, however many measure', async () => {
  const ids: string[] = [];
  onTestFinished(timeAccountChannel.subscribe(({ finish }) => ids.push(finish.context.id)));
  const others = [measureTime(), measureTime()];
  onTestFinished(() => {
    for (const end of others) end();
  });
  const app = fastify();
  onTestFinished(() => app.close());
  await app.register(requestEvents);
  app.get('/', async () => 'done');
  await app.inject('/');
  await app.inject('/');
  await expect.poll(() => new Set(ids).size).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ids).toHaveLength(2);
});

test('measuring ends with the last one who asked', () => {
  const other = measureTime();
  stop();
  expect(createRequestContext().thread).toBeDefined();
  other();
  other();
  expect(createRequestContext().thread).toBeUndefined();
});
