import { expect, test } from 'vitest';
import { arrayRows, type WireResult } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';
import { randomNumbers, testSeed } from '../../support/seed.ts';
import { connectWire, expectedValue } from './wire.ts';

const SEED = testSeed();
const QUERIES = 150;

/** Expressions over the row number `n`, each of another type and size. */
const EXPRESSIONS: readonly string[] = [
  'n',
  'n::smallint',
  '(n * 1000003)::bigint * 1000000007',
  'n::float8 / 7',
  'n::real / 3',
  'n::numeric / 8',
  'n % 2 = 0',
  "'Movie ' || n",
  "repeat('é', n % 50)",
  "repeat('x', (n % 7) * 900)",
  "repeat('東', n % 3 * 400)",
  'NULL::integer',
  'CASE WHEN n % 3 = 0 THEN NULL ELSE n END',
  "CASE WHEN n % 5 = 0 THEN NULL ELSE 'Director ' || n % 17 END",
  "timestamptz '2000-01-01' + n * interval '1 hour 3.25 seconds'",
  "date '2000-01-01' + n",
  "decode(md5(n::text), 'hex')",
  "jsonb_build_object('n', n, 'title', 'Movie ' || n)",
  'ARRAY[n, n + 1]',
];

describeOnPostgresql(`random statements (seed ${SEED})`, () => {
  test('give what plain pg reads, one after another and pipelined', async () => {
    const wire = await connectWire({ maxStatements: 20 });
    const random = randomNumbers(SEED);
    const below = (limit: number) => Math.floor(random() * limit);
    const statements = Array.from({ length: QUERIES }, () => {
      const columns = Array.from(
        { length: 1 + below(8) },
        (_, index) => `${EXPRESSIONS[below(EXPRESSIONS.length)]} AS c${index}`,
      );
      return `SELECT ${columns.join(', ')} FROM generate_series(1, ${1 + below(300)}) AS n`;
    });
    const picks = [...statements, ...statements.toSorted(() => random() - 0.5)];
    const results = await Promise.all(
      picks.map((sql) => wire.connection.query(sql, [], arrayRows)),
    );
    for (const [index, { rows, columns }] of results.entries()) {
      const text = picks[index]!;
      const plain = await wire.pg.query<(string | null)[]>({ text, rowMode: 'array' });
      const expected = plain.rows.map((row) =>
        row.map((value, column): WireResult => expectedValue(value, columns[column]!)),
      );
      expect(rows, text).toEqual(expected);
    }
  });
});
