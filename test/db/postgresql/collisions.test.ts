import { AsyncResource } from 'node:async_hooks';
import { expect, onTestFinished, test } from 'vitest';
import { atomic, connect, type Database, database, disconnect } from '../../../src/db/index.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../../support/postgresql.ts';

/** An async context that no transaction is in. */
const outside = new AsyncResource('outside');

async function connectAccounts(parameters = ''): Promise<Database> {
  connect({ default: `${await temporaryPostgresql()}${parameters}` });
  onTestFinished(() => disconnect());
  const connected = database();
  await connected.raw('CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL)');
  await connected.raw('INSERT INTO account VALUES (1, 100), (2, 100)');
  return connected;
}

const change = (id: number, by: number) =>
  database().raw('UPDATE account SET balance = balance + ?::integer WHERE id = ?', [by, id]);

async function balances(): Promise<unknown[]> {
  const { rows } = await database().raw('SELECT balance FROM account ORDER BY id');
  return rows.map(({ balance }) => balance);
}

/** Resolves for each caller when all of them have come. */
function meeting(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come === size) resolve();
    return promise;
  };
}

describeOnPostgresql('transactions that wait for each other in a circle', () => {
  /** Two transfers that lock the two rows in opposite order, at their first attempt together. */
  function transfers(retry: number) {
    const meet = meeting(2);
    let attempts = 0;
    const transfer = (from: number, to: number) =>
      atomic(
        async () => {
          attempts += 1;
          await change(from, -10);
          await meet();
          await change(to, 10);
        },
        { retry },
      );
    return Promise.allSettled([transfer(1, 2), transfer(2, 1)]).then((settled) => ({
      settled,
      attempts,
    }));
  }

  test('fail with a code, one of them, without retry', async () => {
    await connectAccounts();
    const { settled, attempts } = await transfers(0);
    const failed = settled.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'db.deadlock', status: 503 } }]);
    expect(attempts).toBe(2);
  });

  test('both succeed with retry', async () => {
    await connectAccounts();
    const { settled, attempts } = await transfers(5);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(attempts).toBe(3);
    expect(await balances()).toEqual([100, 100]);
  });
});

describeOnPostgresql('serializable transactions that read what others write', () => {
  async function withdrawals(retry: number) {
    const meet = meeting(2);
    let attempts = 0;
    // Together they may not take more than there is: each reads the sum, then takes from one row.
    const withdraw = (id: number) =>
      atomic(
        async () => {
          attempts += 1;
          const { rows } = await database().raw('SELECT sum(balance)::int AS sum FROM account');
          await meet();
          if (Number(rows[0]?.sum) >= 150) await change(id, -150);
        },
        { isolation: 'serializable', retry },
      );
    const settled = await Promise.allSettled([withdraw(1), withdraw(2)]);
    return { settled, attempts };
  }

  test('fail with a code, one of them, without retry', async () => {
    await connectAccounts();
    const { settled } = await withdrawals(0);
    const failed = settled.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'db.serialization', status: 503 } }]);
  });

  test('keep their promise with retry', async () => {
    await connectAccounts();
    const { settled, attempts } = await withdrawals(5);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(attempts).toBe(3);
    expect((await balances()).reduce((sum: number, each) => sum + Number(each), 0)).toBe(50);
  });

  test('drop what was to be called after a commit that did not come', async () => {
    await connectAccounts();
    let called = 0;
    const meet = meeting(2);
    const read = () =>
      atomic(
        async () => {
          database().onCommit(() => {
            called += 1;
          });
          await database().raw('SELECT * FROM account');
          await meet();
          await change(1, 1);
        },
        { isolation: 'serializable', retry: 10 },
      );
    await Promise.all([read(), read()]);
    expect(called).toBe(2);
    expect(await balances()).toEqual([102, 100]);
  });
});

describeOnPostgresql('a transaction', () => {
  test('that may only read is refused to write', async () => {
    await connectAccounts();
    const failing = atomic(() => change(1, 1), { isReadOnly: true });
    expect(await codeOf(() => failing)).toBe('db.transaction.read_only');
  });

  test('whose failure was caught and dropped does not claim to be committed', async () => {
    await connectAccounts();
    const failing = atomic(async () => {
      await change(1, 1);
      await database()
        .raw('INSERT INTO account VALUES (1, 0)')
        .catch(() => {});
    });
    expect(await failureOf(() => failing)).toMatchObject({
      code: 'db.transaction.aborted',
      hint: expect.stringContaining('atomic()'),
    });
    expect(await balances()).toEqual([100, 100]);
  });

  test('says of a statement after a failure why it is refused', async () => {
    await connectAccounts();
    await atomic(async () => {
      await database()
        .raw('SELECT 1 / 0')
        .catch(() => {});
      expect(await codeOf(() => change(1, 1))).toBe('db.transaction.aborted');
      throw new Error('undo');
    }).catch(() => {});
    expect(await balances()).toEqual([100, 100]);
  });

  test('tells of a lock it may not wait for', async () => {
    await connectAccounts();
    await atomic(async () => {
      await change(1, 1);
      const other = database();
      const lock = () => other.raw('SELECT * FROM account WHERE id = 1 FOR UPDATE NOWAIT');
      expect(await outside.runInAsyncScope(() => codeOf(lock))).toBe('db.lock.unavailable');
    });
  });

  test('has the server choose the levels that were asked for', async () => {
    await connectAccounts();
    const levelOf = (options: Parameters<typeof atomic>[1]) =>
      atomic(async () => {
        const { rows } = await database().raw('SHOW transaction_isolation');
        return rows[0]?.transaction_isolation;
      }, options);
    expect(await levelOf({})).toBe('read committed');
    expect(await levelOf({ isolation: 'repeatableRead' })).toBe('repeatable read');
    expect(await levelOf({ isolation: 'serializable' })).toBe('serializable');
    expect(await levelOf({ isReadOnly: true })).toBe('repeatable read');
  });
});
