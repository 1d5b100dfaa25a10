import { stepped } from '../../counters.ts';
import { counterBytes, type Stored } from '../../entry.ts';
import { type BackendCapabilities, CacheBackend } from '../backend.ts';
import { bytesOf } from '../bytes.ts';
import { refused, unavailable } from '../failures.ts';
import type { MemcachedServer } from './address.ts';
import { MemcachedConnection } from './connection.ts';
import type { MemcachedReply } from './reply-parser.ts';

/** Above it Memcached takes a time to live for a date: seconds since 1970. */
const MAX_RELATIVE_SECONDS = 30 * 86_400;

const MAX_DATE = 2 ** 31 - 1;

/** Of many that change a key at a time, one that never gets through gives up. */
const MAX_ATTEMPTS = 1_000;

/** A key may move while the server lists all of them, so it is listed again until none is found. */
const MAX_PASSES = 5;

interface Found {
  readonly data: Buffer;
  readonly cas: string;
  /** Seconds left; -1 for no end. */
  readonly ttl: string;
}

/**
 * Entries in one Memcached server, 1.6 or newer: its meta commands say which of several outcomes
 * there was, and hold an entry against its last change (`C`) in one step.
 */
export class MemcachedBackend extends CacheBackend {
  readonly name = 'memcached';
  readonly capabilities: BackendCapabilities = {
    isShared: true,
    keepsLiveEntries: false,
    canDeletePrefix: true,
    timeoutStepMs: 1_000,
    needsExpiry: false,
  };
  readonly #connection: MemcachedConnection;

  constructor(server: MemcachedServer, connectTimeoutMs: number) {
    super();
    this.#connection = new MemcachedConnection(server, connectTimeoutMs);
  }

  async get(key: string): Promise<Buffer | undefined> {
    return (await this.#send(`mg ${key} v`)).data;
  }

  override getMany(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key)));
  }

  async set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    try {
      await this.#write(key, bytesOf(stored), `T${seconds(ttlMs)}`);
    } catch (error) {
      // An old value must not outlive one that the server did not take.
      await this.delete(key);
      throw error;
    }
  }

  async add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    return this.#write(key, bytesOf(stored), `T${seconds(ttlMs)} ME`);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#send(`md ${key}`)).words[0] === 'HD';
  }

  async touch(key: string, ttlMs: number | null): Promise<boolean> {
    return (await this.#send(`mg ${key} T${seconds(ttlMs)}`)).words[0] === 'HD';
  }

  /**
   * Replaces the counter if nobody has changed it since it was read. The server's own counting knows
   * no negative numbers and stops at 0.
   */
  async increment(key: string, delta: number): Promise<number | undefined> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const found = await this.#find(key);
      if (found === undefined) return undefined;
      const next = stepped(found.data, delta);
      // A time of 0 would be for ever: what has less than a second left gets one.
      const ttl = found.ttl === '-1' ? 0 : Math.max(Number(found.ttl), 1);
      if (await this.#write(key, counterBytes(next), `T${absolute(ttl)} C${found.cas}`))
        return next;
    }
    throw refused('Memcached', new Error('a counter was changed by others all the time'));
  }

  async swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    const found = await this.#find(key);
    if (found === undefined || !found.data.equals(bytesOf(expected))) return false;
    if (next === undefined) return (await this.#send(`md ${key} C${found.cas}`)).words[0] === 'HD';
    return this.#write(key, bytesOf(next), `T${seconds(ttlMs)} C${found.cas}`);
  }

  /** Has the server list its keys: it has no other way to find them. */
  async deletePrefix(prefix: string): Promise<void> {
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const keys = await this.#keys(prefix);
      if (keys.length === 0) return;
      await this.deleteMany(keys);
    }
  }

  override reconnect(): void {
    this.#connection.close();
  }

  override close(): void {
    this.#connection.close();
  }

  async #find(key: string): Promise<Found | undefined> {
    const { words, data } = await this.#send(`mg ${key} v c t`);
    if (data === undefined) return undefined;
    const flag = (name: string) => words.find((word) => word.startsWith(name))?.slice(1) ?? '';
    return { data, cas: flag('c'), ttl: flag('t') };
  }

  /** Whether it was written: with `ME` if there was no entry, with `C` if it had not changed. */
  async #write(key: string, bytes: Buffer, flags: string): Promise<boolean> {
    const { words } = await this.#send(`ms ${key} ${bytes.length} ${flags}`, bytes);
    return words[0] === 'HD';
  }

  async #keys(prefix: string): Promise<readonly string[]> {
    const lines = await this.#guarded(() => this.#connection.dump('lru_crawler metadump hash'));
    for (const { words } of lines.slice(-1)) if (isError(words)) throw failure(words);
    return lines.flatMap(({ words }) => {
      const key = words[0]!.startsWith('key=') ? decodeURIComponent(words[0]!.slice(4)) : '';
      return key.startsWith(prefix) && key !== '' ? [key] : [];
    });
  }

  async #send(command: string, data?: Uint8Array): Promise<MemcachedReply> {
    const reply = await this.#guarded(() => this.#connection.send(command, data));
    if (isError(reply.words)) throw failure(reply.words);
    return reply;
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unavailable('Memcached', error);
    }
  }
}

function isError([first = '']: readonly string[]): boolean {
  return first === 'ERROR' || first.endsWith('_ERROR') || first === 'BUSY';
}

function failure(words: readonly string[]): Error {
  if (words[0] === 'ERROR') {
    return refused('Memcached', new Error('it does not know a command; 1.6 or newer is needed'));
  }
  return refused('Memcached', new Error(words.join(' ')));
}

/** Rounded up, because 0 would be for ever. */
function seconds(ttlMs: number | null): number {
  return ttlMs === null ? 0 : absolute(Math.ceil(ttlMs / 1_000));
}

function absolute(ttlSeconds: number): number {
  if (ttlSeconds <= MAX_RELATIVE_SECONDS) return ttlSeconds;
  const date = Math.floor(Date.now() / 1_000) + ttlSeconds;
  // Later dates would overflow into the past; until 2038 "for ever" is what comes nearest.
  return date > MAX_DATE ? 0 : date;
}
