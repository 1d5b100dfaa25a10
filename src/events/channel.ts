import diagnostics from 'node:diagnostics_channel';

/**
 * A typed channel over `node:diagnostics_channel`. Publishers ask `hasSubscribers` before they
 * build a payload, so that an unobserved application pays one property read (bench: `events`).
 */
export interface Channel<Payload> {
  readonly name: string;
  readonly hasSubscribers: boolean;
  publish(payload: Payload): void;
  /**
   * Whether the next payload is to carry the stack of the call, which is the most expensive part
   * of it. Where only subscribers that want some of them listen, asking spends one.
   */
  wantsCallSite(): boolean;
  /** Calls `listener` for each payload, synchronously; returns the function that stops it. */
  subscribe(listener: (payload: Payload) => void, options?: SubscribeOptions): () => void;
  /**
   * Has `source` run while anybody is subscribed, and what it returned called when nobody is: so
   * what publishes on this channel by listening elsewhere costs nothing until it is wanted. The same
   * source is added once.
   */
  whileObserved(source: () => () => void): void;
}

export interface SubscribeOptions {
  /**
   * Which payloads need a call site: `all` of them, `some` as far as `allowCallSites` was called,
   * or `none`. Default `all`.
   */
  readonly callSites?: 'all' | 'some' | 'none';
}

/** Declares the channel of one kind of event. Names read `uptempo:folder:event`. */
export function defineChannel<Payload>(name: `uptempo:${string}`): Channel<Payload> {
  return new DiagnosticsChannel<Payload>(name);
}

/** Call sites that may still be taken for those who want some. */
let allowed = 0;

/**
 * Lets the publishers take this many call sites for subscribers that want some; what is left of an
 * earlier allowance is forgotten. Whoever wants them calls it from time to time.
 */
export function allowCallSites(count: number): void {
  allowed = count;
}

function takeAllowedCallSite(): boolean {
  return allowed > 0 && allowed-- > 0;
}

/** A class, because V8 inlines its getter and not an object literal's: 0.5 against 10 ns. */
class DiagnosticsChannel<Payload> implements Channel<Payload> {
  readonly name: string;
  readonly #channel: diagnostics.Channel;
  /** Subscribers that want all call sites, and those that are content with less. */
  #demanding = 0;
  #modest = 0;
  #wantsSome = 0;
  /** What runs for the subscribers, and how each of them is stopped while it runs. */
  readonly #sources = new Map<() => () => void, (() => void) | undefined>();

  constructor(name: string) {
    this.name = name;
    this.#channel = diagnostics.channel(name);
  }

  get hasSubscribers(): boolean {
    return this.#channel.hasSubscribers;
  }

  publish(payload: Payload): void {
    this.#channel.publish(payload);
  }

  wantsCallSite(): boolean {
    if (!this.#channel.hasSubscribers) return false;
    // Somebody who subscribed past this class is taken to want all.
    if (this.#demanding > 0 || this.#modest === 0) return true;
    return this.#wantsSome > 0 && takeAllowedCallSite();
  }

  subscribe(
    listener: (payload: Payload) => void,
    { callSites = 'all' }: SubscribeOptions = {},
  ): () => void {
    const onMessage = (message: unknown) => listener(message as Payload);
    this.#channel.subscribe(onMessage);
    this.#count(callSites, 1);
    let isSubscribed = true;
    return () => {
      if (!isSubscribed) return;
      isSubscribed = false;
      this.#channel.unsubscribe(onMessage);
      this.#count(callSites, -1);
    };
  }

  whileObserved(source: () => () => void): void {
    if (this.#sources.has(source)) return;
    this.#sources.set(source, this.#subscribers > 0 ? source() : undefined);
  }

  get #subscribers(): number {
    return this.#demanding + this.#modest;
  }

  #count(callSites: NonNullable<SubscribeOptions['callSites']>, change: 1 | -1): void {
    if (callSites === 'all') this.#demanding += change;
    else this.#modest += change;
    if (callSites === 'some') this.#wantsSome += change;
    if (change === 1 && this.#subscribers === 1) this.#startSources();
    if (this.#subscribers === 0) this.#stopSources();
  }

  #startSources(): void {
    for (const source of this.#sources.keys()) this.#sources.set(source, source());
  }

  #stopSources(): void {
    for (const [source, stop] of this.#sources) {
      stop?.();
      this.#sources.set(source, undefined);
    }
  }
}
