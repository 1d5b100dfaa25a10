import { expect, test } from 'vitest';
import { arrayRows, type ServerReport } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { failureOf } from '../../support/failures.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire } from './wire.ts';

/** What all of them came to: rows, or the SQLSTATE. */
async function outcomes(work: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code));
}

describeOnPostgresql('an error', () => {
  test('hurts only its own statement in a pipeline', async () => {
    const { rows } = await connectWire();
    const all = [
      rows('SELECT 1'),
      rows('SELECT 1 / $1::int', [0]),
      rows('SELECT title FROM movie'),
      rows('SELEKT'),
      rows('SELECT $1::int', ['seven']),
      rows('SELECT 2'),
    ];
    expect(await outcomes(all)).toEqual([[[1]], '22012', '42P01', '42601', '22P02', [[2]]]);
  });

  test('in the middle of the rows fails the statement, whose rows are dropped', async () => {
    const { rows } = await connectWire();
    const late = 'SELECT 1 / (5000 - n) FROM generate_series(1, 10000) AS n';
    for (let run = 0; run < 3; run++) {
      expect(await outcomes([rows(late), rows('SELECT 1')])).toEqual(['22012', [[1]]]);
    }
  });

  test('has the properties of an error of plain pg', async () => {
    const { rows, connection, pg } = await connectWire();
    await connection.run('CREATE TABLE movie (title text UNIQUE CHECK (title > $$$$))');
    await rows(`INSERT INTO movie VALUES ('Jaws')`);
    for (const [sql, values] of [
      ['INSERT INTO movie VALUES ($1)', ['Jaws']],
      ['INSERT INTO movie VALUES ($1)', ['']],
      ['SELECT titel FROM movie', []],
      ['SELECT $1::int', ['x']],
    ] as const) {
      const ours = await rows(sql, values).catch((error) => ({ ...error, message: error.message }));
      const theirs = await pg
        .query(sql, [...values])
        .catch((error) => ({ ...error, message: error.message }));
      const { name: _, ...fields } = ours;
      const { name: __, length: ___, ...expected } = theirs;
      const present = Object.entries(expected).filter(([, value]) => value !== undefined);
      expect(fields).toEqual(Object.fromEntries(present));
    }
  });

  test('at the end, when deferred constraints are checked, is one too', async () => {
    const { rows, connection } = await connectWire();
    await connection.run(
      `CREATE TABLE director (id int PRIMARY KEY);
       CREATE TABLE movie (director int REFERENCES director DEFERRABLE INITIALLY DEFERRED)`,
    );
    expect(await outcomes([rows('INSERT INTO movie VALUES (1)'), rows('SELECT 1')])).toEqual([
      '23503',
      [[1]],
    ]);
  });

  test('in a reader fails the statement and leaves the connection usable', async () => {
    const { rows, connection } = await connectWire();
    const reader = {
      ...arrayRows,
      prepare: () => ({
        open: () => ({
          readRows() {
            throw new Error('no such film');
          },
          finish: () => [],
        }),
      }),
    };
    const sql = 'SELECT n FROM generate_series(1, 20000) AS n';
    for (let run = 0; run < 2; run++) {
      await expect(connection.query(sql, [], reader)).rejects.toThrow('no such film');
    }
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });
});

