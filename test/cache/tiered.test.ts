import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { redis, startRedis } from '../../scripts/services/index.ts';
import {
  type Cache,
  type CacheSettings,
  createCache,
  MemoryBackend,
  type Stored,
} from '../../src/cache/index.ts';
import { type Failure, openNetwork } from '../support/cut-off.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/files.ts';
import { describeWith, requireService } from '../support/services.ts';
import { describeConformance } from './conformance.ts';

function open(settings: CacheSettings): Cache {
  const cache = createCache({ answerTimeout: '60s', onFailure: 'raise', ...settings });
  onTestFinished(() => cache.close());
  return cache;
}

let prefixes = 0;
function ownPrefix(): string {
  prefixes += 1;
  return `tiered-${process.pid}-${prefixes}`;
}

/** Answers late, with what there was when it was asked. */
class LateBackend extends MemoryBackend {
  until: Promise<void> | undefined;

  override get(key: string): Stored | undefined {
    const stored = super.get(key);
    return (this.until?.then(() => stored) ?? stored) as Stored | undefined;
  }

  override getMany(keys: readonly string[]): readonly (Stored | undefined)[] {
    const stored = keys.map((key) => super.get(key));
    return (this.until?.then(() => stored) ?? stored) as readonly (Stored | undefined)[];
  }
}

describeConformance('file, tiered', () => ({ url: `file:${temporaryFolder()}`, tiered: true }));

