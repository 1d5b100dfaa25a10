import { expect, test } from 'vitest';
import { connectEmpty, describeEachDriver } from '../../support/databases.ts';

describeEachDriver('raw()', (kind) => {
  test('takes ? in their order and $1 in any', async () => {
    const database = await connectEmpty(kind);
    const text = 'CAST(? AS text)';
    const plain = `SELECT ${text} AS a, ${text} AS b`;
    expect((await database.raw(plain, ['x', 'y'])).rows).toEqual([{ a: 'x', b: 'y' }]);
    const numbered = 'SELECT CAST($2 AS text) AS a, CAST($1 AS text) AS b, CAST($2 AS text) AS c';
    expect((await database.raw(numbered, ['x', 'y'])).rows).toEqual([{ a: 'y', b: 'x', c: 'y' }]);
  });

  test('leaves a ? alone that is in a text, a name or a comment', async () => {
    const database = await connectEmpty(kind);
    const sql = `SELECT 'a?''?' AS "what?", /* ? */ CAST(? AS text) AS b -- ?`;
    expect((await database.raw(sql, ['x'])).rows).toEqual([{ 'what?': `a?'?`, b: 'x' }]);
  });

  test('tells of rows or of changes', async () => {
    const database = await connectEmpty(kind);
    await database.raw('CREATE TABLE genre (id integer PRIMARY KEY, name text)');
    const insert = `INSERT INTO genre VALUES (1, 'Drama'), (2, 'Horror')`;
    expect(await database.raw(insert)).toEqual({ rows: [], changes: 2 });
    const returning = `UPDATE genre SET name = ? WHERE id = 1 RETURNING name`;
    expect((await database.raw(returning, ['Comedy'])).rows).toEqual([{ name: 'Comedy' }]);
    expect((await database.raw('SELECT * FROM genre WHERE id > 5')).rows).toEqual([]);
  });

  test('binds hostile texts as the texts they are', async () => {
    const database = await connectEmpty(kind);
    for (const text of [
      `'; DROP TABLE x; --`,
      '"',
      '\\',
      '$1',
      '?',
      '\u{1F600}',
      'a'.repeat(1e5),
    ]) {
      expect((await database.raw('SELECT CAST(? AS text) AS value', [text])).rows).toEqual([
        { value: text },
      ]);
    }
  });

  test('keeps what is special to JavaScript as names of columns', async () => {
    const database = await connectEmpty(kind);
    const { rows } = await database.raw('SELECT 1 AS "__proto__", 2 AS "constructor"');
    expect(Object.entries(rows[0]!)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});
