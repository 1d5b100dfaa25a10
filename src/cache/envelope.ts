import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader, CorruptBytes } from './codec/byte-reader.ts';
import { ByteWriter } from './codec/byte-writer.ts';
import { decodeValue } from './codec/decode.ts';
import { encodeValue } from './codec/encode.ts';
import {
  counterBytes,
  counterOf,
  type Entry,
  type EntryMeta,
  LiveEntry,
  type Stored,
} from './entry.ts';

/** Compression of values from `minBytes` on; undefined for none. */
export interface Compression {
  readonly minBytes: number;
  /** Of zstd, 1 (fast) to 19 (small). */
  readonly level: number;
}

/**
 * Stored bytes are: two bytes that nothing else begins with, the version of the format, flags, the
 * CRC-32 of what follows; then, as the flags say, times and tags; then the value, compressed or
 * not. A counter is its decimal digits instead, so that servers can count.
 */
const MAGIC_0 = 0xd5;
const MAGIC_1 = 0x75;
const FORMAT_VERSION = 1;
const HEADER_BYTES = 8;
const CRC_AT = 4;
const FLAGS_AT = 3;

const HAS_TIMES = 1;
const HAS_TAGS = 2;
const IS_COMPRESSED = 4;
const KNOWN_FLAGS = HAS_TIMES | HAS_TAGS | IS_COMPRESSED;

/** What a few compressed bytes may grow to at most. */
const MAX_VALUE_BYTES = 1 << 28;

/** Not in use by a call further up: encoding may call a codec, and that may cache something. */
let idleWriter: ByteWriter | undefined = new ByteWriter();

/**
 * @param isKept - whether the bytes stay in this process.
 * @throws cache.value.unserializable
 */
export function seal(
  value: unknown,
  meta: EntryMeta,
  compression?: Compression,
  isKept = true,
): Buffer {
  if (isCounter(value, meta)) return counterBytes(value);
  const writer = idleWriter ?? new ByteWriter();
  idleWriter = undefined;
  try {
    write(writer, value, meta, compression);
    return writer.take(isKept);
  } finally {
    writer.reset();
    idleWriter = writer;
  }
}

/** A live entry for a value that cannot change, so that nothing needs to be copied. */
export function sealLive(
  value: unknown,
  meta: EntryMeta,
  isShared: boolean,
): LiveEntry | undefined {
  if (!isShared && !isPrimitive(value)) return undefined;
  if (isCounter(value, meta)) return undefined;
  return new LiveEntry({ ...meta, value }, liveSize(value));
}

/**
 * What was stored; undefined when the bytes are not ours, of another version or damaged.
 *
 * @param onCorrupt - is told why, for bytes that begin like ours.
 */
export function open(stored: Stored, onCorrupt: (reason: unknown) => void): Entry | undefined {
  if (stored instanceof LiveEntry) return stored.entry;
  const bytes = asBuffer(stored);
  const counter = counterOf(bytes);
  if (counter !== undefined) return { ...NO_TIMES, value: counter };
  try {
    return read(bytes);
  } catch (error) {
    onCorrupt(error);
    return undefined;
  }
}

/**
 * Until when stored bytes may be handed out again without asking who has them: infinity if they do
 * not say, undefined if not at all. Digits are a counter, which others count up where it is.
 */
export function freshUntilOf(stored: Uint8Array): number | undefined {
  const bytes = asBuffer(stored);
  if (bytes.length <= HEADER_BYTES || bytes[0] !== MAGIC_0 || bytes[1] !== MAGIC_1)
    return undefined;
  if (bytes[2] !== FORMAT_VERSION) return undefined;
  const flags = bytes[FLAGS_AT]!;
  if ((flags & HAS_TIMES) === 0) return Infinity;
  return new ByteReader(bytes, HEADER_BYTES).double();
}

const NO_TIMES = { freshUntilMs: undefined, storedAtMs: undefined, tags: undefined };

/** Whether a value is stored as digits: a whole number about which nothing else is to be kept. */
function isCounter(value: unknown, meta: EntryMeta): value is number {
  return (
    Number.isSafeInteger(value) &&
    !Object.is(value, -0) &&
    meta.freshUntilMs === undefined &&
    meta.tags === undefined
  );
}