describe('a tier without messages', () => {
  test('answers from memory, and asks again when the time of the copy is over', async () => {
    const url = `file:${temporaryFolder()}`;
    const other = open({ url });
    const tiered = open({ url, tiered: { memoryTtl: '1h' } });
    const brief = open({ url, tiered: { memoryTtl: '1ms' } });
    const unbounded = open({ url, tiered: { memoryTtl: null } });
    await other.set('movie', 'Ran');
    for (const cache of [tiered, brief, unbounded]) expect(await cache.get('movie')).toBe('Ran');
    await other.set('movie', 'Kagemusha');
    // Longer than the second that a copy has by default.
    await setTimeout(1_100);
    for (const cache of [tiered, unbounded]) expect(await cache.get('movie')).toBe('Ran');
    expect((await tiered.getMany(['movie', 'absent'])).get('movie')).toBe('Ran');
    await eventually(async () => (await brief.get('movie')) === 'Kagemusha');
    await tiered.set('movie', 'Dreams');
    expect(await tiered.get('movie')).toBe('Dreams');
    expect(await other.get('movie')).toBe('Dreams');
  });

  test.each<[string, (cache: Cache) => Promise<unknown>]>([
    ['set', (cache) => cache.set('movie', 'new')],
    ['setMany', (cache) => cache.setMany({ movie: 'new' })],
    ['deletePrefix', (cache) => cache.deletePrefix('mov')],
    ['clear', (cache) => cache.clear()],
    ['delete', (cache) => cache.delete('movie')],
  ])('keeps no answer that %s has overtaken', async (_, change) => {
    const backend = new LateBackend();
    const cache = open({ backend, tiered: { memoryTtl: '1h' } });
    await cache.set('movie', 'old');
    const late = Promise.withResolvers<void>();
    backend.until = late.promise;
    const reads = [cache.get('movie'), cache.getMany(['movie']).then((hits) => hits.get('movie'))];
    await change(cache);
    backend.until = undefined;
    const truth = backend.get('uptempo:1:movie') === undefined ? undefined : 'new';
    late.resolve();
    expect(await Promise.all(reads)).toEqual(['old', 'old']);
    expect(await cache.get('movie')).toBe(truth);
  });

  test('sees at once that a tag was invalidated, and what another process stored since', async () => {
    const url = `file:${temporaryFolder()}`;
    const other = open({ url });
    const tiered = open({ url, tiered: { memoryTtl: '1h' } });
    await other.set('list', ['Ran'], { tags: ['movies'] });
    expect(await tiered.get('list')).toEqual(['Ran']);
    await other.invalidateTags(['movies']);
    expect(await tiered.has('list')).toBe(false);
    await other.set('list', ['Ran', 'Dreams'], { tags: ['movies'] });
    expect(await tiered.get('list')).toEqual(['Ran', 'Dreams']);
    await other.invalidateTags(['movies']);
    await other.set('list', [], { tags: ['movies'] });
    const computed = vi.fn(() => ['computed']);
    expect(await tiered.getOrSet('list', { tags: ['movies'] }, computed)).toEqual([]);
    await other.invalidateTags(['movies']);
    await other.set('list', ['Ikiru'], { tags: ['movies'] });
    expect((await tiered.getMany(['list'])).get('list')).toEqual(['Ikiru']);
    expect(computed).not.toHaveBeenCalled();
  });

  test('keeps nothing alive but its copies, however large the block they came in', async () => {
    const cache = open({ url: `file:${temporaryFolder()}`, tiered: { memoryTtl: '1h' } });
    await cache.set('movie', 'Ran');
    await cache.get('movie');
    const copy = (await cache.backend.get('uptempo:1:movie')) as Uint8Array;
    expect(await cache.backend.get('uptempo:1:movie')).toBe(copy);
    expect(copy.buffer.byteLength).toBe(copy.length);
  });

  test('keeps no counters, and no entry beyond its end', async () => {
    const url = `file:${temporaryFolder()}`;
    const other = open({ url });
    const tiered = open({ url, tiered: { memoryTtl: '1h' } });
    await tiered.set('visits', 0, null);
    await tiered.get('visits');
    await other.incr('visits', 5);
    expect(await tiered.get('visits')).toBe(5);
    await tiered.set('kept', 'for ever', null);
    await tiered.touch('kept', '200ms');
    await tiered.get('kept');
    await eventually(async () => !(await tiered.has('kept')));
    await tiered.set('short', 'lived', '200ms');
    await tiered.get('short');
    await eventually(async () => !(await tiered.has('short')));
  });

  test.each<[string, CacheSettings, string]>([
    ['memory', { url: 'memory:', tiered: true }, 'core.option.unknown'],
    [
      'another option',
      { url: 'redis://127.0.0.1', tiered: { ttl: 1 } as object },
      'core.option.unknown',
    ],
    ['no memory', { url: 'redis://127.0.0.1', tiered: { maxBytes: 0 } }, 'core.option.invalid'],
    ['no time', { url: 'redis://127.0.0.1', tiered: { memoryTtl: 0 } }, 'cache.timeout.invalid'],
  ])('refuses %s', (_, settings, code) => {
    expect(() => createCache(settings)).toThrow(expect.objectContaining({ code }));
  });
});

