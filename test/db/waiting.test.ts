import { expect, test } from 'vitest';
import { database } from '../../src/db/index.ts';
import { type QueryEvent, queryChannel } from '../../src/events/index.ts';
import { connectEmpty } from '../support/databases.ts';
import { describeOnPostgresql } from '../support/postgresql.ts';

const SLEEP_MS = 200;
const SLEEP = `SELECT pg_sleep(${SLEEP_MS / 1_000})`;

/** Clocks of two processes; the server sleeps for no less than it is told. */
const TOLERANCE_MS = 20;

async function eventsOf(work: () => Promise<unknown>): Promise<readonly QueryEvent[]> {
  const events: QueryEvent[] = [];
  const stop = queryChannel.subscribe((event) => events.push(event));
  try {
    await work();
  } finally {
    stop();
  }
  return events;
}

describeOnPostgresql('the time a statement waits for its connection', () => {
  test('is told apart from the time it runs, outside of transactions', async () => {
    await connectEmpty('postgresql', '?pool_size=1');
    await database().raw('SELECT 1');
    const [first, second, third] = await eventsOf(() =>
      Promise.all([database().raw(SLEEP), database().raw(SLEEP), database().raw(SLEEP)]),
    );
    expect(first!.waitMs).toBeLessThan(second!.waitMs);
    expect(second!.waitMs).toBeGreaterThan(SLEEP_MS - TOLERANCE_MS);
    expect(third!.waitMs).toBeGreaterThan(2 * SLEEP_MS - TOLERANCE_MS);
    expect(third!.durationMs).toBeGreaterThan(SLEEP_MS - TOLERANCE_MS);
  });

  test('is that of BEGIN in a transaction', async () => {
    await connectEmpty('postgresql', '?pool_size=1');
    await database().raw('SELECT 1');
    const events = await eventsOf(() =>
      Promise.all([
        database().atomic(() => database().raw(SLEEP)),
        database().atomic(() => database().raw('SELECT 2')),
      ]),
    );
    const waits = events.filter(({ sql }) => sql.startsWith('BEGIN')).map(({ waitMs }) => waitMs);
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeGreaterThan(SLEEP_MS - TOLERANCE_MS);
  });

  test('is that of a statement that changes the session', async () => {
    await connectEmpty('postgresql', '?pool_size=1');
    await database().raw('SELECT 1');
    const events = await eventsOf(() =>
      Promise.all([database().raw(SLEEP), database().raw('SHOW search_path')]),
    );
    const show = events.find(({ sql }) => sql.startsWith('SHOW'))!;
    expect(show.waitMs).toBeGreaterThan(SLEEP_MS - TOLERANCE_MS);
  });
});
