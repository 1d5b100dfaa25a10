import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCache, FileBackend } from '../../src/cache/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { describeConformance } from './conformance.ts';

describe('files', () => {
  describeConformance('file', () => ({ url: `file:${shared}` }));
  let shared = '';
  beforeAll(() => {
    shared = mkdtempSync(join(tmpdir(), 'uptempo-cache-'));
  });
  afterAll(() => rmSync(shared, { recursive: true, force: true }));

  test('are for their owner alone', async () => {
    const directory = join(temporaryFolder(), 'cache');
    const cache = createCache(`file:${directory}`);
    await cache.set('movie', { title: 'Ran' });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const [folder] = readdirSync(directory);
    const [file] = readdirSync(join(directory, folder!));
    expect(statSync(join(directory, folder!, file!)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, folder!))).toHaveLength(1);
  });

  test('are not kept in a directory that others may use', () => {
    const directory = join(temporaryFolder(), 'open');
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    expect(() => createCache(`file:${directory}`)).toThrow(
      expect.objectContaining({ code: 'cache.directory.insecure' }),
    );
  });

  test('that are damaged, cut short or foreign are misses', async () => {
    const directory = join(temporaryFolder(), 'cache');
    const cache = createCache(`file:${directory}`);
    await cache.set('movie', { title: 'Ran' });
    const [folder] = readdirSync(directory);
    const path = join(directory, folder!, readdirSync(join(directory, folder!))[0]!);
    for (const bytes of ['', 'foreign', Buffer.alloc(300, 0xff)]) {
      writeFileSync(path, bytes);
      expect(await cache.get('movie', 'a miss')).toBe('a miss');
    }
    await cache.set('movie', 'anew');
    expect(await cache.get('movie')).toBe('anew');
  });

  test('are bounded in bytes; what has ended goes first, then the oldest', async () => {
    const backend = new FileBackend({
      directory: join(temporaryFolder(), 'cache'),
      maxBytes: 50_000,
    });
    const cache = createCache({ backend });
    for (let index = 0; index < 20; index += 1)
      await cache.set(`k${index}`, 'x'.repeat(5_000), '1h');
    await cache.set('ended', 'x', '1ms');
    await backend.cull();
    const kept = await cache.getMany(Array.from({ length: 20 }, (_, index) => `k${index}`));
    expect(kept.size).toBeGreaterThan(5);
    expect(kept.size).toBeLessThan(10);
    expect(kept.has('k19')).toBe(true);
  });

  test('a lock left by a killed process is broken', async () => {
    const directory = join(temporaryFolder(), 'cache');
    const cache = createCache(`file:${directory}`);
    await cache.set('visits', 1);
    const [folder] = readdirSync(directory);
    const [file] = readdirSync(join(directory, folder!));
    const lock = join(directory, folder!, `${file}.lock`);
    writeFileSync(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await cache.incr('visits')).toBe(2);
  });
});
