import { describe, expect, onTestFinished, test } from 'vitest';
import {
  connect,
  type DatabaseRouter,
  databaseForRead,
  databaseForWrite,
  disconnect,
} from '../../src/db/index.ts';
import { failureOf } from '../support/failures.ts';

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

  test('that name an unknown database are said to have', async () => {
    connectWith({ dbForWrite: () => 'replika' });
    expect(await failureOf(() => databaseForWrite(movie))).toMatchObject({
      code: 'db.alias.unknown',
      message:
        'dbForWrite() of a router answered "replika" for Movie, which the settings do not have.',
    });
  });

  test('may be objects of a class, with members of their own', () => {
    class LogRouter implements DatabaseRouter {
      readonly name = 'Log';
      dbForRead(model: { readonly name: string }) {
        return model.name === this.name ? 'archive' : undefined;
      }
    }
    connectWith(new (class extends LogRouter {})());
    expect(databaseForRead(log).alias).toBe('archive');
    expect(databaseForRead(movie).alias).toBe('default');
  });

  test.each([
    [{ dbForReads: () => 'archive' }, 'has "dbForReads", which no router is asked.', '"dbForRead"'],
    [{ dbForRead: 'archive' }, '"dbForRead" is a string, not a function.', "=> 'replica'"],
    [{ dbForRead: undefined }, 'has neither dbForRead nor dbForWrite.', "=> 'replica'"],
    [{}, 'has neither dbForRead nor dbForWrite.', "=> 'replica'"],
    ['archive', 'is a string, not a router.', "=> 'replica'"],
    [class Replicas {}, 'is a function, not a router.', 'new MyRouter()'],
    [
      new (class {
        dbforread() {}
      })(),
      'has "dbforread", which no router is asked.',
      '"dbForRead"',
    ],
  ])('such as %o are refused, and leave what was connected', async (wrong, message, hint) => {
    connectWith({ dbForRead: () => 'replica' });
    const connecting = () =>
      connect(
        { default: 'sqlite::memory:' },
        { routers: [{ dbForRead: () => '' }, wrong as never] },
      );
    expect(await failureOf(connecting)).toMatchObject({
      code: 'db.router.invalid',
      message: expect.stringMatching(/^routers\[1\]/),
      hint: expect.stringContaining(hint),
    });
    expect((await failureOf(connecting)).message).toContain(message);
    expect(databaseForRead(movie).alias).toBe('replica');
  });

  test.each([
    [async () => 'replica', 'an object (Promise)', 'cannot be asynchronous'],
    [() => 3, '3', 'or undefined'],
    [() => false, 'false', 'or undefined'],
  ])('have to answer with an alias: %o does not', async (dbForRead, kind, hint) => {
    connectWith({ dbForRead: dbForRead as never });
    expect(await failureOf(() => databaseForRead(movie))).toMatchObject({
      code: 'db.router.invalid',
      message: `dbForRead() of a router answered ${kind} for Movie, not an alias.`,
      hint: expect.stringContaining(hint),
    });
  });

  test('may answer null, as undefined', () => {
    connectWith({ dbForRead: () => null as never }, { dbForRead: () => 'replica' });
    expect(databaseForRead(movie).alias).toBe('replica');
  });

  test('are forgotten with their databases', async () => {
    connectWith({ dbForRead: () => 'replica' });
    await disconnect();
    connect({ default: 'sqlite::memory:' });
    expect(databaseForRead(movie).alias).toBe('default');
  });
});
