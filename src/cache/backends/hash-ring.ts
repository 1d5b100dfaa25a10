/** Points of a server on the ring: with these the shares of servers differ by some percent. */
const POINTS = 160;

/**
 * Which of several servers a key belongs to. A server that is added or taken away moves only the
 * keys that it gets or had. Keys of one that is down stay its own: moving them would bring old
 * values back with it.
 */
export class HashRing {
  readonly #hashes: Uint32Array;
  readonly #owners: Uint16Array;

  constructor(names: readonly string[]) {
    const points = names.flatMap((name, owner) =>
      Array.from({ length: POINTS }, (_, index) => ({ hash: hashOf(`${name}#${index}`), owner })),
    );
    points.sort((a, b) => a.hash - b.hash || a.owner - b.owner);
    this.#hashes = Uint32Array.from(points, ({ hash }) => hash);
    this.#owners = Uint16Array.from(points, ({ owner }) => owner);
  }

  /** The index of the server in the list of names. */
  ownerOf(key: string): number {
    const hash = hashOf(key);
    let low = 0;
    let high = this.#hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hashes[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return this.#owners[low === this.#hashes.length ? 0 : low]!;
  }
}

/** FNV-1a with the last mixing of MurmurHash3, without which similar keys come close together. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
