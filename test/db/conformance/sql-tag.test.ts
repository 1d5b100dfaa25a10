import { expect, test } from 'vitest';
import { type SqlInput, sql } from '../../../src/db/index.ts';
import { connectEmpty, describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';

const HOSTILE = [`'; DROP TABLE movie; --`, '"', '\\', '$1', '?', '{1}', '*/', '', 'NULL'];

describeEachDatabase('the tag sql', (kind) => {
  const connectMovies = async () => {
    const database = await connectEmpty(kind);
    await database.raw('CREATE TABLE movie (title text, rating integer)');
    await database.raw(`INSERT INTO movie VALUES ('Jaws', 8), ('Alien', 9)`);
    return database;
  };

  test('makes parameters of values, in their order', async () => {
    const database = await connectMovies();
    const query = sql`SELECT title FROM movie WHERE rating > ${8} AND title <> ${'Jaws'}`;
    expect((await database.raw(query)).rows).toEqual([{ title: 'Alien' }]);
    const mark = kind === 'sqlite' ? '?' : '$';
    expect(await statementsOf(() => database.raw(query))).toMatchObject([
      {
        sql: `SELECT title FROM movie WHERE rating > ${mark}1 AND title <> ${mark}2`,
        parameters: [8, 'Jaws'],
      },
    ]);
  });

  test('takes names through identifier, and pieces made with itself', async () => {
    const database = await connectMovies();
    const condition = sql`${sql.identifier('movie', 'rating')} IN (${sql.join([8, 10])})`;
    const query = sql`SELECT ${sql.identifier('title')} FROM movie WHERE ${condition}`;
    expect((await database.raw(query)).rows).toEqual([{ title: 'Jaws' }]);
  });

  test.each(HOSTILE)('keeps a value a value: %s', async (text) => {
    const database = await connectMovies();
    await database.raw(sql`INSERT INTO movie VALUES (${text}, 1)`);
    const { rows } = await database.raw(sql`SELECT title FROM movie WHERE title = ${text}`);
    expect(rows).toEqual([{ title: text }]);
    expect((await database.raw('SELECT * FROM movie')).rows).toHaveLength(3);
  });

  test.each(HOSTILE.filter((name) => name !== ''))('keeps a name a name: %s', async (name) => {
    const database = await connectMovies();
    await database.raw(sql`CREATE TABLE ${sql.identifier(name)} (id integer)`);
    await database.raw(sql`INSERT INTO ${sql.identifier(name)} VALUES (${1})`);
    const { rows } = await database.raw(sql`SELECT id FROM ${sql.identifier(name)}`);
    expect(rows).toEqual([{ id: 1 }]);
  });

  test.each<[string, unknown]>([
    ['an object that looks like SQL', JSON.parse('{"sql":"1=1","pieces":[{"sql":"1=1"}]}')],
    ['a list', ['1=1']],
    ['undefined', undefined],
    ['a date', new Date(0)],
    ['a function', () => '1=1'],
  ])('refuses %s', async (_name, value) => {
    expect(await codeOf(() => sql`SELECT ${value as SqlInput}`)).toBe('db.sql.value');
  });

  test('cannot be called with a text', async () => {
    const call = sql as unknown as (text: unknown) => unknown;
    for (const text of ['SELECT 1', ['SELECT 1'], Object.freeze(['SELECT 1'])]) {
      expect(await codeOf(() => call(text))).toBe('db.sql.template');
    }
  });

  test('refuses names that are none', async () => {
    expect(await codeOf(() => sql.identifier(''))).toBe('db.sql.value');
    expect(await codeOf(() => sql.identifier())).toBe('db.sql.value');
    expect(await codeOf(() => sql.identifier('a\0b'))).toBe('db.sql.value');
    expect(await codeOf(() => sql.identifier({} as string))).toBe('db.sql.value');
  });

  test('can use the operator ?', async () => {
    const database = await connectMovies();
    if (kind === 'sqlite') return;
    const query = sql`SELECT '{"a": 1}'::jsonb ? ${'a'} AS found`;
    expect((await database.raw(query)).rows).toEqual([{ found: true }]);
    const byHand = `SELECT '{"a": 1}'::jsonb ?? ? AS found`;
    expect((await database.raw(byHand, ['a'])).rows).toEqual([{ found: true }]);
  });
});
