import { readFileSync } from 'node:fs';
import { createTables } from '../../../src/orm/index.ts';
import * as models from './models.ts';

type Values = Readonly<Record<string, unknown>>;

/** The rows of data.json by model; ids count from 1 in the order of the file. */
const data: Readonly<Record<string, readonly Values[]>> = JSON.parse(
  readFileSync(new URL('data.json', import.meta.url), 'utf8'),
);

const byName = new Map(Object.entries(models) as unknown as [string, typeof models.Blog][]);

/** Creates the tables on the connected database and fills them. */
export async function loadData(): Promise<void> {
  await createTables();
  for (const [name, rows] of Object.entries(data)) {
    await fill(byName.get(name)!, rows);
  }
}

/** Relations to many are added when all rows are there: they may refer to later ones. */
const MANY: ReadonlySet<string> = new Set(['authors', 'books', 'friends', 'writers']);

async function fill(model: typeof models.Blog, rows: readonly Values[]): Promise<void> {
  const columns = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([key]) => !MANY.has(key))
        // JSON has no digits enough for them as numbers.
        .map(([key, value]) => [key, key === 'big' && value !== null ? BigInt(`${value}`) : value]),
    ),
  );
  const stored = await model.objects.bulkCreate(columns as { name: string; tagline: string }[]);
  for (const [index, row] of stored.entries()) {
    for (const [key, value] of Object.entries(rows[index]!).filter(([key]) => MANY.has(key))) {
      const related = (row as unknown as Record<string, RelatedSet>)[key]!;
      await related.add(...(value as readonly number[]));
    }
  }
}

interface RelatedSet {
  add(...keys: readonly number[]): Promise<void>;
}
