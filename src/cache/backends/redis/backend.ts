import { notACounter, outOfRange } from '../../counters.ts';
import type { Stored } from '../../entry.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from '../backend.ts';
import { bytesOf } from '../bytes.ts';
import { refused, unavailable } from '../failures.ts';
import {
  loadRedis,
  openRedis,
  type Redis,
  type RedisArgument,
  type RedisConnection,
  type RedisConnectionOptions,
  type RedisReply,
  type SendToNode,
} from './connection.ts';
import { isReplyError } from './replies.ts';
import { INCREMENT, NOT_A_COUNTER, OUT_OF_RANGE, type RedisScript, SWAP } from './scripts.ts';
import { Succession } from './succession.ts';

/** Keys in one MGET or UNLINK, which the server does without a break for anybody else. */
const KEYS_PER_COMMAND = 500;

/** Keys that one SCAN looks at. */
const SCAN_COUNT = '1000';

/** Errors of a server that will do it later: it loads its data, or a cluster has no master yet. */
const PASSING = /^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY) /;

/**
 * Entries in Redis 6 or newer: one server, a cluster, or what sentinels say is the master. Commands
 * of one turn of the event loop go out in one write.
 */
export class RedisBackend extends CacheBackend {
  readonly name = 'redis';
  readonly capabilities: BackendCapabilities = {
    isShared: true,
    keepsLiveEntries: false,
    canDeletePrefix: true,
    timeoutStepMs: 1,
    needsExpiry: false,
  };
  readonly #options: RedisConnectionOptions;
  readonly #succession = new Succession();
  #redis: Redis | undefined;
  #connection: RedisConnection | undefined;

  constructor(options: RedisConnectionOptions) {
    super();
    this.#options = options;
  }

  override prepare(): Promise<void> | undefined {
    if (this.#redis !== undefined) return undefined;
    return loadRedis().then((redis) => {
      this.#redis = redis;
    });
  }

  get(key: string): Promise<Buffer | undefined> {
    return this.#connected().send(key, ['GET', key]).then(asBytes, throwCacheError);
  }

  override async getMany(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    const { takesManyKeys } = this.#connected();
    if (!takesManyKeys) return Promise.all(keys.map((key) => this.get(key)));
    const replies = await Promise.all(
      chunks(keys).map((some) => this.#send(some[0]!, ['MGET', ...some])),
    );
    return replies.flatMap((reply) => (reply as readonly RedisReply[]).map(asBytes));
  }

  set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    return this.#write(key, stored, ttlMs, throwCacheError);
  }

  override async setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    const writes = entries.map(({ key, stored }) => this.#write(key, stored, ttlMs, asCacheError));
    const refusals = await Promise.all(writes);
    const failed = entries.filter((_, index) => refusals[index] !== undefined);
    if (failed.length > 0 && failed.length === entries.length) throw refusals[0];
    return failed.map(({ key }) => key);
  }

  async add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    const reply = await this.#send(key, ['SET', key, bytesOf(stored), 'NX', ...expiry(ttlMs)]);
    return reply !== null;
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#send(key, ['UNLINK', key])) === 1;
  }

