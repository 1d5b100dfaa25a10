import { beforeEach, describe, expect, test } from 'vitest';
import { atomic, type DatabaseValue, database } from '../../src/db/index.ts';
import { codeOf } from '../support/failures.ts';
import { statementsOf } from '../support/queries.ts';
import { addGenre, connectGenres, genreNames } from './genre-table.ts';

beforeEach(async () => {
  await connectGenres();
});

describe('raw()', () => {
  test('returns rows as objects by column, and no changes, for a read', async () => {
    await addGenre('Drama');
    const result = await database().raw('SELECT id, name AS title FROM genre WHERE name > ?', [
      'A',
    ]);
    expect(result).toEqual({ rows: [{ id: 1, title: 'Drama' }], changes: 0 });
  });

  test('returns the number of changes, and no rows, for a write', async () => {
    const insert = `INSERT INTO genre (name) VALUES ('A'), ('B')`;
    expect(await database().raw(insert)).toEqual({ rows: [], changes: 2 });
    expect(await database().raw('DELETE FROM genre')).toEqual({ rows: [], changes: 2 });
  });

  test('returns the rows of RETURNING', async () => {
    const insert = `INSERT INTO genre (name) VALUES ('A') RETURNING id`;
    expect((await database().raw(insert)).rows).toEqual([{ id: 1 }]);
  });

  test.each<[string, DatabaseValue]>([
    ['text', `'; DROP TABLE genre; --`],
    ['number', 1.5],
    ['bigint', 5n],
    ['null', null],
    ['bytes', new Uint8Array([1, 2])],
  ])('binds a value of kind %s', async (_kind, value) => {
    const { rows } = await database().raw('SELECT ? AS value', [value]);
    expect(rows).toEqual([{ value: typeof value === 'bigint' ? Number(value) : value }]);
    expect(await genreNames()).toEqual([]);
  });

  test('runs one statement: what follows it is never run', async () => {
    const sql = `INSERT INTO genre (name) VALUES ('A'); DROP TABLE genre`;
    await database()
      .raw(sql)
      .catch(() => {});
    expect(Array.isArray(await genreNames())).toBe(true);
  });

  test('refuses more values than there are parameters', async () => {
    expect(await codeOf(() => database().raw('SELECT 1', [1, 2]))).toBe('db.statement.failed');
  });

  test('takes part in the transaction around it', async () => {
    const failing = atomic(async () => {
      await addGenre('Drama');
      expect(await genreNames()).toEqual(['Drama']);
      throw new Error('The projector broke.');
    });
    await expect(failing).rejects.toThrow();
    expect(await genreNames()).toEqual([]);
  });
});

describe('a statement is told to whoever listens', () => {
  test('with its text, values, rows and database', async () => {
    const sent = await statementsOf(async () => {
      await addGenre('Drama');
      await database().raw('SELECT * FROM genre WHERE name = ?', ['Drama']);
    });
    expect(sent).toEqual([
      {
        sql: 'INSERT INTO genre (name) VALUES (?)',
        parameters: ['Drama'],
        kind: 'raw',
        subject: undefined,
        database: 'default',
        rowCount: 1,
        error: undefined,
      },
      expect.objectContaining({ sql: 'SELECT * FROM genre WHERE name = ?', rowCount: 1 }),
    ]);
  });

  test('with its error when it fails', async () => {
    const sent = await statementsOf(async () => {
      await database()
        .raw('SELECT * FROM movie')
        .catch(() => {});
    });
    expect(sent).toMatchObject([{ rowCount: 0, error: { code: 'db.table.missing' } }]);
  });
});
