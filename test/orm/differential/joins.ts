import type { Data, PlainRow } from './data.ts';
import type { ModelSchema, Schema } from './schema.ts';

/** One row for each join: the row of the query's own model has the key ''. */
export type Combination = ReadonlyMap<string, PlainRow | null>;

interface Join {
  readonly key: string;
  readonly parent: string;
  readonly relation: string;
  readonly model: string;
}

/**
 * The joins of a query, in the order in which its methods ask for them. A relation to one row is
 * joined once. A relation to many is joined anew by each `filter()`; what is neither filter nor
 * exclude takes the latest join there is.
 */
export class Joins {
  readonly #schema: Schema;
  readonly #joins: Join[] = [];
  readonly #root: string;

  constructor(schema: Schema, root: string) {
    this.#schema = schema;
    this.#root = root;
  }

  /** The key of the last relation's join. `own` are the joins of one `filter()`. */
  follow(relations: readonly string[], own?: Set<string>): string {
    let parent = '';
    for (const relation of relations) {
      const found = this.#joins.findLast(
        (join) =>
          join.parent === parent &&
          join.relation === relation &&
          (own === undefined || own.has(join.key) || !this.#isMany(parent, relation)),
      );
      parent = found?.key ?? this.#add(parent, relation);
      own?.add(parent);
    }
    return parent;
  }

  /** All combinations of related rows, null where there is none. */
  combinations(row: PlainRow): Combination[] {
    let found: Map<string, PlainRow | null>[] = [new Map([['', row]])];
    for (const { key, parent, relation } of this.#joins) {
      found = found.flatMap((rows) =>
        relatedRows(rows.get(parent) ?? null, relation).map(
          (each) => new Map([...rows, [key, each]]),
        ),
      );
    }
    return found;
  }

  #add(parent: string, relation: string): string {
    const key = `${parent}/${relation}#${this.#joins.length}`;
    const { target } = relationOf(this.#modelOf(parent), relation);
    this.#joins.push({ key, parent, relation, model: target });
    return key;
  }

  #isMany(parent: string, relation: string): boolean {
    return relationOf(this.#modelOf(parent), relation).kind !== 'toOne';
  }

  #modelOf(key: string): ModelSchema {
    const name = key === '' ? this.#root : this.#joins.find((join) => join.key === key)!.model;
    return this.#schema.get(name)!;
  }
}

export function relationOf(model: ModelSchema, name: string) {
  return model.relations.find((relation) => relation.name === name)!;
}

/** Every chain of related rows along a path, null where there is none. */
export function rowsAt(row: PlainRow, relations: readonly string[]): (PlainRow | null)[] {
  return relations.reduce<(PlainRow | null)[]>(
    (rows, relation) => rows.flatMap((each) => relatedRows(each, relation)),
    [row],
  );
}

/** Whether a path leads over a relation to many. */
export function isMany(schema: Schema, model: string, relations: readonly string[]): boolean {
  let at = schema.get(model)!;
  for (const name of relations) {
    const relation = relationOf(at, name);
    if (relation.kind !== 'toOne') return true;
    at = schema.get(relation.target)!;
  }
  return false;
}

function relatedRows(row: PlainRow | null, relation: string): (PlainRow | null)[] {
  const related = (row?.[relation] ?? null) as PlainRow | readonly PlainRow[] | null;
  if (!Array.isArray(related)) return [related as PlainRow | null];
  return related.length === 0 ? [null] : [...related];
}

export type { Data };