  override async deleteMany(keys: readonly string[]): Promise<number> {
    const { takesManyKeys } = this.#connected();
    if (!takesManyKeys) return super.deleteMany(keys);
    const replies = await Promise.all(
      chunks(keys).map((some) => this.#send(some[0]!, ['UNLINK', ...some])),
    );
    return replies.reduce<number>((sum, reply) => sum + Number(reply), 0);
  }

  async touch(key: string, ttlMs: number | null): Promise<boolean> {
    if (ttlMs !== null) return (await this.#send(key, ['PEXPIRE', key, String(ttlMs)])) === 1;
    // PERSIST does not tell an entry without an end from none.
    const [, exists] = await Promise.all([
      this.#send(key, ['PERSIST', key]),
      this.#send(key, ['EXISTS', key]),
    ]);
    return exists === 1;
  }

  async increment(key: string, delta: number): Promise<number | undefined> {
    const reply = await this.#run(INCREMENT, key, [String(delta)]);
    return reply === null ? undefined : Number(reply);
  }

  async swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    const written = next === undefined ? [] : [bytesOf(next)];
    const time = next === undefined || ttlMs === null ? [] : [String(ttlMs)];
    return (await this.#run(SWAP, key, [bytesOf(expected), ...written, ...time])) === 1;
  }

  async deletePrefix(prefix: string): Promise<void> {
    const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
    await this.#guarded(async (connection) =>
      connection.sendToAll(async (send) => {
        for await (const keys of scan(send, pattern)) {
          if (connection.takesManyKeys) await send(['UNLINK', ...keys]);
          else await Promise.all(keys.map((key) => send(['UNLINK', key])));
        }
      }),
    );
  }

  /** Sends a message to all that listen to a channel. */
  async publish(channel: string, message: string): Promise<void> {
    await this.#send(channel, ['PUBLISH', channel, message]);
  }

  override reconnect(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  override close(): void {
    this.reconnect();
  }

  #connected(): RedisConnection {
    if (this.#redis === undefined) throw new TypeError('prepare() comes before the first call.');
    this.#connection ??= openRedis(this.#redis, this.#options, this.#succession);
    return this.#connection;
  }

  /** A server that is full refuses to write, but it deletes: no old value may stay. */
  #write<T>(
    key: string,
    stored: Stored,
    ttlMs: number | null,
    whenDeleted: (error: unknown) => T,
  ): Promise<T | undefined> {
    const command = ['SET', key, bytesOf(stored), ...expiry(ttlMs)];
    return this.#connected()
      .send(key, command)
      .then(
        () => undefined,
        (error) => this.delete(key).then(() => whenDeleted(error)),
      );
  }

  #send(key: string, command: readonly RedisArgument[]): Promise<RedisReply> {
    return this.#guarded((connection) => connection.send(key, command));
  }

  async #run(
    { text, sha1 }: RedisScript,
    key: string,
    parameters: readonly RedisArgument[],
  ): Promise<RedisReply> {
    const rest = ['1', key, ...parameters];
    return this.#guarded(async (connection) => {
      try {
        return await connection.send(key, ['EVALSHA', sha1, ...rest]);
      } catch (error) {
        if (!String(error).includes('NOSCRIPT')) throw error;
        return connection.send(key, ['EVAL', text, ...rest]);
      }
    });
  }

  #guarded<T>(work: (connection: RedisConnection) => Promise<T>): Promise<T> {
    return work(this.#connected()).catch(throwCacheError);
  }
}

function throwCacheError(error: unknown): never {
  throw asCacheError(error);
}

/** Errors of the server differ by their text. */
function asCacheError(error: unknown): unknown {
  if (!isReplyError(error)) return unavailable('Redis', error);
  const { message } = error as Error;
  if (message.includes(NOT_A_COUNTER)) return notACounter();
  if (message.includes(OUT_OF_RANGE)) return outOfRange();
  return PASSING.test(message) ? unavailable('Redis', error) : refused('Redis', error);
}

async function* scan(send: SendToNode, pattern: string): AsyncGenerator<readonly Buffer[]> {
  let cursor: RedisReply = '0';
  do {
    const reply = (await send([
      'SCAN',
      cursor as Buffer,
      'MATCH',
      pattern,
      'COUNT',
      SCAN_COUNT,
    ])) as [Buffer, Buffer[]];
    const [next, keys] = reply;
    if (keys.length > 0) yield keys;
    cursor = next;
  } while (String(cursor) !== '0');
}

function asBytes(reply: RedisReply): Buffer | undefined {
  if (reply === null) return undefined;
  return Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply));
}

function expiry(ttlMs: number | null): readonly string[] {
  return ttlMs === null ? [] : ['PX', String(ttlMs)];
}

function chunks(keys: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(keys.length / KEYS_PER_COMMAND);
  return Array.from({ length: count }, (_, index) =>
    keys.slice(index * KEYS_PER_COMMAND, (index + 1) * KEYS_PER_COMMAND),
  );
}
