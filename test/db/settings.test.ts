import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DatabaseOptions, parseDatabaseOptions } from '../../src/db/index.ts';
import { codeOf, failureOf } from '../support/failures.ts';

describe('the address of a database', () => {
  test.each([
    ['sqlite:cinema.sqlite', '/srv/app/cinema.sqlite'],
    ['sqlite:./data/cinema.sqlite', '/srv/app/data/cinema.sqlite'],
    ['sqlite:../cinema.sqlite', '/srv/cinema.sqlite'],
    ['sqlite:/var/cinema.sqlite', '/var/cinema.sqlite'],
    ['sqlite:///var/cinema.sqlite', '/var/cinema.sqlite'],
    ['sqlite:///var/my%20cinema.sqlite', '/var/my cinema.sqlite'],
    ['sqlite:my cinema.sqlite', '/srv/app/my cinema.sqlite'],
    ['sqlite:cinema 100%.sqlite', '/srv/app/cinema 100%.sqlite'],
  ])('%s', (url, path) => {
    expect(parseDatabaseOptions(url, '/srv/app')).toEqual({
      kind: 'sqlite',
      path: resolve(path),
      isMemory: false,
      busyTimeoutMs: 5_000,
    });
  });

  test('is relative to the working directory unless told otherwise', () => {
    expect(parseDatabaseOptions('sqlite:cinema.sqlite')).toMatchObject({
      path: join(process.cwd(), 'cinema.sqlite'),
    });
  });

  test('may be memory, or an object', () => {
    expect(parseDatabaseOptions('sqlite::memory:')).toMatchObject({
      path: ':memory:',
      isMemory: true,
    });
    expect(parseDatabaseOptions({ url: 'sqlite::memory:' })).toMatchObject({ isMemory: true });
  });

  test('takes a timeout in milliseconds', () => {
    expect(parseDatabaseOptions('sqlite:a.sqlite?timeout=250')).toMatchObject({
      busyTimeoutMs: 250,
    });
    expect(parseDatabaseOptions('sqlite::memory:?timeout=0')).toMatchObject({ busyTimeoutMs: 0 });
  });
});

describe('an address that cannot be read', () => {
  test.each([
    '',
    'cinema.sqlite',
    '/var/cinema.sqlite',
    'sqlite:',
    'sqlite:?timeout=1',
    'SQLITE:cinema.sqlite',
    'sqlite://host/cinema.sqlite',
    'sqlite:a.sqlite?timeout=',
    'sqlite:a.sqlite?timeout=soon',
    'sqlite:a.sqlite?timeout=-1',
    'sqlite:a.sqlite?timeout=1.5',
  ])('"%s" is refused', async (url) => {
    expect(await codeOf(() => parseDatabaseOptions(url))).toBe('db.url.invalid');
  });

  test('names a scheme without a driver, and what there is', async () => {
    expect(await failureOf(() => parseDatabaseOptions('sqllite:a.sqlite'))).toMatchObject({
      code: 'db.url.invalid',
      message: 'There is no driver for "sqllite:" addresses.',
      hint: expect.stringContaining('Did you mean "sqlite"?'),
    });
  });

  test('names a parameter that is none', async () => {
    expect(await failureOf(() => parseDatabaseOptions('sqlite:a.sqlite?timout=5'))).toMatchObject({
      message: 'The database address has no parameter "timout".',
      hint: 'Did you mean "timeout"? Choices: timeout.',
    });
  });

  test('never appears in the message: it may hold a password', async () => {
    const failure = await failureOf(() =>
      parseDatabaseOptions('postgres://me:secret@db:port/cinema'),
    );
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  test('an option of the wrong name or kind is refused', async () => {
    const parse = (options: unknown) => () => parseDatabaseOptions(options as DatabaseOptions);
    expect(await codeOf(parse({ uri: 'sqlite::memory:' }))).toBe('core.option.unknown');
    expect(await codeOf(parse({ url: 5 }))).toBe('core.option.invalid');
    expect(await codeOf(parse({}))).toBe('db.url.invalid');
    expect(await codeOf(parse(null))).toBe('core.option.invalid');
  });
});
