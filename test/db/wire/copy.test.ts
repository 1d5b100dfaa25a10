import { expect, test } from 'vitest';
import { codeOf } from '../../support/failures.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire, type Wire } from './wire.ts';

const COPY = 'COPY movie (id, title, poster) FROM STDIN';

async function connectMovies(): Promise<Wire> {
  const wire = await connectWire();
  await wire.connection.run('CREATE TABLE movie (id int PRIMARY KEY, title text, poster bytea)');
  return wire;
}

describeOnPostgresql('COPY into a table', () => {
  test('brings every value as it is', async () => {
    const { connection, rows } = await connectMovies();
    const movies = [
      [1, 'Jaws', new Uint8Array([0, 9, 10, 92, 255])],
      [2, 'a\tb\nc\rd\\e\\N\\.', null],
      [3, '', new Uint8Array()],
      [4, null, null],
      [5, '東京物語 😀', null],
      [6, '\\N', null],
      [7, '\\.', null],
    ];
    expect(await connection.copyIn(COPY, movies)).toBe(7);
    expect(await rows('SELECT id, title, poster FROM movie ORDER BY id')).toEqual(movies);
  });

  test('takes 100,000 rows from a generator, and statements started meanwhile wait', async () => {
    const { connection, rows } = await connectMovies();
    function* movies() {
      for (let id = 0; id < 100_000; id++) yield [id, `Movie ${id}`, null];
    }
    const copying = connection.copyIn(COPY, movies());
    const counting = rows('SELECT count(*), max(title) FROM movie');
    expect(await copying).toBe(100_000);
    expect(await counting).toEqual([[100_000, 'Movie 99999']]);
  });

  test('takes rows that come in time, or none', async () => {
    const { connection, rows } = await connectMovies();
    async function* movies() {
      for (let id = 0; id < 5; id++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield [id, 'Jaws', null];
      }
    }
    expect(await connection.copyIn(COPY, movies())).toBe(5);
    expect(await connection.copyIn(COPY, [])).toBe(0);
    expect(await rows('SELECT count(*) FROM movie')).toEqual([[5]]);
  });

  test.each([
    ['the table', 'COPY film FROM STDIN', '42P01'],
    ['a row', COPY, '22P02'],
  ])('fails by %s, and the connection goes on', async (_, sql, code) => {
    const { connection, rows } = await connectMovies();
    const movies = Array.from({ length: 50_000 }, (_, id) => [id === 100 ? 'x' : id, 'Jaws', null]);
    const copying = connection.copyIn(sql, movies);
    const after = rows('SELECT count(*) FROM movie');
    await expect(copying).rejects.toMatchObject({ code });
    expect(await after).toEqual([[0]]);
  });

  test('fails with the error of the rows, and nothing has been copied', async () => {
    const { connection, rows } = await connectMovies();
    function* movies() {
      yield [1, 'Jaws', null];
      throw new Error('no more films');
    }
    await expect(connection.copyIn(COPY, movies())).rejects.toThrow('no more films');
    expect(await rows('SELECT count(*) FROM movie')).toEqual([[0]]);
  });

  test('refuses statements that are none', async () => {
    const { connection, rows } = await connectMovies();
    expect(await codeOf(() => connection.copyIn('SELECT 1', []))).toBe('db.copy.unsupported');
    expect(await codeOf(() => connection.copyIn('COPY movie TO STDOUT', []))).toBe(
      'db.copy.unsupported',
    );
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });

  test('ends with the connection', async () => {
    const { connection } = await connectMovies();
    async function* movies() {
      yield [1, 'Jaws', null];
      connection.destroy();
      for (let id = 2; id < 100_000; id++) yield [id, 'Jaws', null];
    }
    expect(await codeOf(() => connection.copyIn(COPY, movies()))).toBe('db.connection.lost');
  });
});

describeOnPostgresql('COPY as an ordinary statement', () => {
  test.each([
    'COPY movie FROM STDIN',
    'copy movie TO STDOUT',
    '/* unseen */ COPY movie FROM STDIN',
    '/* unseen */ COPY movie TO STDOUT',
  ])('is refused, and the connection goes on: %s', async (sql) => {
    const { connection, rows } = await connectMovies();
    await connection.copyIn(COPY, [[1, 'Jaws', null]]);
    expect(await codeOf(() => rows(sql))).toBe('db.copy.unsupported');
    expect(await codeOf(() => connection.run(sql))).toBe('db.copy.unsupported');
    expect(await rows('SELECT title FROM movie')).toEqual([['Jaws']]);
  });

  test('one that swallowed the statements behind it ends the connection rather than mix answers', async () => {
    const { connection, rows } = await connectMovies();
    const work = [rows('/* unseen */ COPY movie FROM STDIN'), rows('SELECT 1'), rows('SELECT 2')];
    const settled = await Promise.allSettled(work);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(connection.isOver).toBe(true);
  });
});
