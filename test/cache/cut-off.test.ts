import { describe, expect, onTestFinished, test } from 'vitest';
import {
  memcached,
  redis,
  type SmallServer,
  startMemcached,
  startRedis,
} from '../../scripts/services/index.ts';
import { type Cache, type CacheSettings, createCache } from '../../src/cache/index.ts';
import { cacheConformance } from '../../src/testing/index.ts';
import { type Failure, type Network, openNetwork } from '../support/cut-off.ts';
import { eventually } from '../support/eventually.ts';
import { describeWith } from '../support/services.ts';

/** Long enough for a busy machine to answer, short enough to wait for when nobody does. */
const ANSWER = '3s';

const MIDDLE = Math.floor(cacheConformance.length / 2);

describeWith(redis, 'Redis', () => {
  describeCutOff('redis', startRedis);

  test('what arrives late on a connection that was given up is not done', async () => {
    const { url, network, server } = await connected('redis', startRedis);
    const cache = open({ url, answerTimeout: '1s' });
    const behind = open({ url: server.value });
    await cache.set('movie', 'first', '1h');
    const arrive = network.hold();
    await cache.set('movie', 'old', '1h');
    await cache.delete('actor');
    expect(await behind.get('movie')).toBe('first');
    await eventually(async () => {
      await cache.set('movie', 'new', '1h');
      return (await behind.get('movie')) === 'new';
    });
    await cache.set('actor', 'new', '1h');
    await arrive();
    expect(await behind.get('movie')).toBe('new');
    expect(await behind.get('actor')).toBe('new');
  });
});
describeWith(memcached, 'Memcached', () => describeCutOff('memcached', startMemcached));

function describeCutOff(scheme: string, start: () => Promise<SmallServer>): void {
  describe.each<Failure>(['silence', 'resets'])(`a network that is cut (${scheme}, %s)`, (how) => {
    test('in the middle of the conformance suite loses nothing but time', async () => {
      const { url, network } = await connected(scheme, start);
      await conform({ url }, cacheConformance.slice(0, MIDDLE));
      const cache = open({ url });
      await cache.setMany({ kept: 'kept', deleted: 'old', set: 'old' }, '1h');
      await cache.set('tagged', 'old', { tags: ['movies'] });
      network.cut(how);
      await isMissedEverywhere(cache);
      network.mend();
      await eventually(async () => (await cache.get('kept')) === 'kept');
      expect(await cache.has('deleted')).toBe(false);
      expect(await cache.has('tagged')).toBe(false);
      expect(['new', undefined]).toContain(await cache.get('set'));
      await conform({ url }, cacheConformance.slice(MIDDLE));
    });

    test('is an error where the settings say so, and over when it is mended', async () => {
      const { url, network } = await connected(scheme, start);
      const cache = open({ url, onFailure: 'raise' });
      await cache.set('movie', 'Ran', '1h');
      network.cut(how);
      const unavailable = { code: 'cache.backend.unavailable' };
      await expect(cache.get('movie')).rejects.toMatchObject(unavailable);
      network.mend();
      await eventually(async () => (await cache.get('movie').catch(() => undefined)) === 'Ran');
    });
  });
}

/** A server of the test's own behind a network of its own. */
async function connected(
  scheme: string,
  start: () => Promise<SmallServer>,
): Promise<{ readonly url: string; readonly network: Network; readonly server: SmallServer }> {
  const server = await start();
  onTestFinished(() => server.close());
  const network = await openNetwork(server.port);
  return { url: `${scheme}://127.0.0.1:${network.port}`, network, server };
}

function open(settings: CacheSettings): Cache {
  const cache = createCache({ answerTimeout: ANSWER, ...settings });
  onTestFinished(() => cache.close());
  return cache;
}

async function isMissedEverywhere(cache: Cache): Promise<void> {
  expect(await cache.get('kept', 'a miss')).toBe('a miss');
  await cache.set('set', 'new');
  await cache.delete('deleted');
  await cache.invalidateTags(['movies']);
  expect(await cache.getOrSet('computed', () => 'without it')).toBe('without it');
}

async function conform(settings: CacheSettings, cases: typeof cacheConformance): Promise<void> {
  expect(cases.length).toBeGreaterThan(10);
  for (const { run } of cases) {
    await run({
      createCache: (more) =>
        createCache({ onFailure: 'raise', answerTimeout: '60s', ...settings, ...more }),
    });
  }
}
