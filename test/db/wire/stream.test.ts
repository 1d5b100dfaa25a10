import { expect, test } from 'vitest';
import { arrayRows } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire, type Wire } from './wire.ts';

const NUMBERS = 'SELECT n FROM generate_series(1, $1::int) AS n';
/** Those with a name: the query that asks is one without. */
const CURSORS = `SELECT count(*) FROM pg_cursors WHERE name <> ''`;

async function sizes({ connection }: Wire, rows: number, chunk: number): Promise<number[]> {
  const found: number[] = [];
  let last = 0;
  for await (const part of connection.stream(NUMBERS, [rows], arrayRows, chunk)) {
    for (const [number] of part) expect(number).toBe(++last);
    found.push(part.length);
  }
  return found;
}

describeOnPostgresql('a stream', () => {
  test('gives the rows in parts', async () => {
    const wire = await connectWire();
    expect(await sizes(wire, 25, 10)).toEqual([10, 10, 5]);
    expect(await sizes(wire, 20, 10)).toEqual([10, 10]);
    expect(await sizes(wire, 7, 10)).toEqual([7]);
    expect(await sizes(wire, 0, 10)).toEqual([]);
    expect(wire.connection.isInTransaction).toBe(false);
  });

  test('leaves nothing behind when the loop is left', async () => {
    const { connection, rows } = await connectWire();
    for await (const part of connection.stream(NUMBERS, [1_000_000], arrayRows, 10)) {
      expect(part[0]).toEqual([1]);
      break;
    }
    expect(connection.isInTransaction).toBe(false);
    expect(await rows(CURSORS)).toEqual([[0]]);
  });

  test('runs within a transaction among other statements, and leaves the transaction open', async () => {
    const { connection, rows } = await connectWire();
    await connection.run('BEGIN');
    const seen: unknown[] = [];
    for await (const part of connection.stream(NUMBERS, [30], arrayRows, 10)) {
      const [other] = await rows('SELECT $1::int * 2', [part[0]![0]!]);
      seen.push(other![0]);
    }
    expect(seen).toEqual([2, 22, 42]);
    expect(connection.isInTransaction).toBe(true);
    expect(await rows(CURSORS)).toEqual([[0]]);
    await connection.run('COMMIT');
  });

  test('fails where the rows fail, in whichever part', async () => {
    const { connection, rows } = await connectWire();
    const sql = 'SELECT 1 / (25 - n) FROM generate_series(1, 100) AS n';
    let parts = 0;
    const reading = async () => {
      for await (const _ of connection.stream(sql, [], arrayRows, 10)) parts++;
    };
    await expect(reading()).rejects.toMatchObject({ code: '22012' });
    expect(parts).toBe(2);
    expect(connection.isInTransaction).toBe(false);
    expect(await rows('SELECT 7')).toEqual([[7]]);
  });
});
