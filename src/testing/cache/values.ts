import {
  deepStrictEqual,
  equal,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from 'node:assert/strict';
import { Decimal, Duration } from '../../core/index.ts';
import { cacheCase } from './harness.ts';

const circular: { name: string; self?: unknown } = { name: 'circle' };
circular.self = circular;

/** Values by what is special about them. */
const VALUES: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  false: false,
  zero: 0,
  'negative zero': -0,
  'not a number': Number.NaN,
  infinity: -Infinity,
  'a large whole number': Number.MAX_SAFE_INTEGER,
  'a negative whole number': -12,
  fraction: 0.1,
  bigint: -(2n ** 80n),
  'empty text': '',
  'a text of digits': '42',
  'text beyond ASCII': 'Amélie 映画 🎬',
  'half of a character': 'a\ud800b',
  'text with line ends': 'a\r\nb\0c',
  'a long text': 'Stalker '.repeat(5_000),
  date: new Date('1968-04-02T12:00:00.123Z'),
  'no date': new Date(Number.NaN),
  decimal: new Decimal('7.10'),
  duration: new Duration({ hours: 2.5 }),
  'regular expression': /^the (?<noun>\w+)$/iu,
  'empty list': [],
  'list with holes': Object.assign(new Array(3), { 0: 1, 2: 3 }),
  'nested data': { title: 'Solaris', cast: [{ name: 'Kelvin' }, { name: 'Hari' }], year: null },
  'a property named __proto__': JSON.parse('{"__proto__": {"polluted": true}}'),
  map: new Map<unknown, unknown>([
    ['a', 1],
    [{ b: 2 }, new Set([1, 'x'])],
  ]),
  'typed array': new Float64Array([1.5, -2]),
  'every byte': Buffer.from(Array.from({ length: 256 }, (_, index) => index)),
  'no bytes': new Uint8Array(0),
  'array buffer': new Uint8Array([1, 2, 3]).buffer,
  'boxed number': Object(3),
};

export const valueCases = [
  cacheCase('a miss gives undefined, or the fallback', async ({ open }) => {
    const cache = await open();
    strictEqual(await cache.get('absent'), undefined);
    strictEqual(await cache.get('absent', 'fallback'), 'fallback');
    strictEqual(await cache.getEntry('absent'), undefined);
    strictEqual(await cache.has('absent'), false);
  }),

  ...Object.entries(VALUES).map(([name, value]) =>
    cacheCase(`a value comes back as it was: ${name}`, async ({ open }) => {
      const cache = await open();
      await cache.set('value', value);
      deepStrictEqual(await cache.get('value', 'a miss'), value);
      deepStrictEqual(await cache.getEntry('value'), { value });
      deepStrictEqual((await cache.getMany(['value'])).get('value'), value);
      strictEqual(await cache.has('value'), true);
    }),
  ),

  cacheCase('circles and shared parts keep their form', async ({ open }) => {
    const cache = await open();
    const part = { name: 'Tarkovsky' };
    await cache.set('value', { circular, films: [part, part] });
    const read = await cache.get<{ circular: { self: unknown }; films: unknown[] }>('value');
    ok(read !== undefined);
    strictEqual(read.circular.self, read.circular);
    strictEqual(read.films[0], read.films[1]);
  }),

  cacheCase('errors keep their class, message and cause', async ({ open }) => {
    const cache = await open();
    await cache.set('value', new RangeError('too long', { cause: 'time' }));
    const read = await cache.get<RangeError>('value');
    ok(read instanceof RangeError);
    deepStrictEqual([read.message, read.cause], ['too long', 'time']);
  }),

  cacheCase('who changes what he set or read changes nothing in the cache', async ({ open }) => {
    const cache = await open();
    const value = { titles: ['Mirror'] };
    await cache.set('value', value);
    value.titles.push('Nostalghia');
    const read = await cache.get<typeof value>('value');
    deepStrictEqual(read, { titles: ['Mirror'] });
    read?.titles.push('Stalker');
    deepStrictEqual(await cache.get('value'), { titles: ['Mirror'] });
    notStrictEqual(await cache.get('value'), read);
  }),

  cacheCase('what cannot leave the process is refused, and says where it is', async ({ open }) => {
    const cache = await open();
    class Reel {}
    for (const [value, place] of [
      [() => 1, 'the value'],
      [{ film: { play() {} } }, 'value.film.play'],
      [[1, new Reel()], 'value[1]'],
      [new Map([['reel', Symbol('x')]]), 'value.get("reel")'],
      [new WeakMap(), 'the value'],
    ] as const) {
      await rejects(cache.set('value', value), (error: Error & { code?: string }) => {
        equal(error.code, 'cache.value.unserializable');
        ok(error.message.includes(`${place} is`), error.message);
        return true;
      });
    }
    strictEqual(await cache.has('value'), false);
  }),

  cacheCase('the last value set is the one that is read', async ({ open }) => {
    const cache = await open();
    for (const value of ['first', { second: true }, 3, 'last']) await cache.set('value', value);
    strictEqual(await cache.get('value'), 'last');
  }),

  cacheCase('values are compressed from a size on, and read by who does not', async ({ open }) => {
    const compressing = await open({ compress: { minBytes: 100 } });
    const plain = await open();
    if (!plain.backend.capabilities.isShared) return 'the backend is not shared';
    const long = 'The Sacrifice. '.repeat(2_000);
    await compressing.set('long', { long });
    await compressing.set('short', 'Ivan');
    deepStrictEqual(await plain.get('long'), { long });
    strictEqual(await plain.get('short'), 'Ivan');
  }),

  cacheCase('add sets what is not there, and nothing else', async ({ open }) => {
    const cache = await open();
    strictEqual(await cache.add('value', 1), true);
    strictEqual(await cache.add('value', 2), false);
    strictEqual(await cache.get('value'), 1);
  }),

  cacheCase('of many that add a key at a time one wins', async ({ open }) => {
    const caches = await Promise.all([open(), open()]);
    const shared = caches[0]!.backend.capabilities.isShared ? caches : [caches[0]!];
    const calls = Array.from({ length: 40 }, (_, index) =>
      shared[index % shared.length]!.add('lock', index),
    );
    const won = (await Promise.all(calls)).flatMap((isMine, index) => (isMine ? [index] : []));
    strictEqual(won.length, 1);
    strictEqual(await caches[0]!.get('lock'), won[0]);
  }),

  cacheCase('delete says whether there was an entry', async ({ open }) => {
    const cache = await open();
    await cache.set('value', undefined);
    strictEqual(await cache.delete('value'), true);
    strictEqual(await cache.delete('value'), false);
    strictEqual(await cache.has('value'), false);
  }),
];
