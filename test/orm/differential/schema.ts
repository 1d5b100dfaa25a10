import {
  boolean,
  char,
  date,
  foreignKey,
  hasMany,
  integer,
  type Model,
  manyToMany,
  model,
} from '../../../src/orm/index.ts';
import type { Random } from './random.ts';

export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'id';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly isNull: boolean;
}

export interface Relation {
  readonly name: string;
  readonly kind: 'toOne' | 'toMany' | 'manyToMany';
  readonly target: string;
  /** For `toMany` the foreign key at the other end. */
  readonly via: string;
  readonly isNull: boolean;
  /** Of `toOne`: what becomes of rows whose row at the other end is deleted. */
  readonly onDelete?: 'cascade' | 'set null';
}

export interface ModelSchema {
  readonly name: string;
  /** `id` is the first. */
  readonly columns: readonly Column[];
  readonly relations: readonly Relation[];
}

export type Schema = ReadonlyMap<string, ModelSchema>;

/** Models of random columns and relations, back and forth, to themselves too. */
export function randomSchema(random: Random, round: number): Schema {
  const names = ['A', 'B', 'C', 'D']
    .slice(0, random.integer(2, 4))
    .map((end) => `Round${round}${end}`);
  const columns = names.map(() => randomColumns(random));
  const relations = new Map(names.map((name) => [name, [] as Relation[]]));
  for (const [index, name] of names.entries()) {
    for (let number = 0; number < random.integer(1, 2); number++) {
      const target = random.integer(0, names.length - 1);
      // Keys that must be set lead to models before, else no row could be the first.
      const isNull = target >= index || random.chance(0.5);
      const onDelete = isNull && random.chance(0.5) ? 'set null' : 'cascade';
      addForeignKey(relations, name, names[target]!, { isNull, onDelete }, `${index}${number}`);
    }
    if (random.chance(0.6)) {
      const target = random.pick(names.filter((other) => other !== name));
      const way = { name: `many${index}`, target, via: '', isNull: false };
      relations.get(name)!.push({ ...way, kind: 'manyToMany' });
    }
  }
  return new Map(
    names.map((name, index) => [
      name,
      { name, columns: columns[index]!, relations: relations.get(name)! },
    ]),
  );
}

function addForeignKey(
  relations: ReadonlyMap<string, Relation[]>,
  from: string,
  to: string,
  options: Pick<Relation, 'isNull' | 'onDelete'>,
  suffix: string,
): void {
  const key = { name: `one${suffix}`, kind: 'toOne', target: to, via: '', ...options } as const;
  relations.get(from)!.push(key);
  const back = { name: `back${suffix}`, kind: 'toMany', target: from, isNull: false } as const;
  relations.get(to)!.push({ ...back, via: key.name });
}

function randomColumns(random: Random): Column[] {
  const kinds = ['text', 'number', 'boolean', 'date'] as const;
  const some = random.list(random.integer(2, 4), (index) => {
    const kind = random.pick(kinds);
    return { name: `${kind}${index}`, kind, isNull: random.chance(0.5) };
  });
  const sure = { name: 'amount', kind: 'number', isNull: random.chance(0.5) } as const;
  return [{ name: 'id', kind: 'id', isNull: false }, sure, ...some];
}

const FIELDS: Readonly<Record<Exclude<Kind, 'id'>, (isNull: boolean) => unknown>> = {
  text: (isNull) => char({ maxLength: 20, null: isNull }),
  number: (isNull) => integer({ null: isNull }),
  boolean: (isNull) => boolean({ null: isNull }),
  date: (isNull) => date({ null: isNull }),
};

/** A model whose columns nobody knows; its conditions are keys and values as they come. */
export type LooseModel = Model<string, { readonly amount: ReturnType<typeof integer> }>;

/** Declares the models of a schema; `unregisterModels` takes them away again. */
export function declareModels(schema: Schema): ReadonlyMap<string, LooseModel> {
  const models = new Map<string, LooseModel>();
  for (const { name, columns, relations } of schema.values()) {
    const shape = {};
    for (const { name: column, kind, isNull } of columns) {
      if (kind !== 'id') Object.assign(shape, { [column]: FIELDS[kind](isNull) });
    }
    for (const relation of relations) {
      const get = () => relationOf(relation, () => models.get(relation.target)!);
      Object.defineProperty(shape, relation.name, { get, enumerable: true });
    }
    models.set(name, model(name, shape) as unknown as LooseModel);
  }
  return models;
}

function relationOf({ kind, via, isNull, onDelete }: Relation, target: () => LooseModel): unknown {
  if (kind === 'toMany') return hasMany(target, via as never);
  if (kind === 'manyToMany') return manyToMany(target);
  return foreignKey(target, { onDelete: onDelete!, null: isNull } as never);
}
