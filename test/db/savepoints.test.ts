import { beforeEach, describe, expect, test } from 'vitest';
import { atomic } from '../../src/db/index.ts';
import { sqlOf } from '../support/queries.ts';
import { addGenre, connectGenres, gate, genreNames, turn } from './genre-table.ts';

beforeEach(async () => {
  await connectGenres();
});

const broken = () => {
  throw new Error('The projector broke.');
};

describe('atomic() inside of atomic()', () => {
  test('is a savepoint', async () => {
    const sent = await sqlOf(() => atomic(() => atomic(() => atomic(() => addGenre('Drama')))));
    expect(sent).toEqual([
      'BEGIN IMMEDIATE',
      'SAVEPOINT uptempo_1',
      'SAVEPOINT uptempo_2',
      'INSERT INTO genre (name) VALUES (?)',
      'RELEASE uptempo_2',
      'RELEASE uptempo_1',
      'COMMIT',
    ]);
    expect(await genreNames()).toEqual(['Drama']);
  });

  test('that fails and is caught undoes only itself', async () => {
    await atomic(async () => {
      await addGenre('Drama');
      await atomic(async () => {
        await addGenre('Horror');
        broken();
      }).catch(() => {});
      await addGenre('Comedy');
    });
    expect(await genreNames()).toEqual(['Comedy', 'Drama']);
  });

  test('that fails on a constraint leaves the outer one usable', async () => {
    await addGenre('Drama');
    await atomic(async () => {
      await addGenre('Horror');
      await expect(atomic(() => addGenre('Drama'))).rejects.toMatchObject({
        code: 'db.constraint.unique',
      });
      await addGenre('Comedy');
    });
    expect(await genreNames()).toEqual(['Comedy', 'Drama', 'Horror']);
  });

  test('that fails and is not caught undoes all', async () => {
    const work = atomic(async () => {
      await addGenre('Drama');
      await atomic(broken);
    });
    await expect(work).rejects.toThrow('The projector broke.');
    expect(await genreNames()).toEqual([]);
  });

  test('that succeeded is undone with the outer one', async () => {
    const work = atomic(async () => {
      await atomic(() => addGenre('Drama'));
      broken();
    });
    await expect(work).rejects.toThrow();
    expect(await genreNames()).toEqual([]);
  });

  test('three deep, the middle one undone', async () => {
    await atomic(async () => {
      await addGenre('1');
      await atomic(async () => {
        await addGenre('2');
        await atomic(() => addGenre('3'));
        broken();
      }).catch(() => {});
      await atomic(() => addGenre('4'));
    });
    expect(await genreNames()).toEqual(['1', '4']);
  });
});

describe('several at the same time', () => {
  test('take turns, so that each undoes only its own', async () => {
    const settled = await atomic(() =>
      Promise.allSettled(
        ['Drama', 'broken', 'Horror'].map((name) =>
          atomic(async () => {
            await turn();
            await addGenre(name);
            await turn();
            if (name === 'broken') broken();
          }),
        ),
      ),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await genreNames()).toEqual(['Drama', 'Horror']);
  });

  test('the statement of the outer one waits, and is not undone with them', async () => {
    const sent = await sqlOf(() =>
      atomic(async () => {
        const inner = atomic(async () => {
          await turn();
          await addGenre('Horror');
          broken();
        });
        await Promise.all([addGenre('Drama'), inner.catch(() => {})]);
      }),
    );
    expect(sent.indexOf('ROLLBACK TO uptempo_1')).toBeLessThan(
      sent.lastIndexOf('INSERT INTO genre (name) VALUES (?)'),
    );
    expect(await genreNames()).toEqual(['Drama']);
  });

  test('one that fails ends the transaction; the others write nothing after it', async () => {
    const { opened, open } = gate();
    const slow: Promise<unknown>[] = [];
    const work = atomic(async () => {
      const failing = atomic(async () => {
        await addGenre('Drama');
        broken();
      });
      slow.push(
        atomic(async () => {
          await addGenre('Horror');
          await opened;
          await addGenre('Comedy');
        }),
        atomic(() => addGenre('Western')),
      );
      await Promise.all([failing, ...slow]);
    });
    await expect(work).rejects.toThrow('The projector broke.');
    open();
    const settled = await Promise.allSettled(slow);
    expect(settled).toMatchObject([
      { reason: { code: 'db.transaction.closed' } },
      { reason: { code: 'db.transaction.closed' } },
    ]);
    expect(await genreNames()).toEqual([]);
    await atomic(() => addGenre('Western'));
    expect(await genreNames()).toEqual(['Western']);
  });

  test('one that nobody awaited is undone, what was awaited is kept', async () => {
    const { opened, open } = gate();
    let forgotten: Promise<void> | undefined;
    await atomic(async () => {
      await addGenre('Drama');
      forgotten = atomic(async () => {
        await addGenre('Horror');
        await opened;
        await addGenre('Comedy');
      });
      forgotten.catch(() => {});
      await turn();
    });
    open();
    await expect(forgotten).rejects.toMatchObject({ code: 'db.transaction.closed' });
    expect(await genreNames()).toEqual(['Drama']);
  });
});
