import type { ColumnType } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { Expression } from '../expressions/expression.ts';
import type { AnyModel } from './any-model.ts';
import type { Comparable } from './comparable.ts';
import {
  type ConstraintMeta,
  constraintsOf,
  type IndexMeta,
  indexesOf,
} from './constraint-meta.ts';
import { type AnyField, Field } from './field.ts';
import { automaticKey } from './fields.ts';
import { snakeCase } from './names.ts';
import { ForeignKey, HasMany, HasOne, ManyToMany, type OnDelete } from './relation.ts';
import { manyToManyOf, toManyOf, toOneOf } from './relation-meta.ts';

/** One column of a model's table. */
export interface ColumnMeta {
  readonly model: AnyModel;
  /** Name of the property on rows: `title`, `directorId`. */
  readonly attribute: string;
  /** Name in the database: `title`, `director_id`. */
  readonly column: string;
  readonly type: ColumnType;
  readonly isNull: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  readonly isPrimaryKey: boolean;
  /** The database numbers the rows. */
  readonly isAutomatic: boolean;
  /** Value or expression that the database puts into rows that are written without the column. */
  readonly databaseDefault: unknown;
  /** The database works the value out; it is never written. */
  readonly isGenerated: boolean;
  /** The field that normalises values: for a foreign key the target's primary key. */
  readonly field: AnyField;
  /** The relation whose key this is. */
  readonly relation: ToOneMeta | undefined;
}

const comparables = new WeakMap<ColumnMeta, Comparable>();

/** What the values of a column can be compared with. */
export function comparableOf(column: ColumnMeta): Comparable {
  let comparable = comparables.get(column);
  if (comparable === undefined) {
    const { field, type, relation, isPrimaryKey, model } = column;
    comparable = {
      type,
      expected: field.expected,
      normalizeCompared: field.normalizeCompared,
      keyOf: relation?.target ?? (isPrimaryKey ? model : undefined),
    };
    comparables.set(column, comparable);
  }
  return comparable;
}

/** A relation to one row: this model holds the key. */
export interface ToOneMeta {
  readonly kind: 'toOne';
  readonly model: AnyModel;
  readonly name: string;
  readonly target: AnyModel;
  readonly column: ColumnMeta;
  readonly onDelete: OnDelete;
  /** What the key is set to under `set default` and `setTo()`; asked for at each delete. */
  readonly valueOnDelete: (() => unknown) | undefined;
  /** Row or key, or function that makes it, for rows created without one. */
  readonly default: unknown;
}

/** A relation to the rows whose key refers to this one: the target holds the key. */
export interface ToManyMeta {
  readonly kind: 'toMany';
  readonly model: AnyModel;
  readonly name: string;
  readonly target: AnyModel;
  /** There is one row at most, because the key is unique: `hasOne()`. */
  readonly isSingle: boolean;
  /** The relation at the other end. */
  readonly via: ToOneMeta;
}

/** A relation to many rows through a table of pairs. */
export interface ManyToManyMeta {
  readonly kind: 'manyToMany';
  readonly model: AnyModel;
  readonly name: string;
  readonly target: AnyModel;
  readonly through: AnyModel;
  /** The pair's key to this model, and to the target. */
  readonly source: ToOneMeta;
  readonly destination: ToOneMeta;
  /** The pairs are a model of the application's, which may ask for more than the two keys. */
  readonly hasOwnThrough: boolean;
  /** A pair stands for both directions: what adds or removes one does so with its mirror image. */
  readonly isSymmetrical: boolean;
  /** The relation at the other end that declares the pairs, when this is `manyToManyOf()`. */
  readonly reverseOf: ManyToManyMeta | undefined;
}

export type RelationMeta = ToOneMeta | ToManyMeta | ManyToManyMeta;

/** Whether a relation leads to one row at most, whichever end holds the key. */
export function leadsToOne(relation: RelationMeta): relation is ToOneMeta | ToManyMeta {
  return relation.kind === 'toOne' || (relation.kind === 'toMany' && relation.isSingle);
}

/** A model with everything worked out. */
export interface ModelMeta {
  readonly table: string;
  readonly columns: readonly ColumnMeta[];
  readonly byAttribute: ReadonlyMap<string, ColumnMeta>;
  readonly primaryKey: ColumnMeta;
  readonly relations: ReadonlyMap<string, RelationMeta>;
  readonly ordering: readonly string[];
  /** What rows can do beside what all rows can, for their prototype. */
  readonly methods: PropertyDescriptorMap;
  readonly constraints: readonly ConstraintMeta[];
  /** Indexes beside those of single columns. */
  readonly indexes: readonly IndexMeta[];
}

/** Property names that rows need for themselves, beside those that every object has. */
const RESERVED = new Set([
  'save',
  'delete',
  'refreshFromDb',
  'fullClean',
  'display',
  'related',
  'relatedSet',
  'pk',
  'toJSON',
  'then',
]);

const resolved = new WeakMap<AnyModel, ModelMeta>();

/**
 * Columns, keys and relations of a model, worked out at the first use because relations may refer
 * to models that are declared later.
 *
 * @throws orm.model.invalid, orm.relation.invalid
 */
export function metaOf(model: AnyModel): ModelMeta {
  let meta = resolved.get(model);
  if (meta === undefined) {
    meta = resolveMeta(model);
    resolved.set(model, meta);
  }
  return meta;
}