describeWith(redis, 'Redis behind memory', () => {
  describeConformance('redis, tiered', async () => ({
    url: await requireService(redis),
    tiered: true,
  }));

  let probes = 0;

  /** Waits until what is changed behind the back of the tier is not seen: memory answers. */
  async function listens(cache: Cache, behind: Cache): Promise<void> {
    await eventually(async () => {
      try {
        probes += 1;
        const key = `probe:${probes}`;
        await behind.set(key, 'before');
        await cache.get(key);
        await behind.set(key, 'after');
        return (await cache.get(key)) === 'before';
      } catch {
        return false;
      }
    });
  }

  async function openThree(url: string) {
    const settings = { url, prefix: ownPrefix() };
    const behind = open(settings);
    const here = open({ ...settings, tiered: true });
    const there = open({ ...settings, tiered: true });
    await listens(here, behind);
    await listens(there, behind);
    return { behind, here, there };
  }

  test('a change in one process ends the copies of the others', async () => {
    const { here, there } = await openThree(await requireService(redis));
    const changes: readonly [string, () => Promise<unknown>, unknown][] = [
      ['set', () => here.set('movie', 'new'), 'new'],
      ['setMany', () => here.setMany({ movie: 'many' }), 'many'],
      ['delete', () => here.delete('movie'), undefined],
      ['deleteMany', () => here.deleteMany(['movie', 'other']), undefined],
      ['deletePrefix', () => here.deletePrefix('mov'), undefined],
      ['clear', () => here.clear(), undefined],
      ['touch', () => here.touch('movie', 0), undefined],
      ['incrVersion', () => here.incrVersion('movie'), undefined],
    ];
    for (const [, change, value] of changes) {
      await here.set('movie', 'old');
      await eventually(async () => (await there.get('movie')) === 'old');
      await change();
      await eventually(async () => (await there.get('movie')) === value);
      expect(await here.get('movie')).toBe(value);
    }
  });

  test('what is read while it changes is never kept', async () => {
    const { behind, here, there } = await openThree(await requireService(redis));
    const last = new Map<string, number>();
    const keys = Array.from({ length: 5 }, (_, index) => `movie:${index}`);
    for (let round = 0; round < 200; round += 1) {
      const key = keys[round % keys.length]!;
      const reads = Promise.all([there.get(key), there.getMany(keys), here.get(key)]);
      // Tenths, since whole numbers are counters, of which there are no copies.
      await here.set(key, round + 0.5);
      last.set(key, round + 0.5);
      expect(await here.get(key)).toBe(round + 0.5);
      await reads;
    }
    for (const [key, value] of last) {
      await eventually(async () => (await there.get(key)) === value);
      expect(await here.get(key)).toBe(value);
      expect(await behind.get(key)).toBe(value);
    }
  });

  test('after Redis was restarted nothing old is left, and changes are told again', async () => {
    const server = await startRedis();
    onTestFinished(() => server.close());
    const { behind, here, there } = await openThree(server.value);
    await here.set('movie', 'old');
    expect(await there.get('movie')).toBe('old');
    await server.kill();
    // The end of the connection is heard a moment later.
    await eventually(async () => {
      const code = await there.get('movie').catch((error) => error.code);
      return code === 'cache.backend.unavailable';
    });
    await server.start();
    await eventually(async () => {
      const read = async (cache: Cache) => cache.get('movie').catch(() => 'out of order');
      return (await read(there)) === undefined && (await read(here)) === undefined;
    });
    await listens(here, behind);
    await listens(there, behind);
    await here.set('movie', 'first');
    await eventually(async () => (await there.get('movie')) === 'first');
    await here.set('movie', 'second');
    await eventually(async () => (await there.get('movie')) === 'second');
  });

  test.each<Failure>(['resets', 'silence'])(
    'what changed while the channel was lost is not served old once it is back (%s)',
    async (how) => {
      const server = await startRedis();
      onTestFinished(() => server.close());
      const network = await openNetwork(server.port);
      const settings = { url: server.value, prefix: ownPrefix() };
      const behind = open(settings);
      const there = open({ ...settings, tiered: true });
      const here = open({
        ...settings,
        url: `redis://127.0.0.1:${network.port}`,
        tiered: { memoryTtl: '1h' },
        answerTimeout: '2s',
      });
      await listens(here, behind);
      await behind.set('movie', 'old');
      expect(await here.get('movie')).toBe('old');
      network.cut(how);
      await there.set('movie', 'new');
      // In silence it takes a while until the connection is known to be lost.
      await eventually(async () => (await here.get('movie').catch(() => 'lost')) === 'lost');
      network.mend();
      await listens(here, behind);
      expect(await here.get('movie')).toBe('new');
    },
  );

  test('what could not be changed in time is told when it is made up for', async () => {
    const server = await startRedis();
    onTestFinished(() => server.close());
    const settings = { url: server.value, prefix: ownPrefix(), tiered: true };
    const behind = open({ ...settings, tiered: false });
    const here = open({ ...settings, onFailure: 'miss', answerTimeout: '1s' });
    const there = open(settings);
    await listens(there, behind);
    await eventually(async () => {
      await here.set('movie', 'old', '1h');
      return (await there.get('movie')) === 'old';
    });
    server.pause();
    await here.delete('movie');
    server.resume();
    await eventually(async () => {
      await here.get('works');
      return (await there.get('movie')) === undefined;
    });
  });
});
