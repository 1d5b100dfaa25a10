import { link, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock this old was left by a process that is gone: what is done under one takes milliseconds. */
const ABANDONED_MS = 10_000;

const WAIT_FROM_MS = 1;
const WAIT_TO_MS = 20;

let breaks = 0;

/**
 * Runs work while no other process does anything under the same lock file. One that was left by a
 * killed process is broken after some seconds.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  for (let waitMs = WAIT_FROM_MS; ; waitMs = Math.min(waitMs * 2, WAIT_TO_MS)) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await breakAbandoned(path);
    await sleep(waitMs * (0.5 + Math.random() / 2));
  }
}

/** Of several that break a lock one gets its file; one that has got a new lock by it gives it back. */
async function breakAbandoned(path: string): Promise<void> {
  const seen = await stat(path).catch(() => undefined);
  if (seen === undefined || Date.now() - seen.mtimeMs < ABANDONED_MS) return;
  const aside = `${path}.${process.pid}.${++breaks}`;
  try {
    await rename(path, aside);
    const taken = await stat(aside);
    if (taken.ino !== seen.ino) await link(aside, path);
  } catch {
    // Somebody else was faster.
  }
  await rm(aside, { force: true });
}
