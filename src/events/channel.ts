import diagnostics from 'node:diagnostics_channel';

/**
 * A typed channel over `node:diagnostics_channel`. Publishers ask `hasSubscribers` before they
 * build a payload, so that an unobserved application pays one property read (1–2 ns).
 */
export interface Channel<Payload> {
  readonly name: string;
  readonly hasSubscribers: boolean;
  publish(payload: Payload): void;
  /** Calls `listener` for each payload, synchronously; returns the function that stops it. */
  subscribe(listener: (payload: Payload) => void): () => void;
}

/** Declares the channel of one kind of event. Names read `uptempo:folder:event`. */
export function defineChannel<Payload>(name: `uptempo:${string}`): Channel<Payload> {
  const channel = diagnostics.channel(name);
  return {
    name,
    get hasSubscribers() {
      return channel.hasSubscribers;
    },
    publish(payload) {
      channel.publish(payload);
    },
    subscribe(listener) {
      const onMessage = (message: unknown) => listener(message as Payload);
      channel.subscribe(onMessage);
      return () => {
        channel.unsubscribe(onMessage);
      };
    },
  };
}
