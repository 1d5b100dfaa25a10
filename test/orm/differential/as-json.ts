import { type Data, type PlainRow, randomData } from './data.ts';
import { naiveRows } from './naive-query.ts';
import { Random } from './random.ts';
import { randomQuery } from './random-query.ts';
import { randomSchema } from './schema.ts';

/** Prints random models, data and queries with the naive answers, for ask_django.py. */
const [seed, schemas, cases] = process.argv.slice(2).map(Number);
const random = new Random(seed!);
const worlds = random.list(schemas!, (round) => {
  const schema = randomSchema(random, round);
  const data = randomData(random, schema);
  const queries = random.list(cases!, () => {
    const query = randomQuery(random, schema);
    return { query, expected: naiveRows(schema, data, query, true) };
  });
  return { schema: [...schema.values()], data: withKeys(data), queries };
});
process.stdout.write(JSON.stringify(worlds));

/** Related rows by their keys. */
function withKeys(data: Data): Record<string, unknown> {
  const keyOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(keyOf);
    return typeof value === 'object' && value !== null ? (value as PlainRow).id : value;
  };
  const plain = (row: PlainRow) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, keyOf(value)]));
  return Object.fromEntries([...data].map(([name, rows]) => [name, rows.map(plain)]));
}
