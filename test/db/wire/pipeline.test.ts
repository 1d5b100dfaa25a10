import { expect, test } from 'vitest';
import { arrayRows } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { failureOf } from '../../support/failures.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { connectWire, openWire } from './wire.ts';

describeOnPostgresql('a pipeline', () => {
  test('10,000 statements at once all get their own answer', async () => {
    const { rows } = await connectWire();
    const numbers = Array.from({ length: 10_000 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((number) => rows('SELECT $1::int', [number])));
    expect(answers).toEqual(numbers.map((number) => [[number]]));
  });

  test('every seventh of 2,000 fails, and no other', async () => {
    const { rows } = await connectWire();
    const numbers = Array.from({ length: 2_000 }, (_, index) => index);
    const settled = await Promise.allSettled(
      numbers.map((number) => rows('SELECT 1 / ($1::int % 7)', [number])),
    );
    const failed = settled.map(({ status }) => status === 'rejected');
    expect(failed).toEqual(numbers.map((number) => number % 7 === 0));
  });

  test('large values go out and come back while others wait', async () => {
    const { rows } = await connectWire({ maxInFlight: 3 });
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(400_000));
    const answers = await Promise.all(texts.map((text) => rows('SELECT $1::text', [text])));
    answers.forEach((answer, index) => {
      expect(answer[0]![0] === texts[index]).toBe(true);
    });
  });

  test('a row of 50 MB arrives whole, and so does the one behind it', async () => {
    const { rows } = await connectWire();
    const sql = `SELECT repeat('Jaws! ', 8333333) || 'é', 7 UNION ALL SELECT 'Duel', 8`;
    for (let run = 0; run < 2; run++) {
      const [large, small] = await rows(sql);
      const text = large![0] as string;
      expect(text.length).toBe(49_999_999);
      expect(text.endsWith('Jaws! é')).toBe(true);
      expect([large![1], small]).toEqual([7, ['Duel', 8]]);
    }
  });

  test('statements run in the order in which they were started, transactions among them', async () => {
    const { rows, connection } = await connectWire();
    const work = [
      connection.run('CREATE TABLE movie (title text)'),
      connection.run('BEGIN'),
      rows(`INSERT INTO movie VALUES ('Jaws')`),
      rows('SELECT title FROM movie'),
      connection.run('ROLLBACK'),
      rows('SELECT title FROM movie'),
    ];
    expect((await Promise.all(work)).slice(3)).toEqual([[['Jaws']], 'ROLLBACK', []]);
    expect(connection.isInTransaction).toBe(false);
  });

  test('closing waits for what has been started and refuses what comes after', async () => {
    const { rows, connection } = await connectWire();
    const slow = rows('SELECT pg_sleep(0.1), 7');
    const closing = connection.close();
    expect((await failureOf(() => rows('SELECT 1'))).code).toBe('db.closed');
    expect(await slow).toEqual([['', 7]]);
    await closing;
    expect(connection.isOver).toBe(true);
  });
});

describeOnPostgresql('a connection that is lost', () => {
  const LOST = { code: 'db.connection.lost', status: 503 };

  test('fails everything in flight and everything after, once', async () => {
    const losses: unknown[] = [];
    const { url, rows, connection } = await connectWire({ onLost: (error) => losses.push(error) });
    const other = await openWire(url);
    const [[pid]] = (await rows('SELECT pg_backend_pid()')) as [[number]];
    const work = [rows('SELECT 1'), rows('SELECT pg_sleep(60)'), rows('SELECT 2')];
    const waiting = Promise.allSettled(work);
    await work[0];
    await other.query('SELECT pg_terminate_backend($1)', [pid], arrayRows);
    const [first, ...rest] = await waiting;
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(rest).toMatchObject([{ reason: LOST }, { reason: LOST }]);
    expect(rest).toMatchObject([{ reason: { cause: { code: '57P01' } } }, {}]);
    expect(await failureOf(() => rows('SELECT 3'))).toMatchObject(LOST);
    expect(losses).toHaveLength(1);
    expect(connection.isOver).toBe(true);
  });

  test('while it was idle, says so to the owner and to the next query', async () => {
    const lost = Promise.withResolvers<Error>();
    const { url, rows } = await connectWire({ onLost: lost.resolve });
    const other = await openWire(url);
    const [[pid]] = (await rows('SELECT pg_backend_pid()')) as [[number]];
    await other.query('SELECT pg_terminate_backend($1)', [pid], arrayRows);
    expect(await lost.promise).toMatchObject(LOST);
    expect(await failureOf(() => rows('SELECT 1'))).toMatchObject(LOST);
  });

  test('in the middle of a large result is no result', async () => {
    const { connection, rows } = await connectWire();
    const work = rows(`SELECT repeat('x', 1000) FROM generate_series(1, 200000)`);
    setTimeout(() => connection.destroy(), 30);
    expect(await failureOf(() => work)).toMatchObject(LOST);
  });
});
