import { expect, onTestFinished, test } from 'vitest';
import { atomic, borrowPool, connect, database, disconnect } from '../../../src/db/index.ts';
import { codeOf } from '../../support/failures.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../../support/postgresql.ts';

/** As Kysely's PostgresDriver asks, and as Drizzle's session for pg does. */
describeOnPostgresql('a borrowed pool', () => {
  const connectGenres = async () => {
    connect({ default: `${await temporaryPostgresql()}?pool_size=3` });
    onTestFinished(() => disconnect());
    await database().raw('CREATE TABLE genre (id integer, name text)');
    await database().raw(`INSERT INTO genre VALUES (1, 'Drama')`);
    return borrowPool();
  };

  test('answers as pg does', async () => {
    const pool = await connectGenres();
    const client = await pool.connect();
    expect(await client.query('SELECT * FROM genre WHERE id = $1', [1])).toMatchObject({
      command: 'SELECT',
      rowCount: 1,
      rows: [{ id: 1, name: 'Drama' }],
    });
    expect(await client.query('UPDATE genre SET name = $1', ['Horror'])).toMatchObject({
      command: 'UPDATE',
      rowCount: 1,
      rows: [],
    });
    client.release();
    await pool.end();
    expect((await database().raw('SELECT name FROM genre')).rows).toEqual([{ name: 'Horror' }]);
  });

  test('gives rows as lists, of columns with the same name too', async () => {
    const pool = await connectGenres();
    const query = { text: 'SELECT a.id, b.id FROM genre a, genre b', rowMode: 'array' };
    expect(await pool.query(query, [])).toMatchObject({
      rows: [[1, 1]],
      fields: [{ name: 'id' }, { name: 'id' }],
    });
  });

  test('takes part in the transaction of its caller', async () => {
    const pool = await connectGenres();
    const failing = atomic(async () => {
      await database().raw(`INSERT INTO genre VALUES (2, 'Comedy')`);
      const { rows } = await pool.query('SELECT count(*)::int AS n FROM genre');
      expect(rows).toEqual([{ n: 2 }]);
      await pool.query(`INSERT INTO genre VALUES ($1, $2)`, [3, 'Western']);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect((await pool.query('SELECT * FROM genre')).rowCount).toBe(1);
  });

  test('leaves transactions to atomic()', async () => {
    const pool = await connectGenres();
    for (const text of ['begin', 'START TRANSACTION', ' commit', 'rollback']) {
      expect(await codeOf(() => pool.query(text))).toBe('db.transaction.manual');
    }
  });

  test('writes dates and objects as pg would, dates in UTC', async () => {
    const pool = await connectGenres();
    const { rows } = await pool.query('SELECT $1::timestamptz AS at, $2::jsonb AS data', [
      new Date(0),
      { a: [1] },
    ]);
    expect(rows).toEqual([{ at: '1970-01-01 00:00:00+00', data: '{"a": [1]}' }]);
  });
});
