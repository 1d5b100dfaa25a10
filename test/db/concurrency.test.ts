import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { atomic, connect, database, disconnect } from '../../src/db/index.ts';
import { recordStatements } from '../support/queries.ts';
import { addGenre, connectGenres, GENRE_TABLE, gate, genreNames, turn } from './genre-table.ts';

/** A transaction that has written a name and stays open until `open` is called. */
async function openTransaction(name: string) {
  const { opened, open } = gate();
  const { opened: written, open: tellWritten } = gate();
  const finished = atomic(async () => {
    await addGenre(name);
    tellWritten();
    await opened;
  });
  await written;
  return { open, finished };
}

describe('while a transaction of this process writes', () => {
  test('reads go ahead and see the state before it', async () => {
    await connectGenres();
    await addGenre('Drama');
    const { open, finished } = await openTransaction('Horror');
    const count = () => database().query(countGenres, [], origin);
    expect(await count()).toEqual([[1]]);
    open();
    await finished;
    expect(await count()).toEqual([[2]]);
  });

  test('a write outside of it waits, without blocking the event loop', async () => {
    await connectGenres();
    const { open, finished } = await openTransaction('Drama');
    const done: string[] = [];
    const write = addGenre('Horror').then(() => done.push('write'));
    for (let turns = 0; turns < 10; turns++) await turn();
    expect(done).toEqual([]);
    done.push('event loop');
    open();
    await Promise.all([finished, write]);
    expect(done).toEqual(['event loop', 'write']);
    expect(await genreNames()).toEqual(['Drama', 'Horror']);
  });

  test('writes outside of it are not undone with it', async () => {
    await connectGenres();
    const { opened, open } = gate();
    const failing = atomic(async () => {
      await addGenre('Drama');
      await opened;
      throw new Error('The projector broke.');
    });
    await turn();
    const write = addGenre('Horror');
    open();
    await expect(failing).rejects.toThrow();
    await write;
    expect(await genreNames()).toEqual(['Horror']);
  });

  test('the time that others waited for it is told', async () => {
    await connectGenres();
    const { open, finished } = await openTransaction('Drama');
    const sent = recordStatements();
    const write = addGenre('Horror');
    await turn();
    expect(sent).toEqual([]);
    open();
    await Promise.all([finished, write]);
    expect(sent.map(({ sql }) => sql)).toEqual(['COMMIT', 'INSERT INTO genre (name) VALUES (?)']);
  });
});

describe('transactions', () => {
  test('of one process take turns: read, compute, write loses no update', async () => {
    await connectGenres();
    await database().raw('CREATE TABLE counter (value INTEGER)');
    await database().raw('INSERT INTO counter VALUES (0)');
    const increment = () =>
      atomic(async () => {
        const { rows } = await database().raw('SELECT value FROM counter');
        await turn();
        await database().raw('UPDATE counter SET value = ?', [Number(rows[0]?.value) + 1]);
      });
    await Promise.all(Array.from({ length: 50 }, increment));
    const { rows } = await database().raw('SELECT value FROM counter');
    expect(rows).toEqual([{ value: 50 }]);
  });

  test('that wait open no files for it', async () => {
    const file = await connectGenres();
    const { open, finished } = await openTransaction('Drama');
    const before = openFiles(file);
    const waiting = Array.from({ length: 20 }, (_, index) => atomic(() => addGenre(`${index}`)));
    await turn();
    expect(openFiles(file)).toBe(before);
    open();
    await Promise.all([finished, ...waiting]);
    expect(openFiles(file)).toBe(before);
    expect(await genreNames()).toHaveLength(21);
  });

  test('that only read see one state throughout and make nobody wait', async () => {
    await connectGenres();
    await addGenre('Drama');
    const { opened, open } = gate();
    const { opened: hasRead, open: tellRead } = gate();
    const reading = atomic(
      async () => {
        const first = await genreNames();
        tellRead();
        await opened;
        return [first, await genreNames()];
      },
      { isReadOnly: true },
    );
    await hasRead;
    await addGenre('Horror');
    await atomic(() => addGenre('Comedy'));
    open();
    expect(await reading).toEqual([['Drama'], ['Drama']]);
    expect(await genreNames()).toHaveLength(3);
  });
});

describe('in memory, where there is one connection', () => {
  test('reads wait for an open transaction and never see half of it', async () => {
    connect({ default: 'sqlite::memory:' });
    onTestFinished(() => disconnect());
    await database().raw(GENRE_TABLE);
    const { open, finished } = await openTransaction('Drama');
    const reading = genreNames();
    const writing = addGenre('Horror');
    await turn();
    open();
    await finished;
    expect(await reading).toEqual(['Drama']);
    await writing;
    expect(await genreNames()).toEqual(['Drama', 'Horror']);
  });

  test('an undone transaction leaves nothing', async () => {
    connect({ default: 'sqlite::memory:' });
    onTestFinished(() => disconnect());
    await database().raw(GENRE_TABLE);
    const failing = atomic(async () => {
      await addGenre('Drama');
      throw new Error('The projector broke.');
    });
    await expect(failing).rejects.toThrow();
    expect(await genreNames()).toEqual([]);
  });
});

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;
const countGenres = {
  sql: 'SELECT COUNT(*) FROM genre',
  bindings: [],
  isWrite: false,
  returnsRows: true,
};

/** How many handles this process has on a file; 0 where the system does not tell. */
function openFiles(file: string): number {
  const folder = '/proc/self/fd';
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => pathOf(join(folder, name)) === file).length;
}

/** Where a handle leads, or nowhere when it was that of reading the folder. */
function pathOf(handle: string): string | undefined {
  try {
    return readlinkSync(handle);
  } catch {
    return undefined;
  }
}
