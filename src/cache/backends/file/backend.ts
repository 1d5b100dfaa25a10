import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stepped } from '../../counters.ts';
import { counterBytes, type Stored } from '../../entry.ts';
import { cacheError } from '../../errors.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from '../backend.ts';
import { bytesOf } from '../bytes.ts';
import { refused, unavailable } from '../failures.ts';
import { cullFiles, entryFiles } from './culling.ts';
import { type FileEntry, readFileEntry, writeFileEntry } from './file-format.ts';
import { withFileLock } from './file-lock.ts';
import { Turns } from './turns.ts';

export interface FileCacheOptions {
  /** Absolute path. */
  readonly directory: string;
  /** Most bytes of all files; the oldest go first. Looked at now and then. */
  readonly maxBytes: number;
}

/** Writes after which the directory is looked through. */
const WRITES_PER_CULL = 500;

let temporaryFiles = 0;

/**
 * Entries in files, for the processes of one machine. A file is written beside its place and renamed
 * into it, so nobody reads half of one; who changes an entry by what it was holds a lock file.
 */
export class FileBackend extends CacheBackend {
  readonly name = 'file';
  readonly capabilities: BackendCapabilities = {
    isShared: true,
    keepsLiveEntries: false,
    canDeletePrefix: true,
    timeoutStepMs: 1,
    needsExpiry: false,
  };
  readonly #options: FileCacheOptions;
  /** Callers of this process take turns without looking at the disk. */
  readonly #turns = new Turns();
  readonly #folders = new Set<string>();
  #writes = 0;
  #culling: Promise<void> | undefined;

  /** @throws cache.directory.insecure */
  constructor(options: FileCacheOptions) {
    super();
    this.#options = options;
    prepareDirectory(options.directory);
  }

  async get(key: string): Promise<Buffer | undefined> {
    return (await this.#guarded(() => this.#read(key)))?.bytes;
  }

  set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    return this.#alone(key, () => this.#write(key, bytesOf(stored), ttlMs));
  }

  add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    return this.#alone(key, async () => {
      if ((await this.#read(key)) !== undefined) return false;
      await this.#write(key, bytesOf(stored), ttlMs);
      return true;
    });
  }

  delete(key: string): Promise<boolean> {
    return this.#alone(key, async () => {
      const entry = await this.#read(key);
      await rm(this.#pathOf(key), { force: true });
      return entry !== undefined;
    });
  }

  touch(key: string, ttlMs: number | null): Promise<boolean> {
    return this.#alone(key, async () => {
      const entry = await this.#read(key);
      if (entry !== undefined) await this.#write(key, entry.bytes, ttlMs);
      return entry !== undefined;
    });
  }

  increment(key: string, delta: number): Promise<number | undefined> {
    return this.#alone(key, async () => {
      const entry = await this.#read(key);
      if (entry === undefined) return undefined;
      const value = stepped(entry.bytes, delta);
      await this.#store({ ...entry, bytes: counterBytes(value) });
      return value;
    });
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    return this.#alone(key, async () => {
      const entry = await this.#read(key);
      if (entry === undefined || !entry.bytes.equals(bytesOf(expected))) return false;
      if (next === undefined) await rm(this.#pathOf(key), { force: true });
      else await this.#write(key, bytesOf(next), ttlMs);
      return true;
    });
  }

  override getMany(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return someAtATime(keys, (key) => this.get(key));
  }

  override async setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    await someAtATime(entries, ({ key, stored }) => this.set(key, stored, ttlMs));
    return [];
  }

  override async deleteMany(keys: readonly string[]): Promise<number> {
    return (await someAtATime(keys, (key) => this.delete(key))).filter(Boolean).length;
  }

  async deletePrefix(prefix: string): Promise<void> {
    await this.#guarded(async () => {
      for await (const { path, key } of entryFiles(this.#options.directory)) {
        if (key?.startsWith(prefix)) await rm(path, { force: true });
      }
    });
  }

  /** Deletes what has ended and what is too much. It happens by itself, in the background. */
  cull(): Promise<void> {
    const { directory, maxBytes } = this.#options;
    this.#culling ??= cullFiles(directory, maxBytes).finally(() => {
      this.#culling = undefined;
    });
    return this.#culling;
  }

  override async close(): Promise<void> {
    await this.#culling?.catch(() => {});
  }

  async #read(key: string): Promise<FileEntry | undefined> {
    const file = await readFile(this.#pathOf(key)).catch(absent);
    const entry = file === undefined ? undefined : readFileEntry(file);
    return entry?.key === key && entry.expiresAtMs > Date.now() ? entry : undefined;
  }

  #write(key: string, bytes: Buffer, ttlMs: number | null): Promise<void> {
    const expiresAtMs = ttlMs === null ? Infinity : Date.now() + ttlMs;
    return this.#store({ key, bytes, expiresAtMs });
  }

  async #store(entry: FileEntry): Promise<void> {
    const path = this.#pathOf(entry.key);
    const temporary = `${path}.${process.pid}.${++temporaryFiles}.tmp`;
    try {
      await writeFile(temporary, writeFileEntry(entry), { mode: 0o600, flag: 'wx' });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      // The old value must not stay for one that did not fit on the disk.
      await rm(path, { force: true });
      throw error;
    }
    this.#writes += 1;
    if (this.#writes % WRITES_PER_CULL === 0) void this.cull().catch(() => {});
  }

  /** A name that no key can make lead out of the directory. */
  #pathOf(key: string): string {
    const hash = createHash('sha256').update(key).digest('hex');
    return join(this.#options.directory, hash.slice(0, 2), hash.slice(2));
  }

  #alone<T>(key: string, work: () => Promise<T>): Promise<T> {
    const path = this.#pathOf(key);
    return this.#turns.take(path, () =>
      this.#guarded(async () => {
        await this.#makeFolder(dirname(path));
        return withFileLock(`${path}.lock`, work);
      }),
    );
  }

  /** There are 256 of them at most. Who deletes one while the site runs has to start it again. */
  async #makeFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#folders.add(folder);
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asCacheError(error);
    }
  }
}

/** Files that are worked on at a time: what the threads of Node can use, not what memory can hold. */
const AT_A_TIME = 16;

/** The results in the order of the items. */
async function someAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return results;
}

/** Errors of a disk that is there and takes nothing. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EFBIG',
]);

function asCacheError(error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return REFUSALS.has(code ?? '') ? refused('The disk', error) : unavailable('The disk', error);
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** For this user alone: others must neither read what is cached nor put something there. */
function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asCacheError(error);
  }
  const { mode } = statSync(directory);
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw cacheError('cache.directory.insecure', `Others may use the directory ${directory}.`, {
    hint: `Run: chmod 700 ${directory}`,
  });
}
