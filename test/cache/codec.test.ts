import { describe, expect, test } from 'vitest';

import { createCache, MemoryBackend } from '../../src/cache/index.ts';
import { Decimal } from '../../src/core/index.ts';
import { cacheHealthChannel } from '../../src/events/index.ts';

/** Everything the format has, in one value. */
const VALUE = {
  title: 'Solaris',
  text: 'Солярис',
  numbers: [0, -1, 2 ** 40, 0.5, 10n ** 20n],
  when: new Date(0),
  map: new Map([['a', new Set([1])]]),
  price: new Decimal('9.90'),
  bytes: Buffer.from('abc'),
  floats: new Float32Array([1, 2]),
  pattern: /a+/g,
  error: new RangeError('too long'),
};

/** A memory backend as bytes go in and out, so that a test can put its own there. */
class BytesBackend extends MemoryBackend {
  override readonly capabilities = { ...new MemoryBackend().capabilities, keepsLiveEntries: false };
}

async function stored(value: unknown, compress = false) {
  const backend = new BytesBackend();
  const cache = createCache({ backend, compress: compress ? { minBytes: 0 } : false });
  await cache.set('value', value);
  const bytes = Buffer.from(backend.get('uptempo:1:value') as Uint8Array);
  const readAs = (changed: Uint8Array) => {
    backend.set('uptempo:1:value', changed, null);
    return cache.get('value', 'a miss');
  };
  return { bytes, readAs };
}

/** The same numbers each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('bytes that are not as they were written', () => {
  test('with a bit changed are a miss, and told', async () => {
    const { bytes, readAs } = await stored(VALUE);
    expect(await readAs(bytes)).toEqual(VALUE);
    const states: string[] = [];
    const stop = cacheHealthChannel.subscribe(({ state }) => states.push(state));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(await readAs(changed), `bit ${bit}`).toBe('a miss');
    }
    stop();
    expect(states).toContain('corrupt');
  });

  test('cut short at any place, or with more behind, are a miss', async () => {
    const { bytes, readAs } = await stored(VALUE);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await readAs(bytes.subarray(0, length))).toBe('a miss');
    }
    expect(await readAs(Buffer.concat([bytes, Buffer.from([0])]))).toBe('a miss');
  });

  test('that are foreign are a miss', async () => {
    const { readAs } = await stored(VALUE);
    for (const text of ['', '{"title":"x"}', '€', '-', '1e5', ' 5', '+5', '00x', '\x80\x04\x95']) {
      expect(await readAs(Buffer.from(text)), text).toBe('a miss');
    }
  });

  test('with a right checksum and any contents give data or a miss, and never more', async () => {
    const { bytes, readAs } = await stored(VALUE);
    const { crc32 } = await import('node:zlib');
    const random = randomNumbers(Number(process.env.UPTEMPO_SEED ?? 1));
    for (let round = 0; round < 3_000; round += 1) {
      const changed = Buffer.from(bytes.subarray(0, 8 + Math.floor(random() * bytes.length)));
      for (let index = 8; index < changed.length; index += 1) {
        if (random() < 0.1) changed[index] = Math.floor(random() * 256);
      }
      if (changed.length <= 8) continue;
      changed.writeUInt32LE(crc32(changed.subarray(8)), 4);
      const value = await readAs(changed);
      expect(typeof value).not.toBe('function');
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('cannot claim more than they are', async () => {
    const { readAs } = await stored(VALUE);
    const { crc32 } = await import('node:zlib');
    const body = Buffer.from([0x0c, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    const head = Buffer.from([0xd5, 0x75, 1, 0, 0, 0, 0, 0]);
    head.writeUInt32LE(crc32(body), 4);
    expect(await readAs(Buffer.concat([head, body]))).toBe('a miss');
  });
});

test('a compressed value is smaller and comes back as it was', async () => {
  const long = { text: 'Mirror '.repeat(1_000) };
  const plain = await stored(long);
  const compressed = await stored(long, true);
  expect(compressed.bytes.length).toBeLessThan(plain.bytes.length / 10);
  expect(await compressed.readAs(compressed.bytes)).toEqual(long);
});

test('what would need a deep stack is refused, not a crash', async () => {
  let deep: unknown = 1;
  for (let index = 0; index < 100_000; index += 1) deep = [deep];
  await expect(createCache().set('deep', deep)).rejects.toMatchObject({
    code: 'cache.value.unserializable',
  });
});
