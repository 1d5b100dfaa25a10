/** What is told to the memory tiers of all processes that share a cache. */
export interface InvalidationListener {
  changed(keys: readonly string[]): void;
  changedPrefix(prefix: string): void;
  /** Messages may have been missed. */
  missed(): void;
}

/** Where the messages of other processes come from. */
export interface InvalidationSource {
  /** Begins to listen, and goes on by itself whenever it was interrupted. */
  start(listener: InvalidationListener): void;
  /** Whether a message that is sent now arrives. */
  readonly isListening: boolean;
  close(): void;
}

/** Keys have no control characters. */
const SEPARATOR = '\n';

/** A few kilobytes each: a server sends them to every process. */
const KEYS_PER_MESSAGE = 200;

/** The messages that say that these keys have changed. */
export function keyMessages(keys: readonly string[]): readonly string[] {
  const count = Math.ceil(keys.length / KEYS_PER_MESSAGE);
  return Array.from({ length: count }, (_, index) =>
    ['k', ...keys.slice(index * KEYS_PER_MESSAGE, (index + 1) * KEYS_PER_MESSAGE)].join(SEPARATOR),
  );
}

/** The message that says that all keys with this beginning have changed. */
export function prefixMessage(prefix: string): string {
  return `p${SEPARATOR}${prefix}`;
}

/** Passes a message on. One that cannot be read may have meant anything. */
export function deliver(message: string, listener: InvalidationListener): void {
  const [kind, ...parts] = message.split(SEPARATOR);
  if (kind === 'k') listener.changed(parts);
  else if (kind === 'p' && parts.length === 1) listener.changedPrefix(parts[0]!);
  else listener.missed();
}
