import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, database, disconnect } from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { temporaryFolder } from '../support/files.ts';
import { addGenre, connectGenres, genreNames } from './genre-table.ts';

/** A database of a megabyte, closed. */
async function writtenFile(): Promise<string> {
  const file = await connectGenres();
  await database().raw(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
     INSERT INTO genre (name) SELECT 'genre number ' || i || printf('%80s', '') FROM n`,
  );
  await disconnect();
  return file;
}

const reading = (file: string) => async () => {
  onTestFinished(() => disconnect());
  connect({ default: `sqlite:${file}` });
  return genreNames();
};

const writing = (file: string) => async () => {
  onTestFinished(() => disconnect());
  connect({ default: `sqlite:${file}` });
  await addGenre('Drama');
};

describe('a damaged file', () => {
  test('of garbage is refused when it is opened, and left as it is', async () => {
    const file = join(temporaryFolder(), 'cinema.sqlite');
    const garbage = 'This is a shopping list, not a database.\n'.repeat(500);
    writeFileSync(file, garbage);
    expect(await failureOf(reading(file))).toMatchObject({
      code: 'db.file.corrupt',
      message: expect.stringContaining('file is not a database'),
      hint: expect.stringContaining('.recover'),
    });
    expect(readFileSync(file, 'utf8')).toBe(garbage);
  });

  test('that was cut off is found when its missing part is read', async () => {
    const file = await writtenFile();
    truncateSync(file, 40_960);
    expect(await failureOf(reading(file))).toMatchObject({ code: 'db.file.corrupt' });
  });

  test('with overwritten pages gives an error, never wrong rows', async () => {
    const file = await writtenFile();
    const bytes = readFileSync(file);
    bytes.fill(0xee, 8_192, 65_536);
    writeFileSync(file, bytes);
    expect(await codeOf(reading(file))).toBe('db.file.corrupt');
  });

  test('can still be asked for nothing else: an empty one is a new database', async () => {
    const file = join(temporaryFolder(), 'empty.sqlite');
    writeFileSync(file, '');
    expect(await codeOf(reading(file))).toBe('db.table.missing');
  });
});

describe('a file that cannot be opened', () => {
  test('because its folder is missing', async () => {
    const file = join(temporaryFolder(), 'none', 'cinema.sqlite');
    expect(await failureOf(reading(file))).toMatchObject({
      code: 'db.open.failed',
      message: `Cannot open the database ${file}: unable to open database file.`,
      hint: 'Does its folder exist, and may this user write to it?',
    });
  });

  test('because it is a folder', async () => {
    expect(await codeOf(reading(temporaryFolder()))).toBe('db.open.failed');
  });

  test('because its name holds NUL', async () => {
    expect(await codeOf(() => connect({ default: 'sqlite:a\0b' }))).toBe('db.open.failed');
  });
});

describe('a file that may only be read', () => {
  /** Runs `work` as a user for whom permissions count, which is not so for root. */
  async function asUser(work: () => unknown): Promise<void> {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  test('refuses writes and is otherwise left alone', async () => {
    const file = await connectGenres();
    await database().raw('PRAGMA journal_mode = DELETE');
    await disconnect();
    chmodSync(file, 0o444);
    chmodSync(join(file, '..'), 0o755);
    const before = readFileSync(file);
    await asUser(async () => expect(await codeOf(writing(file))).toBe('db.disk'));
    expect(readFileSync(file)).toEqual(before);
  });

  test('in a folder where nothing may be made cannot be created', async () => {
    const folder = join(temporaryFolder(), 'locked');
    mkdirSync(folder, { mode: 0o555 });
    chmodSync(join(folder, '..'), 0o755);
    const file = join(folder, 'cinema.sqlite');
    await asUser(async () => expect(await codeOf(writing(file))).toBe('db.open.failed'));
  });
});
