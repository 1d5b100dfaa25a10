import type { PlainRow } from './data.ts';
import type { Schema } from './schema.ts';
import type { World } from './world.ts';

/** What a delete does. */
export interface Deleted {
  /** The rows that go, by model: with a row go those that refer to it, unless their key is emptied. */
  readonly gone: ReadonlyMap<string, ReadonlySet<PlainRow>>;
  /** For each key that is emptied, which rows of those that stay have none then. */
  readonly emptied: readonly {
    readonly model: string;
    readonly key: string;
    readonly ids: readonly number[];
  }[];
}

export function naiveDelete(
  { schema, data }: World,
  model: string,
  ids: readonly number[],
): Deleted {
  const gone = new Map<string, Set<PlainRow>>();
  const remove = (name: string, row: PlainRow): void => {
    const ofModel = gone.get(name) ?? new Set();
    gone.set(name, ofModel);
    if (ofModel.has(row)) return;
    ofModel.add(row);
    for (const { model: referring, key } of keysOf(schema, 'cascade', name)) {
      for (const other of data.get(referring)!) if (other[key] === row) remove(referring, other);
    }
  };
  for (const row of data.get(model)!) if (ids.includes(row.id)) remove(model, row);
  const emptied = keysOf(schema, 'set null').map(({ model: referring, key, target }) => {
    const isEmpty = (row: PlainRow) => {
      const to = row[key] as PlainRow | null;
      return to === null || gone.get(target)?.has(to) === true;
    };
    const stays = data.get(referring)!.filter((row) => gone.get(referring)?.has(row) !== true);
    return { model: referring, key, ids: stays.filter(isEmpty).map(({ id }) => id) };
  });
  return { gone, emptied };
}

/** The keys that lead to a model, or to any. */
function keysOf(schema: Schema, onDelete: 'cascade' | 'set null', to?: string) {
  return [...schema.values()].flatMap(({ name, relations }) =>
    relations
      .filter((each) => each.kind === 'toOne' && each.onDelete === onDelete)
      .filter(({ target }) => to === undefined || target === to)
      .map(({ name: key, target }) => ({ model: name, key, target })),
  );
}
