import { expect, test } from 'vitest';
import type { WireOptions, WireValue } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire } from './wire.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A connection whose reads share a Sync, once each statement has been run. */
async function connectReads(options: WireOptions = {}) {
  const wire = await connectWire(options);
  const read = (sql: string, values: readonly WireValue[] = [], signal?: AbortSignal) =>
    wire.rows(sql, values, { isPureRead: true, signal });
  return { ...wire, read };
}

/** In how many transactions they ran: all of one have the same `now()`. */
const transactions = (answers: readonly (readonly (readonly unknown[])[])[]) =>
  new Set(answers.map(([row]) => row![0])).size;

describeOnPostgresql('pure reads', () => {
  const NOW = 'SELECT now()::text, $1::int';

  test('that are started at once share a Sync, some thirty at a time', async () => {
    const { read } = await connectReads();
    await read(NOW, [0]);
    const answers = await Promise.all(numbers(200).map((number) => read(NOW, [number])));
    expect(answers.map(([row]) => row![1])).toEqual(numbers(200));
    expect(transactions(answers)).toBe(Math.ceil(200 / 32));
  });

  test('share none with other statements, with a first run, or in a transaction', async () => {
    const { read, rows, connection } = await connectReads();
    const first = await Promise.all(numbers(5).map((number) => read(NOW, [number])));
    expect(transactions(first)).toBe(5);
    const mixed = await Promise.all(
      numbers(6).map((number) => (number % 2 === 0 ? read : rows)(NOW, [number])),
    );
    expect(transactions(mixed)).toBe(6);
    await connection.run('BEGIN');
    const inside = numbers(3).map((number) => read('SELECT 6 / $1::int', [number]));
    expect((await Promise.allSettled(inside)).map(({ status }) => status)).toEqual(
      numbers(3).map(() => 'rejected'),
    );
    await connection.run('ROLLBACK');
    expect(await read('SELECT 6 / $1::int', [2])).toEqual([[3]]);
  });

  test('share none where statements have no names', async () => {
    const { read } = await connectReads({ areStatementsNamed: false });
    await read(NOW, [0]);
    expect(transactions(await Promise.all(numbers(5).map((each) => read(NOW, [each]))))).toBe(5);
  });

  test.each([[0], [1], [31], [32], [63], [0, 1, 2, 40, 41, 99]])(
    'of which number %s fails all have their own answer',
    async (...bad) => {
      const { read } = await connectReads();
      const sql = 'SELECT 100 / $1::int';
      await read(sql, [1]);
      const settled = await Promise.allSettled(
        numbers(100).map((number) => read(sql, [bad.includes(number) ? 0 : number + 1])),
      );
      for (const [number, outcome] of settled.entries()) {
        if (bad.includes(number)) {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
        } else {
          expect(outcome).toMatchObject({ value: [[Math.trunc(100 / (number + 1))]] });
        }
      }
    },
  );

  test('go between writes in their order, and none is written twice', async () => {
    const { read, rows, connection } = await connectReads();
    await connection.run('CREATE TABLE movie (id int)');
    const count = 'SELECT count(*)::int / (1 - $1::int) FROM movie';
    await read(count, [0]);
    const work = [
      rows('INSERT INTO movie VALUES (1)'),
      read(count, [0]),
      read(count, [1]),
      read(count, [0]),
      rows('INSERT INTO movie VALUES (2)'),
      read(count, [0]),
    ];
    const [, before, failed, , , after] = await Promise.allSettled(work);
    expect(before).toMatchObject({ value: [[1]] });
    expect(failed).toMatchObject({ reason: { code: '22012' } });
    expect(after).toMatchObject({ value: [[2]] });
    expect(await read(count, [0])).toEqual([[2]]);
  });

  test('whose statement the server has forgotten, or whose columns changed, are run again', async () => {
    const { read, connection } = await connectReads();
    await connection.run('CREATE TABLE movie (id int); INSERT INTO movie VALUES (7)');
    const sql = 'SELECT * FROM movie WHERE id = $1::int';
    await read(sql, [7]);
    await connection.run('DEALLOCATE ALL');
    expect(await Promise.all(numbers(40).map(() => read(sql, [7])))).toEqual(
      numbers(40).map(() => [[7]]),
    );
    await connection.run(`ALTER TABLE movie ADD COLUMN title text DEFAULT 'Jaws'`);
    expect(await Promise.all(numbers(40).map(() => read(sql, [7])))).toEqual(
      numbers(40).map(() => [[7, 'Jaws']]),
    );
  });

  test('are cancelled one by one, and the others answer', async () => {
    const { read } = await connectReads();
    const sql = 'SELECT $1::int, pg_sleep($2::float8)::text';
    await read(sql, [0, 0]);
    const abort = new AbortController();
    const work = numbers(40).map((number) =>
      number === 20 ? read(sql, [number, 60], abort.signal) : read(sql, [number, 0]),
    );
    abort.abort();
    const settled = await Promise.allSettled(work);
    expect(settled.map(({ status }) => status === 'rejected')).toEqual(
      numbers(40).map((number) => number === 20),
    );
  });

  test('that are aborted behind one that fails are told so', async () => {
    const { read } = await connectReads();
    const sql = 'SELECT 1 / $1::int, pg_sleep($2::float8)::text';
    await read(sql, [1, 0]);
    const abort = new AbortController();
    const work = [
      read(sql, [1, 0.2]),
      read(sql, [0, 0]),
      read(sql, [1, 0], abort.signal),
      read(sql, [1, 0]),
    ];
    abort.abort();
    const settled = await Promise.allSettled(work);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(settled[2]).toMatchObject({ reason: { code: 'db.query.cancelled' } });
  });

  test('are lost with their connection, all that have no answer', async () => {
    const { read, pg } = await connectReads();
    const sql = 'SELECT $1::int, pg_sleep($2::float8)::text, pg_backend_pid()';
    const [[, , pid]] = (await read(sql, [0, 0])) as [[number, string, number]];
    const settled = Promise.allSettled(numbers(40).map((each) => read(sql, [each, 60])));
    await pg.query('SELECT pg_terminate_backend($1)', [pid]);
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ reason: { code: 'db.connection.lost' } });
    }
  });
});
