import type { EventEmitter } from 'node:events';
import { cacheError } from '../../errors.ts';
import type { RedisAddress } from './address.ts';
import type { Succession } from './succession.ts';

export interface RedisConnectionOptions {
  readonly address: RedisAddress;
  /** Whether the nodes are those of a cluster. */
  readonly isCluster: boolean;
  /** The name of the master, if the nodes are sentinels. */
  readonly sentinel: string | undefined;
  readonly connectTimeoutMs: number;
}

/** An answer of Redis as we ask for it: bulk strings as bytes. */
export type RedisReply = Buffer | string | number | null | readonly RedisReply[];

export type RedisArgument = string | Buffer;

/** One way to talk to Redis, whatever stands behind it. */
export interface RedisConnection {
  /** Sends a command; `key` says which node of a cluster it is for. */
  send(key: string, command: readonly RedisArgument[]): Promise<RedisReply>;
  /** Sends a command to each node that has keys of its own. */
  sendToAll(command: (send: SendToNode) => Promise<void>): Promise<void>;
  /** Whether one command may name keys of any kind, which a cluster does not allow. */
  readonly takesManyKeys: boolean;
  close(): void;
}

export type SendToNode = (command: readonly RedisArgument[]) => Promise<RedisReply>;

export type Redis = typeof import('redis');

/** The package is an optional peer: it is loaded when the first cache needs it. @throws cache.driver.missing */
export async function loadRedis(): Promise<Redis> {
  try {
    return await import('redis');
  } catch (cause) {
    throw cacheError('cache.driver.missing', 'The package "redis" is not installed.', {
      hint: 'Run: npm install redis',
      cause,
    });
  }
}

/**
 * Connects in the background and again whenever the connection is lost; never waits for it.
 *
 * @param succession - of all connections to a single server.
 */
export function openRedis(
  redis: Redis,
  options: RedisConnectionOptions,
  succession: Succession,
): RedisConnection {
  if (options.sentinel !== undefined) return openSentinel(redis, options, options.sentinel);
  return options.isCluster ? openCluster(redis, options) : openSingle(redis, options, succession);
}

/** What becomes of the one channel that a connection is for. */
export interface RedisSubscription {
  readonly channel: string;
  /** How often the server is asked whether it is there. */
  readonly pingMs: number;
  onMessage(message: string): void;
  /** The server has answered. */
  onAlive(): void;
  /** From now on messages come; also after each time that the connection was lost. */
  onSubscribed(): void;
  onLost(): void;
}

export interface RedisSubscriber {
  close(): void;
}

/** Listens to a channel of a single server, and does so again whenever the connection was lost. */
export function openSubscriber(
  redis: Redis,
  options: RedisConnectionOptions,
  subscription: RedisSubscription,
): RedisSubscriber {
  const { channel, pingMs, onMessage, onAlive, onSubscribed, onLost } = subscription;
  const client = redis.createClient({ ...singleOptions(options), pingInterval: pingMs });
  client.on('error', onLost);
  client.on('reconnecting', onLost);
  client.on('end', onLost);
  client.on('ping-interval', onAlive);
  // The client subscribes anew before it says that it is ready; the first time it has to be told.
  client.on('ready', () => client.subscribe(channel, onMessage).then(onSubscribed, onLost));
  client.connect().catch(onLost);
  return { close: () => client.destroy() };
}

/**
 * Passed with each command, whatever client sends it. Bulk strings come as Buffers: values are bytes.
 * The client makes no timer of its own for what it has not sent yet: there is a limit for each answer.
 */
const commandOptions = ({ RESP_TYPES }: Redis) => ({
  typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer },
  timeout: 0,
});

function clientOptions({ address, connectTimeoutMs }: RedisConnectionOptions) {
  const { username, password, isTls } = address;
  const common = { connectTimeout: connectTimeoutMs, reconnectStrategy: reconnectAfter };
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // A command that cannot be sent now fails now: a cache must not keep a request waiting.
    disableOfflineQueue: true,
    socket: isTls ? { ...common, tls: true as const } : common,
  };
}

