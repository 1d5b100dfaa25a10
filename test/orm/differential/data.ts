import type { Random } from './random.ts';
import type { Column, Kind, LooseModel, ModelSchema, Schema } from './schema.ts';

/** A row in memory: columns, and relations as a row, null or a list of rows. */
export interface PlainRow {
  readonly id: number;
  [name: string]: unknown;
}

export type Data = ReadonlyMap<string, readonly PlainRow[]>;

/** Texts so short and alike that conditions on them often hold. */
export const TEXTS = ['a', 'B', 'ab', 'aB', 'Ba', 'b*', '[a]', 'a%', '%', 'ba?', '_', 'É', 'é'];
export const DATES = ['2019-12-31', '2020-01-01', '2020-02-29', '2021-06-15'];

/** A value of a column, never null. */
export function randomValue(random: Random, kind: Kind): string | number | boolean {
  if (kind === 'text') return random.pick(TEXTS);
  if (kind === 'date') return random.pick(DATES);
  if (kind === 'boolean') return random.chance(0.5);
  return kind === 'id' ? random.integer(1, 9) : random.integer(-3, 6);
}

/** Rows with random values, their relations linked both ways. */
export function randomData(random: Random, schema: Schema): Data {
  const data = new Map(
    [...schema.values()].map(({ name, columns }) => [name, randomRows(random, columns)]),
  );
  for (const { name, relations } of schema.values()) {
    for (const { kind, name: relation, target } of relations) {
      if (kind === 'toOne') continue;
      for (const row of data.get(name)!) row[relation] = [];
      if (kind === 'toMany') continue;
      for (const row of data.get(name)!) {
        row[relation] = data.get(target)!.filter(() => random.chance(0.25));
      }
    }
  }
  for (const model of schema.values()) linkKeys(random, model, data);
  return data;
}

function randomRows(random: Random, columns: readonly Column[]): PlainRow[] {
  return random.list(random.integer(4, 8), (index) => {
    const values = columns.map(({ name, kind, isNull }) => {
      const value = isNull && random.chance(0.3) ? null : randomValue(random, kind);
      return [name, value] as const;
    });
    return { ...Object.fromEntries(values), id: index + 1 };
  });
}

function linkKeys(random: Random, { name, relations }: ModelSchema, data: Data): void {
  for (const relation of relations.filter(({ kind }) => kind === 'toOne')) {
    const targets = data.get(relation.target)!;
    for (const row of data.get(name)!) {
      const target = relation.isNull && random.chance(0.3) ? null : random.pick(targets);
      row[relation.name] = target;
      const back = `back${relation.name.slice('one'.length)}`;
      (target?.[back] as PlainRow[] | undefined)?.push(row);
    }
  }
}

/** Inserts the rows; keys that may be empty are set when all rows are there. */
export async function insertData(
  schema: Schema,
  models: ReadonlyMap<string, LooseModel>,
  data: Data,
): Promise<void> {
  for (const model of schema.values()) await insertRows(model, models, data);
  for (const model of schema.values()) await insertLinks(model, models, data);
}

async function insertRows(
  { name, columns, relations }: ModelSchema,
  models: ReadonlyMap<string, LooseModel>,
  data: Data,
): Promise<void> {
  const keys = relations.filter(({ kind, isNull }) => kind === 'toOne' && !isNull);
  const rows = data.get(name)!.map((row) => ({
    ...Object.fromEntries(columns.map((column) => [column.name, row[column.name]])),
    ...Object.fromEntries(keys.map((key) => [key.name, (row[key.name] as PlainRow).id])),
  }));
  await models.get(name)!.objects.bulkCreate(rows as never);
}

async function insertLinks(
  { name, relations }: ModelSchema,
  models: ReadonlyMap<string, LooseModel>,
  data: Data,
): Promise<void> {
  const { objects } = models.get(name)!;
  for (const row of data.get(name)!) {
    const own = objects.filter({ pk: row.id } as never);
    for (const relation of relations) {
      const value = row[relation.name] as PlainRow | readonly PlainRow[] | null;
      if (relation.kind === 'toOne' && relation.isNull && value !== null) {
        await own.update({ [relation.name]: (value as PlainRow).id } as never);
      }
      if (relation.kind === 'manyToMany') {
        const stored = (await own.get()) as unknown as Record<string, RelatedSet>;
        await stored[relation.name]!.add(...(value as readonly PlainRow[]).map(({ id }) => id));
      }
    }
  }
}

interface RelatedSet {
  add(...keys: readonly number[]): Promise<void>;
}
