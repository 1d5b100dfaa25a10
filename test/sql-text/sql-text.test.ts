import { describe, expect, test } from 'vitest';
import { fingerprintSql, formatSql, formatSqlText } from '../../src/sql-text/index.ts';

describe('fingerprintSql', () => {
  test.each([
    [
      'literals',
      "SELECT * FROM movie WHERE title = 'It''s' AND id = 7",
      'SELECT * FROM movie WHERE title = ? AND id = ?',
    ],
    ['parameters of each style', 'SELECT ?, ?2, $3, :title, @id', 'SELECT ?, ?, ?, ?, ?'],
    ['lists', 'SELECT 1 WHERE id IN (1, 2, 3)', 'SELECT ? WHERE id IN (?, …)'],
    [
      'rows of values',
      'INSERT INTO g (a, b) VALUES (?, ?), (?, ?)',
      'INSERT INTO g (a, b) VALUES (?, …), …',
    ],
    [
      'white space and comments',
      'SELECT  *\n\tFROM g -- all\n/* of them */ WHERE a',
      'SELECT * FROM g WHERE a',
    ],
    ['names with digits and quotes', 'SELECT t1."col 2" FROM `t1`', 'SELECT t1."col 2" FROM `t1`'],
    ['casts and dollar quotes', 'SELECT $tag$it$tag$::text, 5::int', 'SELECT ?::text, ?::int'],
    ['what is not closed', "SELECT 'open", 'SELECT ?'],
  ])('%s', (_what, sql, expected) => {
    expect(fingerprintSql(sql)).toBe(expected);
  });
});

describe('formatSqlText', () => {
  test('gives each clause, join and condition a line', () => {
    const sql =
      'SELECT "movie"."id", "d"."name" FROM "movie" LEFT OUTER JOIN "director" AS "d" ON ' +
      '"movie"."director_id" = "d"."id" WHERE "d"."name" LIKE ?1 AND ("movie"."votes" BETWEEN 1 ' +
      'AND 5 OR NOT "movie"."rating" >= ?2) ORDER BY "movie"."rating" DESC LIMIT 25';
    expect(formatSqlText(sql)).toBe(`SELECT "movie"."id", "d"."name"
FROM "movie"
LEFT OUTER JOIN "director" AS "d" ON "movie"."director_id" = "d"."id"
WHERE "d"."name" LIKE ?1
  AND ("movie"."votes" BETWEEN 1 AND 5 OR NOT "movie"."rating" >= ?2)
ORDER BY "movie"."rating" DESC
LIMIT 25`);
  });

  test('indents subqueries', () => {
    expect(
      formatSqlText(
        'SELECT * FROM movie WHERE id IN (SELECT movie_id FROM cast WHERE a = 1) AND b',
      ),
    ).toBe(`SELECT *
FROM movie
WHERE id IN (
  SELECT movie_id
  FROM cast
  WHERE a = 1
)
  AND b`);
  });

  test('breaks long lists of columns', () => {
    const columns = Array.from({ length: 12 }, (_, index) => `"movie"."column_${index}"`);
    const lines = formatSqlText(`SELECT ${columns.join(', ')} FROM "movie"`).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
    expect(lines.at(-1)).toBe('FROM "movie"');
  });

  test('leaves writes in one piece where they read as one', () => {
    expect(
      formatSqlText('INSERT INTO g (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a'),
    ).toBe('INSERT INTO g (a)\nVALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a');
    expect(formatSqlText('DELETE FROM movie WHERE id = 5')).toBe('DELETE FROM movie\nWHERE id = 5');
  });

  test('changes nothing but white space', () => {
    const sql =
      "WITH t AS (SELECT ')' AS x FROM a) SELECT * FROM t WHERE x = 'FROM  b' UNION SELECT 1";
    expect(formatSqlText(sql).replace(/\s+/g, '')).toBe(sql.replace(/\s+/g, ''));
  });
});

test('formatSql says what each piece is', () => {
  const [line] = formatSql("SELECT name, 'x' || 5 /* note */");
  expect(line?.tokens.filter((token) => token.kind !== 'space')).toEqual([
    { kind: 'keyword', text: 'SELECT' },
    { kind: 'name', text: 'name' },
    { kind: 'operator', text: ',' },
    { kind: 'string', text: "'x'" },
    { kind: 'operator', text: '||' },
    { kind: 'number', text: '5' },
    { kind: 'comment', text: '/* note */' },
  ]);
});
