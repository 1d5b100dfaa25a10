import { expect, test } from 'vitest';
import { atomic, type Database, database, onCommit } from '../../../src/db/index.ts';
import { connectEmpty, type DriverKind, describeEachDriver } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';

const broken = new Error('The projector broke.');

async function connectGenres(kind: DriverKind, parameters = ''): Promise<Database> {
  const database = await connectEmpty(kind, parameters);
  await database.raw('CREATE TABLE genre (name varchar(40) NOT NULL UNIQUE)');
  return database;
}

const add = (name: string) => database().raw('INSERT INTO genre (name) VALUES (?)', [name]);

async function names(): Promise<unknown[]> {
  const { rows } = await database().raw('SELECT name FROM genre ORDER BY name');
  return rows.map(({ name }) => name);
}

describeEachDriver('a transaction', (kind) => {
  test('keeps everything, or nothing', async () => {
    await connectGenres(kind);
    await atomic(async () => {
      await add('Drama');
      await add('Horror');
    });
    const failing = atomic(async () => {
      await add('Comedy');
      throw broken;
    });
    await expect(failing).rejects.toBe(broken);
    expect(await names()).toEqual(['Drama', 'Horror']);
  });

  test('is seen by itself before others see it', async () => {
    const outside = await connectGenres(kind);
    let before: unknown[] = [];
    let seen: unknown[] = [];
    const { promise: written, resolve: tell } = Promise.withResolvers<void>();
    const { promise: read, resolve: goOn } = Promise.withResolvers<void>();
    const done = outside.atomic(async () => {
      await add('Drama');
      seen = await names();
      tell();
      await read;
    });
    await written;
    before = (await outside.query(countGenres, [], origin)) as unknown[];
    goOn();
    await done;
    expect(seen).toEqual(['Drama']);
    expect(before).toEqual([[0]]);
    expect(await names()).toEqual(['Drama']);
  });

  test('survives a failure in a savepoint, which is undone alone', async () => {
    await connectGenres(kind);
    await atomic(async () => {
      await add('Drama');
      expect(await codeOf(() => atomic(() => add('Drama')))).toBe('db.constraint.unique');
      const inner = atomic(async () => {
        await add('Horror');
        throw broken;
      });
      await expect(inner).rejects.toBe(broken);
      await atomic(() => add('Comedy'));
    });
    expect(await names()).toEqual(['Comedy', 'Drama']);
  });

  test('runs statements that were started together, in the transaction', async () => {
    await connectGenres(kind);
    const failing = atomic(async () => {
      await Promise.all(['Drama', 'Horror', 'Comedy'].map(add));
      expect(await names()).toHaveLength(3);
      throw broken;
    });
    await expect(failing).rejects.toBe(broken);
    expect(await names()).toEqual([]);
  });

  test('calls back after its commit, and not when it is undone', async () => {
    await connectGenres(kind);
    const called: string[] = [];
    await atomic(async () => {
      onCommit(() => called.push('outer'));
      await atomic(() => onCommit(() => called.push('inner')));
      await atomic(() => {
        onCommit(() => called.push('undone'));
        throw broken;
      }).catch(() => {});
      expect(called).toEqual([]);
    });
    expect(called).toEqual(['outer', 'inner']);
  });

  test('refuses statements after its end', async () => {
    await connectGenres(kind);
    const { promise: ended, resolve: tell } = Promise.withResolvers<void>();
    let late: Promise<unknown> = Promise.resolve();
    await atomic(async () => {
      late = ended.then(() => codeOf(() => add('Late')));
    });
    tell();
    expect(await late).toBe('db.transaction.closed');
  });

  test('of many at a time loses no update', async () => {
    await connectEmpty(kind);
    await database().raw('CREATE TABLE counter (value integer)');
    await database().raw('INSERT INTO counter VALUES (0)');
    const increment = () => atomic(() => database().raw('UPDATE counter SET value = value + 1'));
    await Promise.all(Array.from({ length: 50 }, increment));
    expect((await database().raw('SELECT value FROM counter')).rows).toEqual([{ value: 50 }]);
  });
});

describeEachDriver('options of a transaction', (kind) => {
  test.each(['readCommitted', 'repeatableRead', 'serializable'] as const)(
    'isolation %s',
    async (isolation) => {
      await connectGenres(kind);
      await atomic(() => add('Drama'), { isolation });
      expect(await names()).toEqual(['Drama']);
    },
  );

  test('isReadOnly sees one state throughout, and lets others write', async () => {
    await connectGenres(kind);
    await add('Drama');
    const { promise: hasRead, resolve: tell } = Promise.withResolvers<void>();
    const { promise: hasWritten, resolve: goOn } = Promise.withResolvers<void>();
    const reading = atomic(
      async () => {
        const first = await names();
        tell();
        await hasWritten;
        return [first, await names()];
      },
      { isReadOnly: true },
    );
    await hasRead;
    await add('Horror');
    goOn();
    expect(await reading).toEqual([['Drama'], ['Drama']]);
  });

  test('durable is refused inside of another transaction, and fine outside', async () => {
    await connectGenres(kind);
    await atomic(() => add('Drama'), { durable: true });
    const nested = atomic(() => atomic(() => add('Horror'), { durable: true }));
    expect(await failureOf(() => nested)).toMatchObject({
      code: 'db.transaction.nested',
      details: { option: 'durable' },
    });
    expect(await names()).toEqual(['Drama']);
  });

  test('a misspelled or impossible option is refused', async () => {
    await connectGenres(kind);
    const atomicWith = (options: object) => () => atomic(() => add('Drama'), options as never);
    expect(await codeOf(atomicWith({ readOnly: true }))).toBe('core.option.unknown');
    expect(await codeOf(atomicWith({ isolation: 'strict' }))).toBe('core.option.invalid');
    expect(await codeOf(atomicWith({ retry: -1 }))).toBe('core.option.invalid');
    expect(await names()).toEqual([]);
  });

  test('retry runs the work no second time for an error of its own', async () => {
    await connectGenres(kind);
    let runs = 0;
    const failing = atomic(
      () => {
        runs += 1;
        throw broken;
      },
      { retry: 3 },
    );
    await expect(failing).rejects.toBe(broken);
    expect(runs).toBe(1);
  });
});

const origin = { kind: 'raw', subject: undefined, site: undefined } as const;
const countGenres = {
  sql: 'SELECT COUNT(*) FROM genre',
  bindings: [],
  isWrite: false,
  returnsRows: true,
};
