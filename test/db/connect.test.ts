import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { atomic, connect, database, disconnect, onCommit } from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { temporaryFolder } from '../support/files.ts';
import { addGenre, connectGenres, GENRE_TABLE, gate, genreNames } from './genre-table.ts';

describe('connect()', () => {
  test('opens the databases of the settings by alias, relative to a folder', async () => {
    const folder = temporaryFolder();
    onTestFinished(() => disconnect());
    connect({ default: 'sqlite:a.sqlite', archive: { url: 'sqlite:b.sqlite' } }, folder);
    expect(existsSync(join(folder, 'a.sqlite'))).toBe(true);
    expect(existsSync(join(folder, 'b.sqlite'))).toBe(true);
    expect(database()).toBe(database('default'));
    expect(database('archive').alias).toBe('archive');
  });

  test('keeps two memories apart', async () => {
    onTestFinished(() => disconnect());
    connect({ default: 'sqlite::memory:', archive: 'sqlite::memory:' });
    for (const alias of ['default', 'archive']) await database(alias).raw(GENRE_TABLE);
    await addGenre('Drama', database('archive'));
    expect(await genreNames()).toEqual([]);
    expect(await genreNames(database('archive'))).toEqual(['Drama']);
  });

  test('replaces an alias that was connected and closes what it was', async () => {
    await connectGenres();
    await addGenre('Drama');
    const before = database();
    connect({ default: 'sqlite::memory:' });
    expect(database()).not.toBe(before);
    expect(await codeOf(() => genreNames())).toBe('db.table.missing');
    expect(await codeOf(() => genreNames(before))).toBe('db.closed');
  });

  test('leaves other aliases connected', async () => {
    await connectGenres();
    connect({ archive: 'sqlite::memory:' });
    expect(await genreNames()).toEqual([]);
  });

  test('opens nothing when one of them cannot be opened', async () => {
    await connectGenres();
    const before = database();
    const folder = temporaryFolder();
    const connected = () =>
      connect({ default: 'sqlite:a.sqlite', archive: 'sqlite:none/b.sqlite' }, folder);
    expect(await codeOf(connected)).toBe('db.open.failed');
    expect(database()).toBe(before);
    expect(await genreNames()).toEqual([]);
    expect(await codeOf(() => connect({ default: 'mysql:a' }))).toBe('db.url.invalid');
    expect(database()).toBe(before);
  });
});

describe('a database that is not there', () => {
  test('before any connect() says what to call', async () => {
    for (const work of [() => database(), () => atomic(() => 1), () => onCommit(() => {})]) {
      expect(await failureOf(work)).toMatchObject({
        code: 'db.not_connected',
        hint: "Call connect({ default: 'sqlite:cinema.sqlite' }) before the first query.",
      });
    }
  });

  test('by its alias names the nearest', async () => {
    await connectGenres();
    connect({ archive: 'sqlite::memory:' });
    expect(await failureOf(() => database('achive'))).toMatchObject({
      code: 'db.alias.unknown',
      message: 'There is no database "achive" in the settings.',
      hint: 'Did you mean "archive"? Choices: archive, default.',
    });
    expect(await codeOf(() => atomic(() => 1, { using: 'toString' }))).toBe('db.alias.unknown');
  });
});

describe('after disconnect()', () => {
  test('nothing is connected, and what somebody still holds is closed', async () => {
    await connectGenres();
    const held = database();
    await disconnect();
    expect(await codeOf(() => database())).toBe('db.not_connected');
    expect(await codeOf(() => held.raw('SELECT 1'))).toBe('db.closed');
    expect(await codeOf(() => held.atomic(() => 1))).toBe('db.closed');
    await disconnect();
  });

  test('a transaction that waited for its turn does not start', async () => {
    await connectGenres();
    const held = database();
    const { opened, open } = gate();
    const first = held.atomic(() => opened);
    const second = held.atomic(() => addGenre('Drama', held));
    await disconnect();
    open();
    const settled = await Promise.allSettled([first, second]);
    expect(settled[1]).toMatchObject({ reason: { code: 'db.closed' } });
  });

  test('the same address connects again, with what was written', async () => {
    const file = await connectGenres();
    await addGenre('Drama');
    await disconnect();
    connect({ default: `sqlite:${file}` });
    expect(await genreNames()).toEqual(['Drama']);
  });
});
