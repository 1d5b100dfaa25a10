import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { extname, join } from 'node:path';
import { cliError } from '../errors.ts';

/** Files whose change means that the server must start anew. Templates are read anew by it. */
const EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json']);

const IGNORED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/** Milliseconds within which several changes count as one; editors write in several steps. */
const SETTLE_MS = 60;

/** Watches the source files under a folder. Folders that come later are watched as well. */
export class ProjectWatcher {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: (file: string) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @throws cli.watch.failed */
  constructor(root: string, onChange: (file: string) => void) {
    this.#onChange = onChange;
    this.#watchFolder(root);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watchFolder(folder: string): void {
    if (this.#watchers.has(folder)) return;
    const watcher = startWatching(folder, (name) => this.#changed(folder, name));
    watcher.on('error', () => this.#unwatch(folder));
    this.#watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && isWatched(entry.name)) this.#watchFolder(join(folder, entry.name));
    }
  }

  #changed(folder: string, name: string): void {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) this.#unwatch(path);
    if (stats?.isDirectory() === true && isWatched(name)) this.#watchFolder(path);
    else if (EXTENSIONS.has(extname(name))) this.#settle(path);
  }

  #settle(path: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onChange(path), SETTLE_MS);
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

function isWatched(folderName: string): boolean {
  return !folderName.startsWith('.') && !IGNORED_FOLDERS.has(folderName);
}

function startWatching(folder: string, onEvent: (name: string) => void): FSWatcher {
  try {
    return watch(folder, (_event, name) => {
      if (name !== null) onEvent(name);
    });
  } catch (error) {
    throw cliError('cli.watch.failed', `The folder ${folder} cannot be watched for changes.`, {
      hint: 'uptempo dev --no-watch serves without watching.',
      cause: error,
    });
  }
}
