import { BoundedMap, suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta, type ToOneMeta } from '../schema/meta.ts';
import { EXACT, LOOKUPS, type Lookup } from './lookups.ts';

/** A way from a model over relations to a column: `director__country__name`. */
export interface ColumnPath {
  readonly relations: readonly RelationMeta[];
  readonly column: ColumnMeta;
}

/** A lookup key taken apart: the way to a column and what is asked of it. */
export interface LookupPath extends ColumnPath {
  readonly key: string;
  readonly lookup: Lookup;
}

/** Keys come from code, yet also from user input that a program passes on; hence the bound. */
const MAX_KEYS_PER_MODEL = 1_000;
const parsed = new WeakMap<AnyModel, BoundedMap<string, LookupPath>>();

/**
 * Takes a lookup key such as `director__name__icontains` apart.
 *
 * @throws orm.field.unknown, orm.lookup.unknown with the nearest match
 */
export function parseLookup(model: AnyModel, key: string): LookupPath {
  let ofModel = parsed.get(model);
  if (ofModel === undefined) {
    ofModel = new BoundedMap(MAX_KEYS_PER_MODEL);
    parsed.set(model, ofModel);
  }
  let path = ofModel.get(key);
  if (path === undefined) {
    path = parse(model, key);
    ofModel.set(key, path);
  }
  return path;
}

/** The way to a column for ordering; no lookup may follow. @throws orm.field.unknown */
export function parseColumnPath(model: AnyModel, path: string): ColumnPath {
  const { relations, column } = walkToColumn(model, path);
  return trimmed(relations, column);
}

/** A column of the model or of one it selects, for `only()` and `defer()`. */
export interface FieldPath {
  /** The relations to the model that has the column. */
  readonly relations: readonly ToOneMeta[];
  readonly column: ColumnMeta;
}

/** The column that `only()` or `defer()` names; a relation stands for its key. @throws orm.field.unknown */
export function parseFieldPath(model: AnyModel, path: string): FieldPath {
  const { relations, column, isRelation } = walkToColumn(model, path);
  const toMany = relations.find((relation) => relation.kind !== 'toOne');
  if (toMany !== undefined) {
    throw ormError(
      'orm.field.unknown',
      `"${path}" names columns of the many rows "${toMany.name}".`,
      {
        hint: 'only() and defer() reach over relations to one row, which selectRelated() joins.',
      },
    );
  }
  const toOne = relations as readonly ToOneMeta[];
  return isRelation
    ? { relations: toOne.slice(0, -1), column: toOne.at(-1)!.column }
    : { relations: toOne, column };
}

/** Names one can write after a model: columns, relations and `pk`. */
export function namesOf(model: AnyModel): readonly string[] {
  const { byAttribute, relations } = metaOf(model);
  return [...byAttribute.keys(), ...relations.keys(), 'pk'];
}

function parse(model: AnyModel, key: string): LookupPath {
  const walked = walk(model, key);
  const { relations, column } = trimmed(walked.relations, walked.column);
  const { rest } = walked;
  const [name, ...more] = rest;
  if (name === undefined) return { key, relations, column, lookup: EXACT };
  const lookup = LOOKUPS.get(name);
  if (lookup !== undefined && more.length === 0) return { key, relations, column, lookup };
  const unknown = lookup === undefined ? name : more.join('__');
  throw ormError(
    'orm.lookup.unknown',
    `"${key}": ${describe(column)} has no lookup "${unknown}".`,
    {
      hint: suggest(unknown, LOOKUPS.keys()),
      details: { model: model.name, key },
    },
  );
}

interface Walked extends ColumnPath {
  /** Whether the path ended at a relation, so that `column` is the key at its other end. */
  readonly isRelation: boolean;
  /** Parts that follow the column. */
  readonly rest: readonly string[];
}

function walkToColumn(model: AnyModel, path: string): Walked {
  const walked = walk(model, path);
  const { column, rest } = walked;
  if (rest.length === 0) return walked;
  throw ormError('orm.field.unknown', `"${path}" goes on after the column ${describe(column)}.`, {
    hint: `Name the column alone: "${path.split('__').slice(0, -rest.length).join('__')}".`,
  });
}

function walk(model: AnyModel, path: string): Walked {
  const parts = path.split('__');
  const relations: RelationMeta[] = [];
  let at = model;
  for (const [index, part] of parts.entries()) {
    const meta = metaOf(at);
    const column = part === 'pk' ? meta.primaryKey : meta.byAttribute.get(part);
    if (column !== undefined) {
      return { relations, column, isRelation: false, rest: parts.slice(index + 1) };
    }
    const relation = meta.relations.get(part);
    if (relation === undefined) {
      // After a relation a lookup compares its key: `director__in`, `movies__isnull`.
      if (index > 0 && LOOKUPS.has(part)) break;
      throw unknownName(at, part, path);
    }
    relations.push(relation);
    at = relation.target;
  }
  return {
    relations,
    column: metaOf(at).primaryKey,
    isRelation: true,
    rest: parts.slice(relations.length),
  };
}

/** `director__id` is the column `director_id` of the movie itself: no join is needed for it. */
function trimmed(relations: readonly RelationMeta[], column: ColumnMeta): ColumnPath {
  const last = relations.at(-1);
  return last?.kind === 'toOne' && column.isPrimaryKey
    ? { relations: relations.slice(0, -1), column: last.column }
    : { relations, column };
}

function unknownName(model: AnyModel, name: string, path: string) {
  return ormError(
    'orm.field.unknown',
    name === path
      ? `${model.name} has no field or relation "${name}".`
      : `"${path}": ${model.name} has no field or relation "${name}".`,
    { hint: suggest(name, namesOf(model)), details: { model: model.name, path } },
  );
}

function describe(column: ColumnMeta): string {
  return `${column.model.name}.${column.attribute}`;
}
