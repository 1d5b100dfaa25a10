import { expect, test } from 'vitest';
import { indexCandidates } from '../../src/advice/index.ts';

function columnsOf(sql: string): readonly string[] {
  return indexCandidates(sql).map(({ table, columns }) => `${table}(${columns.join()})`);
}

test('what is compared with values, alone and in pairs', () => {
  expect(columnsOf('SELECT id FROM movie WHERE title = $1 AND votes > 5')).toEqual([
    'movie(title)',
    'movie(votes)',
    'movie(title,votes)',
  ]);
});

test('what the first rows are sorted by', () => {
  const sql = 'SELECT "m"."id" FROM "movie" AS "m" WHERE "m"."year" = ? ORDER BY "m"."votes" DESC';
  expect(columnsOf(`${sql} LIMIT 10`)).toEqual([
    'movie(year)',
    'movie(votes)',
    'movie(year,votes)',
  ]);
  expect(columnsOf(sql)).toEqual(['movie(year)']);
});

test('columns of the table they belong to', () => {
  const sql =
    'SELECT * FROM movie INNER JOIN director AS d ON d.id = movie.director_id WHERE d.name = ?';
  expect(columnsOf(sql)).toEqual(['director(name)']);
});

test.each([
  'SELECT * FROM movie WHERE title = ? OR votes = ?',
  'SELECT * FROM movie WHERE NOT title = ?',
  'SELECT * FROM movie WHERE lower(title) = ?',
  'SELECT * FROM movie WHERE id IN (SELECT movie_id FROM award WHERE year = ?)',
  'WITH m AS (SELECT 1) SELECT * FROM m WHERE x = 1',
  'SELECT * FROM movie WHERE title = tagline',
  'SELECT 1',
  '',
])('none in %s', (sql) => {
  expect(columnsOf(sql)).toEqual([]);
});
