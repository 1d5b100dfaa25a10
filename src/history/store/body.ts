import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** JSON of traces repeats itself: level 3 makes a fifth of it; higher ones take longer for little. */
const PARAMETERS = { [constants.ZSTD_c_compressionLevel]: 3 };

/** Bytes that a document may have, so that a damaged file cannot fill the memory. */
const MAX_BYTES = 64_000_000;

export function compressBody(json: string): Uint8Array {
  return zstdCompressSync(json, { params: PARAMETERS });
}

export function readBody(body: Uint8Array): unknown {
  return JSON.parse(zstdDecompressSync(body, { maxOutputLength: MAX_BYTES }).toString('utf8'));
}
