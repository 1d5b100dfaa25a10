import { suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { AnyModel } from './any-model.ts';
import { type AnyField, Field, type FieldFlag } from './field.ts';
import { automaticKey } from './fields.ts';
import type { ColumnMeta, ManyToManyMeta, ModelMeta, ToManyMeta, ToOneMeta } from './meta.ts';
import { snakeCase } from './names.ts';
import { ForeignKey, type HasMany, HasOne, ManyToMany, SetOnDelete } from './relation.ts';
import { throughModel } from './through.ts';

/** How a relation gets at the meta of other models: when it is asked for, not before. */
type MetaOf = (model: AnyModel) => ModelMeta;

export function toOneOf(
  model: AnyModel,
  name: string,
  key: ForeignKey<unknown, FieldFlag>,
): ToOneMeta {
  const target = targetOf(model, name, key.target);
  const { options } = key;
  checkOnDelete(model, name, options);
  const relation: ToOneMeta = {
    kind: 'toOne',
    model,
    name,
    target,
    onDelete: options.onDelete instanceof SetOnDelete ? 'set' : options.onDelete,
    valueOnDelete: valueOnDelete(options),
    default: options.default,
    // A getter, since the relation and its column refer to each other.
    get column() {
      return column;
    },
  };
  const column = foreignKeyColumn(relation, options);
  return relation;
}

/** What a key is set to must be there to be set. */
function checkOnDelete(
  model: AnyModel,
  name: string,
  options: ForeignKey<unknown>['options'],
): void {
  const { onDelete, null: isNull = false } = options;
  const missing =
    onDelete === 'set null' && !isNull
      ? 'null: true'
      : onDelete === 'set default' && options.default === undefined && !isNull
        ? 'a default, or null: true'
        : undefined;
  if (missing === undefined) return;
  const goal = onDelete === 'set null' ? 'null' : 'its default';
  throw ormError('orm.relation.invalid', `${model.name}.${name} cannot be set to ${goal}.`, {
    hint: `onDelete: '${onDelete}' needs ${missing}.`,
  });
}

function foreignKeyColumn(
  relation: ToOneMeta,
  options: ForeignKey<unknown, FieldFlag>['options'],
): ColumnMeta {
  const field = keyFieldOf(relation.target);
  return {
    model: relation.model,
    attribute: `${relation.name}Id`,
    column: options.column ?? `${snakeCase(relation.name)}_id`,
    type: field.type,
    isNull: options.null ?? false,
    isUnique: options.unique ?? false,
    isIndexed: options.index ?? true,
    isPrimaryKey: false,
    isAutomatic: false,
    databaseDefault: undefined,
    isGenerated: false,
    field,
    relation,
  };
}

/** The target's key without its whole meta, which may be under resolution right now. */
function keyFieldOf(target: AnyModel): AnyField {
  const declared = Object.values(Object.getOwnPropertyDescriptors(target.shape))
    .map((descriptor) => descriptor.value)
    .find((member) => member instanceof Field && member.options.primaryKey);
  return declared ?? automaticKey();
}

function valueOnDelete({ onDelete, default: preset = null }: ForeignKey<unknown>['options']) {
  if (onDelete instanceof SetOnDelete) return onDelete.value;
  if (onDelete !== 'set default') return undefined;
  return typeof preset === 'function' ? (preset as () => unknown) : () => preset;
}

export function toManyOf(
  model: AnyModel,
  name: string,
  relation: HasMany<unknown> | HasOne<unknown>,
  metaOf: MetaOf,
): ToManyMeta {
  const target = targetOf(model, name, relation.target);
  const keys = keysTo(target, model);
  const key = keys.find(([key]) => key === relation.via)?.[1];
  if (key === undefined) {
    throw withoutKey(`${model.name}.${name}`, target, model, relation.via, keys);
  }
  const isSingle = relation instanceof HasOne;
  if (isSingle && key.options.unique !== true) {
    throw ormError(
      'orm.relation.invalid',
      `${model.name}.${name}: many rows of ${target.name} may have the same ${relation.via}.`,
      { hint: `Declare ${target.name}.${relation.via} as oneToOne(), or use hasMany() here.` },
    );
  }
  return {
    kind: 'toMany',
    model,
    name,
    target,
    isSingle,
    // A getter, since the target's own relations may be what asked for these.
    get via() {
      return metaOf(target).relations.get(relation.via) as ToOneMeta;
    },
  };
}

/** The foreign keys of a model that refer to another, by name. */
function keysTo(
  model: AnyModel,
  target: AnyModel,
): readonly (readonly [string, ForeignKey<unknown>])[] {
  return Object.entries(model.shape).filter(
    (entry): entry is [string, ForeignKey<unknown>] =>
      entry[1] instanceof ForeignKey && entry[1].target() === target,
  );
}

function withoutKey(
  where: string,
  model: AnyModel,
  target: AnyModel,
  wanted: string,
  keys: readonly (readonly [string, unknown])[],
) {
  return ormError(
    'orm.relation.invalid',
    `${where}: ${model.name} has no foreign key "${wanted}" to ${target.name}.`,
    {
      hint: suggest(
        wanted,
        keys.map(([key]) => key),
      ),
    },
  );
}

export function manyToManyOf(
  model: AnyModel,
  name: string,
  relation: ManyToMany<unknown>,
  metaOf: MetaOf,
): ManyToManyMeta {
  const target = targetOf(model, name, relation.target);
  if (relation.via !== undefined) return reverseOf(model, name, target, relation.via, metaOf);
  const { isSymmetrical = false } = relation.options;
  if (isSymmetrical && target !== model) {
    throw ormError('orm.relation.invalid', `${model.name}.${name} cannot be symmetrical.`, {
      hint: `Only a relation of a model to itself goes both ways; this one leads to ${target.name}.`,
    });
  }
  const { through, source, destination, isOwn } = pairsOf(model, name, target, relation);
  const key = (of: string) => metaOf(through).relations.get(of) as ToOneMeta;
  return {
    kind: 'manyToMany',
    model,
    name,
    target,
    through,
    hasOwnThrough: isOwn,
    isSymmetrical,
    reverseOf: undefined,
    // Getters, since a through model of the application's may refer back to this one.
    get source() {
      return key(source);
    },
    get destination() {
      return key(destination);
    },
  };
}

/** The same pairs, looked at from the other end. */
function reverseOf(
  model: AnyModel,
  name: string,
  target: AnyModel,
  via: string,
  metaOf: MetaOf,
): ManyToManyMeta {
  const forward = () => metaOf(target).relations.get(via) as ManyToManyMeta;
  const declared: unknown = (target.shape as Readonly<Record<string, unknown>>)[via];
  const isThere =
    declared instanceof ManyToMany && declared.via === undefined && declared.target() === model;
  if (!isThere) {
    const candidates = Object.entries(target.shape).filter(
      ([, member]) => member instanceof ManyToMany && member.target() === model,
    );
    throw ormError(
      'orm.relation.invalid',
      `${model.name}.${name}: ${target.name} has no manyToMany() "${via}" to ${model.name}.`,
      {
        hint: suggest(
          via,
          candidates.map(([key]) => key),
        ),
      },
    );
  }
  return {
    kind: 'manyToMany',
    model,
    name,
    target,
    isSymmetrical: false,
    get through() {
      return forward().through;
    },
    get hasOwnThrough() {
      return forward().hasOwnThrough;
    },
    get reverseOf() {
      return forward();
    },
    get source() {
      return forward().destination;
    },
    get destination() {
      return forward().source;
    },
  };
}

interface Pairs {
  readonly through: AnyModel;
  /** Names of the keys to the declaring model, and to the target. */
  readonly source: string;
  readonly destination: string;
  readonly isOwn: boolean;
}

function pairsOf(
  model: AnyModel,
  name: string,
  target: AnyModel,
  { options }: ManyToMany<unknown>,
): Pairs {
  if (options.through === undefined) {
    return { ...throughModel(model, name, target), isOwn: false };
  }
  const through = targetOf(model, name, options.through);
  const [source, destination] = options.throughFields ?? foundKeys(model, name, target, through);
  for (const [key, end] of [
    [source, model],
    [destination, target],
  ] as const) {
    const keys = keysTo(through, end);
    if (keys.some(([found]) => found === key)) continue;
    throw withoutKey(`${model.name}.${name}`, through, end, key, keys);
  }
  return { through, source, destination, isOwn: true };
}

/** The one key to each end; a relation of a model to itself takes the first and the second. */
function foundKeys(
  model: AnyModel,
  name: string,
  target: AnyModel,
  through: AnyModel,
): readonly [string, string] {
  const sources = keysTo(through, model).map(([key]) => key);
  const destinations = keysTo(through, target).map(([key]) => key);
  if (model === target && sources.length === 2) return [sources[0]!, sources[1]!];
  const isClear = model !== target && sources.length === 1 && destinations.length === 1;
  if (isClear) return [sources[0]!, destinations[0]!];
  throw ormError(
    'orm.relation.invalid',
    `${model.name}.${name}: it is not clear which keys of ${through.name} make up a pair.`,
    { hint: "Name them: throughFields: ['<key to this model>', '<key to the other>']." },
  );
}

function targetOf(model: AnyModel, name: string, target: () => unknown): AnyModel {
  const found = target();
  if (found instanceof AnyModel) return found;
  throw ormError('orm.relation.invalid', `${model.name}.${name} does not refer to a model.`, {
    hint: 'Its function returned undefined: is the other model declared and imported?',
  });
}
