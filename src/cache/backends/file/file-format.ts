/** A file of an entry: when it ends, its key, its bytes. */
export interface FileEntry {
  readonly key: string;
  /** `Date.now()`, or infinity. */
  readonly expiresAtMs: number;
  readonly bytes: Buffer;
}

const HEADER_BYTES = 10;

/** Bytes that hold the header with any key. */
export const MAX_HEAD_BYTES = HEADER_BYTES + 250;

export function writeFileEntry({ key, expiresAtMs, bytes }: FileEntry): Buffer {
  const keyBytes = Buffer.from(key);
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeDoubleLE(expiresAtMs, 0);
  head.writeUInt16LE(keyBytes.length, 8);
  return Buffer.concat([head, keyBytes, bytes]);
}

/** Undefined for a file that is none of ours, or that was cut short. */
export function readFileEntry(file: Buffer): FileEntry | undefined {
  if (file.length < HEADER_BYTES) return undefined;
  const keyEnd = HEADER_BYTES + file.readUInt16LE(8);
  if (file.length < keyEnd) return undefined;
  return {
    key: file.toString('utf8', HEADER_BYTES, keyEnd),
    expiresAtMs: file.readDoubleLE(0),
    bytes: file.subarray(keyEnd),
  };
}
