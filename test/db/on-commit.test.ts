import { beforeEach, expect, test } from 'vitest';
import { atomic, connect, database, onCommit } from '../../src/db/index.ts';
import { codeOf } from '../support/failures.ts';
import { addGenre, connectGenres, genreNames } from './genre-table.ts';

const called: string[] = [];
const call = (name: string) => () => called.push(name);

beforeEach(async () => {
  await connectGenres();
  called.length = 0;
});

test('callbacks run after the commit, in the order they were given, one after the other', async () => {
  await atomic(async () => {
    onCommit(async () => {
      await null;
      expect(database().isInTransaction).toBe(false);
      called.push(`first sees ${(await genreNames()).length} genre`);
    });
    onCommit(call('second'));
    await addGenre('Drama');
    expect(called).toEqual([]);
  });
  expect(called).toEqual(['first sees 1 genre', 'second']);
});

test('outside of a transaction they run at once', () => {
  onCommit(call('now'));
  expect(called).toEqual(['now']);
});

test('a transaction that is undone drops them', async () => {
  const failed = atomic(async () => {
    onCommit(call('never'));
    throw new Error('The projector broke.');
  });
  await expect(failed).rejects.toThrow();
  expect(called).toEqual([]);
});

test('a commit that fails drops them', async () => {
  await database().raw(
    'CREATE TABLE movie (genre_id INTEGER REFERENCES genre (id) DEFERRABLE INITIALLY DEFERRED)',
  );
  const work = async () => {
    onCommit(call('never'));
    await database().raw('INSERT INTO movie VALUES (99)');
  };
  expect(await codeOf(() => atomic(work))).toBe('db.constraint.foreign_key');
  expect(called).toEqual([]);
});

test('those of a savepoint wait for the outermost commit, or are dropped with it', async () => {
  await atomic(async () => {
    onCommit(call('outer before'));
    await atomic(() => onCommit(call('inner')));
    expect(called).toEqual([]);
    await atomic(() => {
      onCommit(call('never'));
      throw new Error('The projector broke.');
    }).catch(() => {});
    onCommit(call('outer after'));
  });
  expect(called).toEqual(['outer before', 'inner', 'outer after']);
});

test('one that fails fails the call, though the rows are committed', async () => {
  const work = atomic(async () => {
    await addGenre('Drama');
    onCommit(() => {
      throw new Error('The mail server is away.');
    });
  });
  await expect(work).rejects.toThrow('The mail server is away.');
  expect(await genreNames()).toEqual(['Drama']);
});

test('they belong to the database that they name', async () => {
  connect({ archive: 'sqlite::memory:' });
  await atomic(async () => {
    onCommit(call('archive'), { using: 'archive' });
    expect(called).toEqual(['archive']);
  });
});
