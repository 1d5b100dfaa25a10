import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { atomic, database } from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { addGenre, connectGenres, genreNames } from './genre-table.ts';

/** Another process that holds the write lock of the file; resolves when it has it. */
async function lockFromOutside(file: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'hold-write-lock.ts'), [file]);
  onTestFinished(() => {
    child.kill();
  });
  await messageFrom(child);
  return child;
}

async function letGo(child: ChildProcess): Promise<void> {
  child.send('let go');
  await messageFrom(child);
}

function messageFrom(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The other process ended with ${code}.`)));
  });
}

test('a write while another process writes is busy after the timeout, and works later', async () => {
  const file = await connectGenres('?timeout=50');
  const other = await lockFromOutside(file);
  expect(await failureOf(() => addGenre('Drama'))).toMatchObject({
    code: 'db.busy',
    status: 503,
    message: 'The database was locked by another process for too long.',
    hint: expect.stringContaining('?timeout='),
  });
  expect(await codeOf(() => atomic(() => addGenre('Drama')))).toBe('db.busy');
  await letGo(other);
  await atomic(() => addGenre('Drama'));
  expect(await genreNames()).toEqual(['Drama', 'from outside']);
});

test('reads go ahead meanwhile, and see the state before', async () => {
  const file = await connectGenres('?timeout=50');
  await addGenre('Drama');
  const other = await lockFromOutside(file);
  expect(await genreNames()).toEqual(['Drama']);
  expect(await atomic(() => genreNames(), { isReadOnly: true })).toEqual(['Drama']);
  await letGo(other);
});

test('a transaction that could not begin leaves the next one its turn', async () => {
  const file = await connectGenres('?timeout=20');
  const other = await lockFromOutside(file);
  const settled = await Promise.allSettled([
    atomic(() => addGenre('Drama')),
    atomic(() => addGenre('Horror')),
  ]);
  expect(settled).toMatchObject([{ reason: { code: 'db.busy' } }, { reason: { code: 'db.busy' } }]);
  await letGo(other);
  await addGenre('Comedy');
  expect(database().isInTransaction).toBe(false);
});

test('a write waits for another process as long as its timeout lets it', async () => {
  const file = await connectGenres('?timeout=10000');
  const other = await lockFromOutside(file);
  // The wait blocks this thread, so the other process has to be told before it begins.
  other.send('let go');
  await addGenre('Drama');
  expect(await genreNames()).toEqual(['Drama', 'from outside']);
});
