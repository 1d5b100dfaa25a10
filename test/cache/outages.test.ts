import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  memcached,
  redis,
  type SmallServer,
  startMemcached,
  startRedis,
} from '../../scripts/services/index.ts';
import { type Cache, type CacheSettings, createCache } from '../../src/cache/index.ts';
import { cacheHealthChannel } from '../../src/events/index.ts';
import { eventually } from '../support/eventually.ts';
import { describeWith } from '../support/services.ts';

type Start = (settings?: readonly string[]) => Promise<SmallServer>;

/** Long enough for a busy machine to answer, short enough to wait for when nobody does. */
const ANSWER = '3s';

/** Settings that let a server have some megabytes and no more. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  redis: ['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction'],
  memcached: ['-m', '2', '-M'],
};

describeWith(redis, 'Redis', () => describeOutages('redis', startRedis));
describeWith(memcached, 'Memcached', () => describeOutages('memcached', startMemcached));

function describeOutages(name: string, start: Start): void {
  describe(`a server that fails (${name})`, () => {
    test('is a miss while it is gone, is told once, and works again by itself', async () => {
      const { server, cache } = await open(start);
      const states = heardStates();
      await works(cache);
      await server.kill();
      expect(await cache.get('movie', 'a miss')).toBe('a miss');
      await cache.set('movie', 'Kagemusha');
      expect(await cache.has('movie')).toBe(false);
      expect(await cache.add('movie', 1)).toBe(false);
      expect(await cache.delete('movie')).toBe(false);
      expect(await cache.setMany({ a: 1, b: 2 })).toEqual(['a', 'b']);
      expect((await cache.getMany(['a', 'b'])).size).toBe(0);
      expect(await cache.touch('movie', '1h')).toBe(false);
      await cache.invalidateTags(['movies']);
      await expect(cache.incr('visits')).rejects.toMatchObject({
        code: 'cache.backend.unavailable',
      });
      expect(await cache.getOrSet('computed', () => 'without it')).toBe('without it');
      await server.start();
      await works(cache);
      expect(states).toContain('recovered');
    });

    test('is an error where the settings say so', async () => {
      const { server, cache } = await open(start, { onFailure: 'raise' });
      await works(cache);
      await server.kill();
      const unavailable = { code: 'cache.backend.unavailable' };
      await expect(cache.get('movie')).rejects.toMatchObject(unavailable);
      await expect(cache.set('movie', 1)).rejects.toMatchObject(unavailable);
      await expect(cache.getOrSet('movie', () => 1)).rejects.toMatchObject(unavailable);
      await server.start();
      await works(cache);
    });

    test('that does not answer is given up after a time', async () => {
      const { server, cache } = await open(start);
      await works(cache);
      server.pause();
      const calls = Array.from({ length: 50 }, () => cache.get('movie', 'a miss'));
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['a miss']));
      server.resume();
      await works(cache);
    });

    test('that does not answer keeps nobody waiting, whenever he asked', async () => {
      const { server, cache } = await open(start, { answerTimeout: '1s' });
      await works(cache);
      server.pause();
      const first = cache.get('movie', 'a miss');
      await setTimeout(500);
      const later = cache.get('movie', 'a miss');
      expect(await Promise.all([first, later])).toEqual(['a miss', 'a miss']);
      server.resume();
    });

    test('has answered in time if its answer waits for a busy thread', async () => {
      const { cache } = await open(start, { answerTimeout: '1s', onFailure: 'raise' });
      await works(cache);
      const asked = cache.get('works');
      // A command leaves at the end of a turn of the event loop; its answer comes in the next.
      await setImmediate();
      const untilMs = performance.now() + 2_000;
      while (performance.now() < untilMs);
      expect(await asked).toBe('again');
    });

    test('does not bring back what was deleted, set or invalidated meanwhile', async () => {
      const { server, cache } = await open(start);
      const titles = { deleted: 'old', set: 'old', kept: 'kept' };
      await eventually(async () => {
        await cache.setMany(titles, '1h');
        await cache.set('tagged', 'old', { tags: ['movies'] });
        return (await cache.getMany(['deleted', 'set', 'kept', 'tagged'])).size === 4;
      });
      server.pause();
      await cache.delete('deleted');
      await cache.set('set', 'new');
      await cache.invalidateTags(['movies']);
      server.resume();
      await works(cache);
      expect(await cache.has('deleted')).toBe(false);
      expect(['new', undefined]).toContain(await cache.get('set'));
      expect(await cache.has('tagged')).toBe(false);
      await eventually(async () => (await cache.get('kept')) === 'kept');
    });

    test('that is full keeps no old value for one it did not take', async () => {
      const { cache } = await open(start, {}, SMALL[name]);
      const states = heardStates();
      await cache.set('movie', 'old');
      const filler = 'x'.repeat(100_000);
      for (let index = 0; index < 200; index += 1) await cache.set(`filler:${index}`, filler);
      expect(states).toContain('refusing');
      const large = 'new '.repeat(100_000);
      await cache.set('movie', large);
      expect([large, undefined]).toContain(await cache.get('movie'));
      expect(await cache.getOrSet('computed', () => large)).toBe(large);
      await cache.clear();
      await works(cache);
    });
  });
}

async function open(start: Start, settings: CacheSettings = {}, server: readonly string[] = []) {
  const own = await start(server);
  const cache = createCache({ url: own.value, answerTimeout: ANSWER, ...settings });
  onTestFinished(async () => {
    await cache.close();
    await own.close();
  });
  return { server: own, cache };
}

/** Waits until what is set is read again. */
async function works(cache: Cache): Promise<void> {
  await eventually(async () => {
    try {
      await cache.set('works', 'again');
      return (await cache.get('works')) === 'again';
    } catch {
      return false;
    }
  });
}

function heardStates(): string[] {
  const states: string[] = [];
  onTestFinished(cacheHealthChannel.subscribe(({ state }) => states.push(state)));
  return states;
}
