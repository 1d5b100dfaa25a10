import { describe, expect, onTestFinished, test } from 'vitest';
import {
  connect,
  type DatabaseRouter,
  databaseForRead,
  databaseForWrite,
  disconnect,
} from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';

const movie = { name: 'Movie' };
const log = { name: 'Log' };

function connectWith(...routers: readonly DatabaseRouter[]): void {
  const memory = 'sqlite::memory:';
  connect({ default: memory, replica: memory, archive: memory }, { routers });
  onTestFinished(() => disconnect());
}

describe('routers', () => {
  test('send reads and writes to different databases', () => {
    connectWith({ dbForRead: () => 'replica' });
    expect(databaseForRead(movie).alias).toBe('replica');
    expect(databaseForWrite(movie).alias).toBe('default');
  });

  test('are asked in turn, with the model, until one has an answer', () => {
    const archive: DatabaseRouter = {
      dbForRead: ({ name }) => (name === 'Log' ? 'archive' : undefined),
      dbForWrite: ({ name }) => (name === 'Log' ? 'archive' : undefined),
    };
    connectWith(archive, { dbForRead: () => 'replica' });
    expect(databaseForRead(log).alias).toBe('archive');
    expect(databaseForWrite(log).alias).toBe('archive');
    expect(databaseForRead(movie).alias).toBe('replica');
    expect(databaseForWrite(movie).alias).toBe('default');
  });

  test('are told of the row that a statement starts from', () => {
    const row = { shard: 'archive' };
    connectWith({ dbForRead: (_model, hints) => (hints.row as typeof row | undefined)?.shard });
    expect(databaseForRead(movie, undefined, { row }).alias).toBe('archive');
    expect(databaseForRead(movie).alias).toBe('default');
  });

  test('are not asked when the caller has decided', () => {
    connectWith({ dbForRead: () => 'replica', dbForWrite: () => 'replica' });
    expect(databaseForRead(movie, 'archive').alias).toBe('archive');
    expect(databaseForWrite(movie, 'default').alias).toBe('default');
  });

  test('that name an unknown database are found out', async () => {
    connectWith({ dbForRead: () => 'replika' });
    expect(await failureOf(() => databaseForRead(movie))).toMatchObject({
      code: 'db.alias.unknown',
      hint: expect.stringContaining('Did you mean "replica"?'),
    });
  });

  test('with a misspelled method are refused, and leave what was connected', async () => {
    connectWith({ dbForRead: () => 'replica' });
    const misspelled = { dbForReads: () => 'archive' } as never;
    const wrong = () => connect({ default: 'sqlite::memory:' }, { routers: [misspelled] });
    expect(await codeOf(wrong)).toBe('core.option.unknown');
    expect(databaseForRead(movie).alias).toBe('replica');
  });

  test('are forgotten with their databases', async () => {
    connectWith({ dbForRead: () => 'replica' });
    await disconnect();
    connect({ default: 'sqlite::memory:' });
    expect(databaseForRead(movie).alias).toBe('default');
  });
});
