import {
  deliver,
  type InvalidationListener,
  type InvalidationSource,
} from '../tiered/invalidations.ts';
import {
  loadRedis,
  openSubscriber,
  type RedisConnectionOptions,
  type RedisSubscriber,
} from './connection.ts';

/** Nothing heard for so long, not even an answer to a ping: the connection may be dead. */
const MAX_SILENCE_MS = 15_000;
const PING_MS = 5_000;

/**
 * Messages of one channel of a Redis server, over a connection of their own. While it is lost, and
 * until the channel is subscribed to again, nothing is listened to.
 */
export class RedisInvalidations implements InvalidationSource {
  readonly #options: RedisConnectionOptions;
  readonly #channel: string;
  #subscriber: RedisSubscriber | undefined;
  #isSubscribed = false;
  #isClosed = false;
  #heardAtMs = 0;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: RedisConnectionOptions, channel: string) {
    this.#options = options;
    this.#channel = channel;
  }

  get isListening(): boolean {
    return this.#isSubscribed && performance.now() - this.#heardAtMs < MAX_SILENCE_MS;
  }

  start(listener: InvalidationListener): void {
    loadRedis().then(
      (redis) => {
        if (this.#isClosed) return;
        this.#open(redis, listener);
        this.#watchOver(redis, listener);
      },
      // Whoever reads from the cache is told that the package is missing.
      () => undefined,
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#isSubscribed = false;
    clearInterval(this.#watch);
    this.#subscriber?.close();
  }

  /** A network may lose a connection without telling anybody: then another is opened. */
  #watchOver(redis: Awaited<ReturnType<typeof loadRedis>>, listener: InvalidationListener): void {
    this.#watch = setInterval(() => {
      if (!this.#isSubscribed || this.isListening) return;
      this.#isSubscribed = false;
      this.#subscriber?.close();
      this.#open(redis, listener);
    }, PING_MS).unref();
  }

  #open(redis: Awaited<ReturnType<typeof loadRedis>>, listener: InvalidationListener): void {
    this.#subscriber = openSubscriber(redis, this.#options, {
      channel: this.#channel,
      pingMs: PING_MS,
      onMessage: (message) => {
        this.#heardAtMs = performance.now();
        deliver(message, listener);
      },
      onAlive: () => {
        this.#heardAtMs = performance.now();
      },
      onSubscribed: () => {
        listener.missed();
        this.#heardAtMs = performance.now();
        this.#isSubscribed = !this.#isClosed;
      },
      onLost: () => {
        this.#isSubscribed = false;
        listener.missed();
      },
    });
  }
}
