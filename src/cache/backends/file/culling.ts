import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_HEAD_BYTES, readFileEntry } from './file-format.ts';

/** A file of the directory; one that cannot be read is of no key. */
interface EntryFile {
  readonly path: string;
  readonly key: string | undefined;
  readonly expiresAtMs: number;
}

/** Files that a killed process left behind. */
const ABANDONED_MS = 3_600_000;

/** The files of entries, with what their heads say. */
export async function* entryFiles(directory: string): AsyncGenerator<EntryFile> {
  for await (const path of allFiles(directory)) {
    if (!/[0-9a-f]{62}$/.test(path)) continue;
    const head = await readHead(path);
    if (head === undefined) continue;
    const entry = readFileEntry(head);
    yield { path, key: entry?.key, expiresAtMs: entry?.expiresAtMs ?? 0 };
  }
}

/** Deletes what has ended or was left behind; then, if that is too much, the oldest. */
export async function cullFiles(directory: string, maxBytes: number): Promise<void> {
  for await (const { path, expiresAtMs } of entryFiles(directory)) {
    if (expiresAtMs <= Date.now()) await rm(path, { force: true });
  }
  const files: { readonly path: string; readonly bytes: number; readonly writtenMs: number }[] = [];
  for await (const path of allFiles(directory)) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    if (/\.(tmp|lock)/.test(path)) {
      if (Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    } else files.push({ path, bytes: found.size, writtenMs: found.mtimeMs });
  }
  await deleteOldest(files, maxBytes);
}

async function deleteOldest(
  files: { readonly path: string; readonly bytes: number; readonly writtenMs: number }[],
  maxBytes: number,
): Promise<void> {
  let sum = files.reduce((total, { bytes }) => total + bytes, 0);
  if (sum <= maxBytes) return;
  files.sort((a, b) => a.writtenMs - b.writtenMs);
  for (const { path, bytes } of files) {
    // A tenth less than the bound, so that it is not needed each time.
    if (sum <= maxBytes * 0.9) return;
    await rm(path, { force: true });
    sum -= bytes;
  }
}

async function* allFiles(directory: string): AsyncGenerator<string> {
  for (const folder of await readdir(directory).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await readdir(join(directory, folder)).catch(() => [])) {
      yield join(directory, folder, name);
    }
  }
}

async function readHead(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(MAX_HEAD_BYTES),
      0,
      MAX_HEAD_BYTES,
      0,
    );
    return buffer.subarray(0, bytesRead);
  } catch {
    // Deleted meanwhile.
    return undefined;
  }
}
