import { expect, test } from 'vitest';
import { arrayRows } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire } from './wire.ts';

const CANCELLED = { code: '57014' };

describeOnPostgresql('an aborted signal', () => {
  test('cancels the statement on the server, and those behind it go on', async () => {
    const { rows } = await connectWire();
    const abort = new AbortController();
    const long = rows('SELECT pg_sleep(60)', [], abort);
    const behind = rows('SELECT 7');
    setTimeout(() => abort.abort(), 50);
    await expect(long).rejects.toMatchObject(CANCELLED);
    expect(await behind).toEqual([[7]]);
  });

  test('cancels one that waits behind others when its turn comes', async () => {
    const { rows } = await connectWire();
    const abort = new AbortController();
    const before = rows('SELECT pg_sleep(0.3), 1');
    const long = rows('SELECT pg_sleep(60)', [], abort);
    const behind = rows('SELECT 7');
    setTimeout(() => abort.abort(), 50);
    expect(await before).toEqual([['', 1]]);
    await expect(long).rejects.toMatchObject(CANCELLED);
    expect(await behind).toEqual([[7]]);
  });

  test('keeps one that was not sent from being sent', async () => {
    const { rows, connection } = await connectWire({ maxInFlight: 1 });
    await connection.run('CREATE TABLE movie (title text)');
    const abort = new AbortController();
    const before = rows('SELECT pg_sleep(0.1), 1');
    const waiting = rows(`INSERT INTO movie VALUES ('Jaws')`, [], abort);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'db.query.cancelled' });
    await before;
    expect(await rows('SELECT title FROM movie')).toEqual([]);
  });

  test('that was aborted before cancels at once', async () => {
    const { rows } = await connectWire();
    await expect(
      rows('SELECT pg_sleep(60)', [], { signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(await rows('SELECT 7')).toEqual([[7]]);
  });

  test('after the answer has no effect', async () => {
    const { rows } = await connectWire();
    const abort = new AbortController();
    expect(await rows('SELECT 1', [], abort)).toEqual([[1]]);
    abort.abort();
    expect(await rows('SELECT pg_sleep(0.1), 2')).toEqual([['', 2]]);
  });

  test('never cancels others, however fast they follow one another', async () => {
    const { rows } = await connectWire();
    for (let round = 0; round < 20; round++) {
      const abort = new AbortController();
      const aborted = rows('SELECT pg_sleep(0.01), 0', [], abort).catch(() => 'cancelled');
      const others = Array.from({ length: 20 }, (_, index) =>
        rows('SELECT pg_sleep(0.0005), $1::int', [index]),
      );
      setTimeout(() => abort.abort(), round % 12);
      expect((await Promise.all(others)).flat()).toEqual(others.map((_, index) => ['', index]));
      await aborted;
    }
  });

  test('ends a stream', async () => {
    const { connection, rows } = await connectWire();
    const abort = new AbortController();
    const sql = 'SELECT n, pg_sleep(0.001) FROM generate_series(1, 100000) AS n';
    const reading = async () => {
      for await (const part of connection.stream(sql, [], arrayRows, 20, abort)) {
        if (part[0]![0] === 41) setTimeout(() => abort.abort(), 5);
      }
    };
    // A part that ended before the request got there leaves the next one to be refused here.
    const code = expect.stringMatching(/^(57014|db\.query\.cancelled)$/);
    await expect(reading()).rejects.toMatchObject({ code });
    expect(connection.isInTransaction).toBe(false);
    expect(await rows('SELECT 7')).toEqual([[7]]);
  });
});
