import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { memcached, redis } from '../../scripts/services/index.ts';
import { type CacheSettings, createCache } from '../../src/cache/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';
import { describeWith, requireService } from '../support/services.ts';
import type { FleetTask } from './fleet-worker.ts';

const WORKER = join(import.meta.dirname, 'fleet-worker.ts');

/** A computation may take a minute, and a dead one holds the others up for the lock alone. */
const LOCK_MS = 2_000;
const LIMIT_MS = 60_000;

type Place = Pick<FleetTask, 'settings' | 'database'>;

/** A backend of the test's own, which several processes can reach. */
function describeFleet(name: string, place: () => Promise<Place>): void {
  describe(name, () => {
    test('200 misses of a key in 4 processes are one computation', async () => {
      const task = await taskAt(place, 50);
      const workers = await Promise.all(Array.from({ length: 4 }, () => start(task)));
      await Promise.all(workers.map(finish));
      expect(computations(task)).toHaveLength(1);
    });

    test('a killed process is replaced when its lock has ended, long before the limit', async () => {
      const task = await taskAt(place, 5);
      const victim = await start({ ...task, hangs: true });
      const begun = heard(victim, 'computing');
      victim.send('go');
      await begun;
      victim.kill('SIGKILL');
      const workers = await Promise.all([start(task), start(task)]);
      const askedMs = Date.now();
      await Promise.all(workers.map(finish));
      const [firstMs, secondMs, ...more] = computations(task);
      expect(more).toEqual([]);
      // Nobody computed while the lock of the dead process held, nor waited for its limit.
      expect(secondMs! - firstMs!).toBeGreaterThan(LOCK_MS / 2);
      expect(secondMs! - askedMs).toBeLessThan(LIMIT_MS / 2);
    });
  });
}

async function taskAt(place: () => Promise<Place>, calls: number): Promise<FleetTask> {
  const countFile = join(temporaryFolder(), 'count');
  const { settings, database } = await place();
  const prefix = `fleet${process.pid}-${Date.now()}`;
  const own: CacheSettings = { ...settings, prefix, onFailure: 'raise', answerTimeout: '60s' };
  const times = { lockMs: LOCK_MS, limitMs: LIMIT_MS };
  return { settings: own, database, calls, countFile, hangs: false, ...times };
}

/** When each of them began. */
function computations({ countFile }: FleetTask): readonly number[] {
  if (!existsSync(countFile)) return [];
  return readFileSync(countFile, 'utf8').trim().split('\n').map(Number);
}

async function start(task: FleetTask): Promise<ChildProcess> {
  const worker = fork(WORKER, [JSON.stringify(task)], { stdio: 'inherit' });
  onTestFinished(() => void worker.kill('SIGKILL'));
  await heard(worker, 'ready');
  return worker;
}

async function finish(worker: ChildProcess): Promise<void> {
  const done = heard(worker, 'done');
  worker.send('go');
  await done;
}

/** Resolves when the process says so. @throws Error when it ends before, or says something is wrong. */
async function heard(worker: ChildProcess, word: string): Promise<void> {
  const ended = once(worker, 'exit').then(() => {
    throw new Error(`A process ended before it was ${word}.`);
  });
  const saying = new Promise<void>((resolve, reject) => {
    worker.on('message', (message) => {
      if (message === word) resolve();
      if (message === 'wrong') reject(new Error('A process got a wrong value.'));
    });
  });
  await Promise.race([saying, ended]);
  ended.catch(() => {});
}

describeFleet('file', async () => ({
  settings: { url: `file:${join(temporaryFolder(), 'cache')}` },
  database: undefined,
}));

describeFleet('database, sqlite', async () => {
  const database = `sqlite:${join(temporaryFolder(), 'cache.sqlite')}`;
  return { settings: { url: 'database:default' }, database };
});

describeOnPostgresql('PostgreSQL', () => {
  describeFleet('database, postgresql', async () => ({
    settings: { url: 'database:default' },
    database: await temporaryPostgresql(),
  }));
});

describeWith(redis, 'Redis', () => {
  describeFleet('redis', async () => ({
    settings: { url: await requireService(redis) },
    database: undefined,
  }));
});

describeWith(memcached, 'Memcached', () => {
  describeFleet('memcached', async () => ({
    settings: { url: await requireService(memcached) },
    database: undefined,
  }));
});

test('a value that takes longer than its lock is computed once all the same', async () => {
  const settings = { url: `file:${join(temporaryFolder(), 'cache')}` };
  const [one, two] = [createCache(settings), createCache(settings)];
  let computed = 0;
  const compute = async () => {
    computed += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return computed;
  };
  const calls = [one, two].map((cache) => cache.getOrSet('slow', { lock: '600ms' }, compute));
  await Promise.all(calls);
  expect(computed).toBe(1);
});