function resolveMeta(model: AnyModel): ModelMeta {
  const columns: ColumnMeta[] = [];
  const relations = new Map<string, RelationMeta>();
  const members = Object.entries(model.shape);
  if (!members.some(([, member]) => member instanceof Field && member.options.primaryKey)) {
    columns.push(columnOf(model, 'id', automaticKey()));
  }
  // Columns and keys first: they are what relations at the other end refer to.
  for (const [name, member] of members) {
    checkName(model, name, member);
    if (member instanceof Field) columns.push(columnOf(model, name, member));
    if (member instanceof ForeignKey) {
      const relation = toOneOf(model, name, member);
      relations.set(name, relation);
      columns.push(relation.column);
    }
  }
  const byAttribute = new Map(columns.map((column) => [column.attribute, column]));
  if (byAttribute.size < columns.length) throw duplicateAttribute(model, columns);
  checkPrimaryKey(model, columns);
  for (const [name, member] of members) {
    if (member instanceof HasMany || member instanceof HasOne) {
      relations.set(name, toManyOf(model, name, member, metaOf));
    }
    if (member instanceof ManyToMany) {
      relations.set(name, manyToManyOf(model, name, member, metaOf));
    }
  }
  const table = model.options.table ?? snakeCase(model.name);
  return {
    table,
    columns,
    byAttribute,
    primaryKey: columns.find((column) => column.isPrimaryKey)!,
    relations,
    ordering: model.options.ordering ?? [],
    methods: checkedMethods(model, [...byAttribute.keys(), ...relations.keys()]),
    constraints: constraintsOf(model, table, byAttribute),
    indexes: indexesOf(model, table, byAttribute),
  };
}

/** Methods by names that neither rows nor the model's members have. */
function checkedMethods(model: AnyModel, members: readonly string[]): PropertyDescriptorMap {
  for (const name of Object.keys(model.methods)) {
    const isTaken = members.includes(name) || RESERVED.has(name) || name in Object.prototype;
    if (!isTaken) continue;
    throw ormError('orm.model.invalid', `${model.name}.${name} cannot be the name of a method.`, {
      hint: members.includes(name)
        ? `${model.name} has a field or relation of that name.`
        : 'Rows have a method or property of that name.',
    });
  }
  return model.methods;
}

function checkName(model: AnyModel, name: string, member: unknown): void {
  const isMember =
    member instanceof Field ||
    member instanceof ForeignKey ||
    member instanceof HasMany ||
    member instanceof HasOne ||
    member instanceof ManyToMany;
  if (!isMember) {
    throw ormError(
      'orm.model.invalid',
      `${model.name}.${name} is neither a field nor a relation.`,
      {
        hint: 'Use char(), integer(), foreignKey() and the others of uptempo/orm.',
      },
    );
  }
  const isReserved = RESERVED.has(name) || name in Object.prototype;
  if (!/^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(name) || isReserved) {
    throw ormError('orm.model.invalid', `${model.name}.${name} cannot be the name of a field.`, {
      hint: isReserved
        ? 'Rows have a method or property of that name.'
        : 'Lookups are split at double underscores: use letters, digits and single underscores.',
    });
  }
}

function columnOf(model: AnyModel, attribute: string, field: AnyField): ColumnMeta {
  const { options } = field;
  const isPrimaryKey = options.primaryKey ?? false;
  return {
    model,
    attribute,
    column: options.column ?? snakeCase(attribute),
    type: field.type,
    isNull: options.null ?? false,
    isUnique: (options.unique ?? false) || isPrimaryKey,
    isIndexed: options.index ?? false,
    isPrimaryKey,
    isAutomatic: field.isAutomatic,
    databaseDefault: databaseDefaultOf(model, attribute, field),
    isGenerated: field.generated !== undefined,
    field,
    relation: undefined,
  };
}

function databaseDefaultOf(
  model: AnyModel,
  attribute: string,
  { options, normalize, expected }: AnyField,
): unknown {
  const { dbDefault } = options;
  if (dbDefault === undefined || dbDefault === null || dbDefault instanceof Expression) {
    return dbDefault;
  }
  const value = normalize(dbDefault);
  if (value !== undefined) return value;
  throw ormError('orm.model.invalid', `${model.name}.${attribute}: dbDefault must be ${expected}.`);
}

/** Values that are objects in JavaScript: two equal ones are not the same key of a Map. */
const WITHOUT_IDENTITY: ReadonlySet<string> = new Set(['decimal', 'datetime', 'json', 'binary']);

function checkPrimaryKey(model: AnyModel, columns: readonly ColumnMeta[]): void {
  const keys = columns.filter((column) => column.isPrimaryKey);
  if (keys.length > 1) {
    const names = keys.map(({ attribute }) => attribute).join(' and ');
    throw ormError('orm.model.invalid', `${model.name} has two primary keys: ${names}.`, {
      hint: `Take one, and the option unique: [['…', '…']] of the model for the pair.`,
    });
  }
  const { attribute, type, isNull } = keys[0]!;
  const isFit = !isNull && !WITHOUT_IDENTITY.has(type.kind);
  if (isFit) return;
  throw ormError('orm.model.invalid', `${model.name}.${attribute} cannot be the primary key.`, {
    hint: isNull
      ? 'A primary key is never empty: leave out null: true.'
      : 'Use a whole number, a text, a UUID or a date; other values can be unique: true.',
  });
}

function duplicateAttribute(model: AnyModel, columns: readonly ColumnMeta[]) {
  const names = columns.map((column) => column.attribute);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return ormError('orm.model.invalid', `${model.name} has two columns named "${twice}".`, {
    hint: 'A foreign key `director` brings the column `directorId` with it.',
  });
}