function singleOptions(options: RedisConnectionOptions) {
  const { host, port } = options.address.nodes[0]!;
  const { socket, ...common } = clientOptions(options);
  return {
    ...common,
    database: options.address.database,
    socket: { ...socket, host, port },
  };
}

/** Milliseconds before the next attempt; the jitter keeps a fleet from coming all at once. */
function reconnectAfter(attempts: number): number {
  return Math.min(50 * 2 ** Math.min(attempts, 10), 2_000) * (0.5 + Math.random() / 2);
}

function openSingle(
  redis: Redis,
  options: RedisConnectionOptions,
  succession: Succession,
): RedisConnection {
  const client = redis.createClient(singleOptions(options));
  const readiness = new Readiness(client, client.connect());
  const asBytes = commandOptions(redis);
  const send: SendToNode = (command) => {
    if (client.isReady) return client.sendCommand<RedisReply>(command, asBytes);
    return readiness.reached().then(() => client.sendCommand<RedisReply>(command, asBytes));
  };
  client.on('ready', () => succession.begin(send));
  return {
    takesManyKeys: true,
    send: (_key, command) => send(command),
    sendToAll: (each) => each(send),
    close: () => client.destroy(),
  };
}

function openCluster(redis: Redis, options: RedisConnectionOptions): RedisConnection {
  const defaults = clientOptions(options);
  const cluster = redis.createCluster({
    rootNodes: options.address.nodes.map((node) => ({ socket: { ...node } })),
    defaults,
  });
  const readiness = new Readiness(cluster, cluster.connect());
  const asBytes = commandOptions(redis);
  return {
    takesManyKeys: false,
    async send(key, command) {
      await readiness.reached();
      return cluster.sendCommand<RedisReply>(key, false, [...command], asBytes);
    },
    async sendToAll(each) {
      await readiness.reached();
      for (const master of cluster.masters) {
        const client = await cluster.nodeClient(master);
        await each((command) => client.sendCommand<RedisReply>([...command], asBytes));
      }
    },
    close: () => cluster.destroy(),
  };
}

function openSentinel(
  redis: Redis,
  options: RedisConnectionOptions,
  name: string,
): RedisConnection {
  const nodeOptions = clientOptions(options);
  const sentinel = redis.createSentinel({
    name,
    sentinelRootNodes: [...options.address.nodes],
    nodeClientOptions: { ...nodeOptions, database: options.address.database },
    sentinelClientOptions: { socket: nodeOptions.socket },
  });
  const readiness = new Readiness(sentinel, sentinel.connect());
  const asBytes = commandOptions(redis);
  const send: SendToNode = async (command) => {
    await readiness.reached();
    return sentinel.sendCommand<RedisReply>(false, [...command], asBytes);
  };
  return {
    takesManyKeys: true,
    send: (_key, command) => send(command),
    sendToAll: (each) => each(send),
    close: () => void sentinel.destroy(),
  };
}

/**
 * Whether a client that connects by itself has got there. Whoever asks before the first attempt
 * has ended waits for it; after a failed one he is told so at once.
 */
class Readiness {
  #failure: unknown;
  #first: Promise<void>;
  #isConnected = false;

  constructor(client: unknown, connecting: Promise<unknown>) {
    const emitter = client as EventEmitter;
    this.#first = new Promise((resolve) => {
      emitter.on('error', (error) => {
        this.#failure = error;
        resolve();
      });
      emitter.on('ready', () => {
        this.#failure = undefined;
      });
      connecting.then(
        () => {
          this.#failure = undefined;
          this.#isConnected = true;
          resolve();
        },
        (error) => {
          this.#failure = error;
          resolve();
        },
      );
    });
  }

  /** @throws what the last attempt failed with. */
  async reached(): Promise<void> {
    if (this.#isConnected) return;
    await this.#first;
    if (!this.#isConnected && this.#failure !== undefined) throw this.#failure;
  }
}
