/** The versions of tags by name, as they were when the value was begun to be computed. */
export type TagVersions = ReadonlyMap<string, string>;

/** What is known of a cached value beside the value. Times are `Date.now()` milliseconds. */
export interface EntryMeta {
  /**
   * From then on the value is no hit any more, though the backend may keep it to serve it stale.
   * Undefined: as long as the backend has it.
   */
  readonly freshUntilMs: number | undefined;
  /** When it was stored; for early refresh. Only kept together with `freshUntilMs`. */
  readonly storedAtMs: number | undefined;
  readonly tags: TagVersions | undefined;
}

export interface Entry extends EntryMeta {
  readonly value: unknown;
}

export const NO_META: EntryMeta = Object.freeze({
  freshUntilMs: undefined,
  storedAtMs: undefined,
  tags: undefined,
});

/**
 * An entry that a backend in this process keeps as it is. The value must not change any more, so
 * it is a primitive, or the caller has promised it (`shared`).
 */
export class LiveEntry {
  readonly entry: Entry;
  /** What it counts against the bound of the backend. */
  readonly sizeBytes: number;

  constructor(entry: Entry, sizeBytes: number) {
    this.entry = entry;
    this.sizeBytes = sizeBytes;
  }
}

/** What a backend keeps under a key: bytes it does not look into, or a live entry if it can. */
export type Stored = Uint8Array | LiveEntry;

export function sizeOf(stored: Stored): number {
  return stored instanceof LiveEntry ? stored.sizeBytes : stored.length;
}

/** The whole number that bytes spell as a counter's do: `42`, `-7`; undefined for all else. */
export function counterOf(bytes: Uint8Array): number | undefined {
  const { length } = bytes;
  if (length === 0 || length > MAX_COUNTER_BYTES) return undefined;
  const isNegative = bytes[0] === MINUS;
  let value = 0;
  for (let index = isNegative ? 1 : 0; index < length; index += 1) {
    const digit = bytes[index]! - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (isNegative && length === 1) return undefined;
  return Number.isSafeInteger(value) ? (isNegative ? 0 - value : value) : undefined;
}

export function counterBytes(value: number): Buffer {
  return Buffer.from(String(value), 'latin1');
}

/** As long as -9007199254740991. */
const MAX_COUNTER_BYTES = 17;
const MINUS = 0x2d;
const ZERO = 0x30;