function write(
  writer: ByteWriter,
  value: unknown,
  meta: EntryMeta,
  compression: Compression | undefined,
): void {
  writer.byte(MAGIC_0);
  writer.byte(MAGIC_1);
  writer.byte(FORMAT_VERSION);
  writer.byte(0);
  writer.uint32(0);
  let flags = writeMeta(writer, meta);
  const bodyAt = writer.length;
  encodeValue(writer, value);
  if (compression !== undefined && writer.length - bodyAt >= compression.minBytes) {
    if (compress(writer, bodyAt, compression.level)) flags |= IS_COMPRESSED;
  }
  writer.setByte(FLAGS_AT, flags);
  writer.setUint32(CRC_AT, crc32(writer.view(HEADER_BYTES)));
}

function writeMeta(writer: ByteWriter, { freshUntilMs, storedAtMs, tags }: EntryMeta): number {
  let flags = 0;
  if (freshUntilMs !== undefined) {
    flags |= HAS_TIMES;
    writer.double(freshUntilMs);
    writer.double(storedAtMs ?? freshUntilMs);
  }
  if (tags !== undefined) {
    flags |= HAS_TAGS;
    writer.varint(tags.size);
    for (const [name, version] of tags) {
      writeText(writer, name);
      writeText(writer, version);
    }
  }
  return flags;
}

function writeText(writer: ByteWriter, text: string): void {
  const length = Buffer.byteLength(text);
  writer.varint(length);
  writer.text(text, length, 'utf8');
}

/** Replaces the value by its compressed form, unless that saves less than an eighth. */
function compress(writer: ByteWriter, bodyAt: number, level: number): boolean {
  const body = writer.view(bodyAt);
  const compressed = zstdCompressSync(body, {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  });
  if (compressed.length > body.length * 0.875) return false;
  writer.truncate(bodyAt);
  writer.bytes(compressed);
  return true;
}

function read(bytes: Buffer): Entry {
  if (bytes.length <= HEADER_BYTES || bytes[0] !== MAGIC_0 || bytes[1] !== MAGIC_1) {
    throw new CorruptBytes('was not written by a cache of this kind');
  }
  const flags = bytes[FLAGS_AT]!;
  if (bytes[2] !== FORMAT_VERSION || (flags & ~KNOWN_FLAGS) !== 0) {
    throw new CorruptBytes('was written by another version');
  }
  if (bytes.readUInt32LE(CRC_AT) !== crc32(bytes.subarray(HEADER_BYTES))) {
    throw new CorruptBytes('is damaged');
  }
  const reader = new ByteReader(bytes, HEADER_BYTES);
  const meta = readMeta(reader, flags);
  return { ...meta, value: readValue(reader, (flags & IS_COMPRESSED) !== 0) };
}

function readMeta(reader: ByteReader, flags: number): EntryMeta {
  const hasTimes = (flags & HAS_TIMES) !== 0;
  const freshUntilMs = hasTimes ? reader.double() : undefined;
  const storedAtMs = hasTimes ? reader.double() : undefined;
  const tags = (flags & HAS_TAGS) === 0 ? undefined : readTags(reader);
  return { freshUntilMs, storedAtMs, tags };
}

function readTags(reader: ByteReader): ReadonlyMap<string, string> {
  const count = reader.count();
  const tags = new Map<string, string>();
  for (let index = 0; index < count; index += 1) tags.set(reader.text('utf8'), reader.text('utf8'));
  return tags;
}

function readValue(reader: ByteReader, isCompressed: boolean): unknown {
  const body = isCompressed
    ? new ByteReader(zstdDecompressSync(reader.rest(), { maxOutputLength: MAX_VALUE_BYTES }))
    : reader;
  const value = decodeValue(body);
  if (body.remaining > 0) throw new CorruptBytes('has bytes left over');
  return value;
}

function isPrimitive(value: unknown): boolean {
  return (
    value === null ||
    (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
  );
}

/** For values that share their parts with others an estimate has to do: the bytes of their copy. */
function liveSize(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (value instanceof Uint8Array) return value.byteLength;
  return isPrimitive(value) ? 16 : seal(value, NO_TIMES).length;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