describeOnPostgresql('prepared statements', () => {
  const PREPARED = `SELECT statement FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_prepared%'`;

  test('are parsed once, also when they are run many times at once', async () => {
    const { rows } = await connectWire();
    const sql = 'SELECT $1::int + 1';
    const many = await Promise.all([1, 2, 3, 4].map((value) => rows(sql, [value])));
    expect(many).toEqual([[[2]], [[3]], [[4]], [[5]]]);
    expect(await rows(PREPARED)).toEqual([[sql]]);
  });

  test('that could not be parsed are parsed again, whoever comes', async () => {
    const { rows, connection } = await connectWire();
    const sql = 'SELECT title FROM movie';
    expect(await outcomes([rows(sql), rows(sql), rows(sql)])).toEqual(['42P01', '42P01', '42P01']);
    await connection.run(`CREATE TABLE movie AS SELECT 'Jaws' AS title`);
    expect(await rows(sql)).toEqual([['Jaws']]);
  });

  test('that the server has forgotten are parsed again, unnoticed', async () => {
    const { rows, connection } = await connectWire();
    const sql = 'SELECT $1::int';
    await rows(sql, [1]);
    await rows(sql, [2]);
    await connection.run('DEALLOCATE ALL');
    expect(await outcomes([rows(sql, [3]), rows(sql, [4])])).toEqual([[[3]], [[4]]]);
    expect(await rows(sql, [5])).toEqual([[5]]);
  });

  test('whose columns have changed are described again, unnoticed', async () => {
    const { rows, connection } = await connectWire();
    await connection.run('CREATE TABLE movie (id int); INSERT INTO movie VALUES (7)');
    const sql = 'SELECT * FROM movie';
    await rows(sql);
    await rows(sql);
    await connection.run(`ALTER TABLE movie ALTER id TYPE text, ADD title text DEFAULT 'Jaws'`);
    expect(await outcomes([rows(sql), rows(sql)])).toEqual([[['7', 'Jaws']], [['7', 'Jaws']]]);
    expect(await rows(sql)).toEqual([['7', 'Jaws']]);
  });

  test('whose columns have changed within a transaction fail it, and work after it', async () => {
    const { rows, connection } = await connectWire();
    await connection.run('CREATE TABLE movie (id int); INSERT INTO movie VALUES (7)');
    const sql = 'SELECT * FROM movie';
    await rows(sql);
    await connection.run('BEGIN; ALTER TABLE movie ALTER id TYPE text');
    expect(await outcomes([rows(sql)])).toEqual(['0A000']);
    await connection.run('ROLLBACK');
    expect(await rows(sql)).toEqual([[7]]);
  });

  test('are bounded: the oldest is dropped on the server, too', async () => {
    const { rows } = await connectWire({ maxStatements: 3 });
    await rows(PREPARED);
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    await Promise.all(numbers.map((number) => rows(`SELECT ${number}`)));
    const kept = await rows(PREPARED);
    expect(kept.length).toBeLessThanOrEqual(3);
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });

  test('are not used where they may not be', async () => {
    const { rows } = await connectWire({ areStatementsNamed: false });
    const sql = 'SELECT $1::int, $2::text';
    const many = await Promise.all([1, 2, 3].map((value) => rows(sql, [value, 'a'])));
    expect(many).toEqual([[[1, 'a']], [[2, 'a']], [[3, 'a']]]);
    expect(await rows(PREPARED)).toEqual([]);
  });

  test('that will not come again are not kept on request', async () => {
    const { rows } = await connectWire();
    const sql = 'SELECT $1::int';
    for (const value of [1, 2]) {
      expect(await rows(sql, [value], { isKept: false })).toEqual([[value]]);
    }
    expect(await rows(PREPARED)).toEqual([]);
  });

  test('with too many parameters, or NUL in the SQL, are refused before they are sent', async () => {
    const { rows } = await connectWire();
    const values = new Array(65_536).fill(1);
    expect((await failureOf(() => rows('SELECT 1', values))).code).toBe('db.parameters.too_many');
    expect((await failureOf(() => rows('SELECT 1\0'))).code).toBe('db.statement.failed');
    const places = values.slice(1).map((_, index) => `$${index + 1}::int`);
    const sql = `SELECT cardinality(ARRAY[${places.join(', ')}])`;
    expect(await rows(sql, values.slice(1))).toEqual([[65_535]]);
  });
});

describeOnPostgresql('what the server says by itself', () => {
  test('notices and notifications are passed on, in the middle of statements', async () => {
    const notices: ServerReport[] = [];
    const notes: unknown[] = [];
    const { rows, connection } = await connectWire({
      onNotice: (notice) => notices.push(notice),
      onNotification: ({ channel, payload }) => notes.push([channel, payload]),
    });
    await connection.run('LISTEN movie');
    const work = [
      connection.run(`DO $$ BEGIN RAISE WARNING 'a shark'; END $$`),
      rows(`SELECT pg_notify('movie', 'Jaws é')::text`),
      rows('SELECT 1'),
    ];
    expect(await outcomes(work)).toEqual(['DO', [['']], [[1]]]);
    await rows('SELECT 2');
    expect(notices).toMatchObject([{ severity: 'WARNING', message: 'a shark', code: '01000' }]);
    expect(notes).toEqual([['movie', 'Jaws é']]);
  });

  test('another encoding ends the connection: its texts could not be read', async () => {
    const { rows, connection } = await connectWire();
    const failure = await failureOf(() => rows(`SET client_encoding = 'LATIN1'`));
    expect(failure).toMatchObject({ code: 'db.connection.lost', cause: { code: 'db.protocol' } });
    expect(connection.isOver).toBe(true);
  });
});

describeOnPostgresql('a script', () => {
  test('says what the last command was, which tells of a COMMIT that was none', async () => {
    const { connection } = await connectWire();
    expect(await connection.run('BEGIN; CREATE TABLE movie (id int)')).toBe('CREATE TABLE');
    expect(await connection.run('INSERT INTO movie VALUES (1), (2)')).toBe('INSERT');
    expect(await connection.run('COMMIT')).toBe('COMMIT');
    expect(await connection.run('BEGIN')).toBe('BEGIN');
    await expect(connection.run('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect(connection.isInTransaction).toBe(true);
    expect(await connection.run('COMMIT')).toBe('ROLLBACK');
  });

  test('runs several statements, whose rows are dropped, and stops at an error', async () => {
    const { rows, connection } = await connectWire();
    await connection.run('CREATE TABLE movie (id int); INSERT INTO movie VALUES (1); SELECT 1; ;');
    expect(await rows('SELECT id FROM movie')).toEqual([[1]]);
    const failing = connection.run('INSERT INTO movie VALUES (2); SELECT 1 / 0');
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await rows('SELECT id FROM movie')).toEqual([[1]]);
  });
});
