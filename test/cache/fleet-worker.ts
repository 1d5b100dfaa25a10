import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CacheSettings, createCache, disconnectCaches } from '../../src/cache/index.ts';
import { connect, disconnect } from '../../src/db/index.ts';

/** What the test tells one process of a fleet. */
export interface FleetTask {
  readonly settings: CacheSettings;
  readonly database: string | undefined;
  /** Calls that miss the key at a time. */
  readonly calls: number;
  /** A file that gets a line for each computation: when it began. */
  readonly countFile: string;
  readonly lockMs: number;
  readonly limitMs: number;
  /** Whether the computation never ends. */
  readonly hangs: boolean;
}

const task: FleetTask = JSON.parse(process.argv[2]!);
if (task.database !== undefined) connect({ default: task.database });
const cache = createCache(task.settings);

process.once('message', async () => {
  const compute = async () => {
    appendFileSync(task.countFile, `${Date.now()}\n`);
    process.send!('computing');
    if (task.hangs) await sleep(3_600_000);
    await sleep(200);
    return { computed: true };
  };
  const calls = Array.from({ length: task.calls }, () =>
    cache.getOrSet('shared', { lock: task.lockMs / 1000, limit: task.limitMs / 1000 }, compute),
  );
  const values = await Promise.all(calls);
  process.send!(values.every(({ computed }) => computed) ? 'done' : 'wrong');
  await cache.close();
  await disconnectCaches();
  await disconnect();
  process.disconnect!();
});
// The connection is made before the start, so that all begin at the same moment.
await cache.get('warm');
process.send!('ready');
