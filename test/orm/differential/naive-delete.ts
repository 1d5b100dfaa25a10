import type { Data, PlainRow } from './data.ts';
import type { Schema } from './schema.ts';

/** How many rows of each model go when rows are deleted: all that refer to a row go with it. */
export function naiveDelete(
  schema: Schema,
  data: Data,
  model: string,
  ids: readonly number[],
): Record<string, number> {
  const gone = new Map<string, Set<PlainRow>>();
  const remove = (name: string, row: PlainRow): void => {
    const ofModel = gone.get(name) ?? new Set();
    gone.set(name, ofModel);
    if (ofModel.has(row)) return;
    ofModel.add(row);
    for (const { name: referring, relations } of schema.values()) {
      for (const key of relations.filter(
        ({ kind, target }) => kind === 'toOne' && target === name,
      )) {
        const rows = data.get(referring)!.filter((other) => other[key.name] === row);
        for (const other of rows) remove(referring, other);
      }
    }
  };
  for (const row of data.get(model)!) if (ids.includes(row.id)) remove(model, row);
  return Object.fromEntries([...gone].map(([name, rows]) => [name, rows.size]));
}
