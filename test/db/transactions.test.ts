import { describe, expect, test } from 'vitest';
import { atomic, connect, database, onCommit } from '../../src/db/index.ts';
import { codeOf } from '../support/failures.ts';
import { sqlOf } from '../support/queries.ts';
import { addGenre, connectGenres, gate, genreNames, turn } from './genre-table.ts';

describe('atomic()', () => {
  test('commits what its function did and returns what it returned', async () => {
    await connectGenres();
    const result = await atomic(async () => {
      await addGenre('Drama');
      await addGenre('Horror');
      return 42;
    });
    expect(result).toBe(42);
    expect(await genreNames()).toEqual(['Drama', 'Horror']);
  });

  test('undoes everything when its function fails, and passes the error on', async () => {
    await connectGenres();
    const failed = atomic(async () => {
      await addGenre('Drama');
      throw new Error('The projector broke.');
    });
    await expect(failed).rejects.toThrow('The projector broke.');
    expect(await genreNames()).toEqual([]);
  });

  test('undoes everything when a statement fails', async () => {
    await connectGenres();
    const work = async () => {
      await addGenre('Drama');
      await addGenre('Drama');
    };
    expect(await codeOf(() => atomic(work))).toBe('db.constraint.unique');
    expect(await genreNames()).toEqual([]);
  });

  test('takes a function that is not async', async () => {
    await connectGenres();
    expect(await atomic(() => 7)).toBe(7);
    const failed = atomic(() => {
      throw new Error('Lights out.');
    });
    await expect(failed).rejects.toThrow('Lights out.');
  });

  test('takes the write lock at its start, unless it promises only to read', async () => {
    await connectGenres();
    expect(await sqlOf(() => atomic(() => 1))).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(await sqlOf(() => atomic(() => 1, { isReadOnly: true }))).toEqual(['BEGIN', 'COMMIT']);
  });

  test('knows that it is one, however deep the call', async () => {
    await connectGenres();
    const deep = async () => {
      await turn();
      return database().isInTransaction;
    };
    expect(await deep()).toBe(false);
    expect(await atomic(async () => Promise.all([deep(), deep()]))).toEqual([true, true]);
    expect(await deep()).toBe(false);
  });

  test('belongs to one database', async () => {
    await connectGenres();
    connect({ archive: 'sqlite::memory:' });
    await atomic(async () => {
      expect(database('archive').isInTransaction).toBe(false);
    });
  });

  test('refuses options that it does not have', async () => {
    await connectGenres();
    const options = { readOnly: true } as object;
    expect(await codeOf(() => atomic(() => 1, options))).toBe('core.option.unknown');
  });

  test('fails at its end when a key refers to no row, and undoes everything', async () => {
    await connectGenres();
    await database().raw(
      'CREATE TABLE movie (genre_id INTEGER REFERENCES genre (id) DEFERRABLE INITIALLY DEFERRED)',
    );
    const work = async () => {
      await addGenre('Drama');
      await database().raw('INSERT INTO movie VALUES (99)');
    };
    expect(await codeOf(() => atomic(work))).toBe('db.constraint.foreign_key');
    expect(await genreNames()).toEqual([]);
    await addGenre('Horror');
  });

  test('gives the reason even when the database has undone everything by itself', async () => {
    await connectGenres();
    await addGenre('Drama');
    const work = async () => {
      await addGenre('Horror');
      await database().raw(`INSERT OR ROLLBACK INTO genre (name) VALUES ('Drama')`);
    };
    expect(await codeOf(() => atomic(work))).toBe('db.constraint.unique');
    expect(await genreNames()).toEqual(['Drama']);
    await atomic(() => addGenre('Comedy'));
    expect(await genreNames()).toEqual(['Comedy', 'Drama']);
  });
});

describe('a query after the end of its transaction', () => {
  test('is refused, and written nowhere', async () => {
    await connectGenres();
    const { opened, open } = gate();
    let late: Promise<void> | undefined;
    await atomic(async () => {
      late = opened.then(() => addGenre('Drama'));
    });
    open();
    expect(await codeOf(() => late)).toBe('db.transaction.closed');
    expect(await genreNames()).toEqual([]);
  });

  test('after a failed one is refused too', async () => {
    await connectGenres();
    const { opened, open } = gate();
    let late: Promise<unknown> | undefined;
    const failed = atomic(async () => {
      late = opened.then(() => genreNames());
      throw new Error('The projector broke.');
    });
    await expect(failed).rejects.toThrow();
    open();
    expect(await codeOf(() => late)).toBe('db.transaction.closed');
  });

  test('so are a nested transaction and a callback for the commit', async () => {
    await connectGenres();
    const { opened, open } = gate();
    const late: Promise<unknown>[] = [];
    await atomic(async () => {
      late.push(opened.then(() => atomic(() => addGenre('Drama'))));
      late.push(opened.then(() => onCommit(() => {})));
    });
    open();
    for (const each of late) expect(await codeOf(() => each)).toBe('db.transaction.closed');
    expect(await genreNames()).toEqual([]);
  });
});
