import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';

/**
 * Writes a snapshot of this thread's heap to a file, which Chrome's tools open. V8 stops the
 * thread while it walks the heap, about a second for 100 MB, and needs as much memory again; the
 * snapshot holds whatever the process holds, secrets too. Nobody else may read the file.
 */
export async function writeHeapSnapshot(file: string): Promise<void> {
  await pipeline(getHeapSnapshot(), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
}
