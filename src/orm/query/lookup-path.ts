import { BoundedMap } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { Comparable } from '../schema/comparable.ts';
import { comparableOfType } from '../schema/comparable-types.ts';
import {
  type ColumnMeta,
  comparableOf,
  leadsToOne,
  metaOf,
  type RelationMeta,
  type ToManyMeta,
  type ToOneMeta,
} from '../schema/meta.ts';
import { isLookupName, type Lookup, lookupFor, lookupNames } from './lookups.ts';
import { hintForLookup, hintForName } from './mistakes.ts';
import { type Transform, transformFor, transformNames } from './transforms.ts';

/** A way from a model over relations to a column: `director__country__name`. */
export interface ColumnPath {
  readonly relations: readonly RelationMeta[];
  readonly column: ColumnMeta;
}

/** What is asked of a column or another expression: parts of it, and a comparison. */
export interface LookupTail {
  readonly transforms: readonly Transform[];
  readonly lookup: Lookup;
  /** What the value is compared with, after the transforms. */
  readonly subject: Comparable;
}

/** A lookup key taken apart: the way to a column and what is asked of it. */
export interface LookupPath extends ColumnPath, LookupTail {
  readonly key: string;
}

/** Keys come from code, yet also from user input that a program passes on; hence the bound. */
const MAX_KEYS_PER_MODEL = 1_000;
let parsed = new WeakMap<AnyModel, BoundedMap<string, LookupPath>>();

/** What keys mean is looked up anew, since there is one lookup more. */
export function forgetLookupPaths(): void {
  parsed = new WeakMap();
}

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

/** What `orderBy()` names; a relation stands for the order of its model. @throws orm.field.unknown */
export function parseOrder(
  model: AnyModel,
  path: string,
  choices: () => readonly string[] = () => namesOf(model),
): ReferencePath & { readonly isRelation: boolean } {
  const { isRelation, relations, column } = walk(model, path, choices);
  if (isRelation && metaOf(relations.at(-1)!.target).ordering.length > 0) {
    return { relations, column, transforms: [], isRelation };
  }
  return { ...parseReference(model, path, choices), isRelation: false };
}

/** The way to a column; no lookup may follow. @throws orm.field.unknown */
export function parseColumnPath(model: AnyModel, path: string): ColumnPath {
  const { relations, column } = walkToColumn(model, path);
  return trimmed(relations, column);
}

/** A way to a column and what is made of it: `released__year`, `data__size`. */
export interface ReferencePath extends ColumnPath {
  readonly transforms: readonly Transform[];
}

/**
 * What `F()`, `values()` and the like name: a column, over relations, or a part of one.
 *
 * @param choices - names for the message when the first one is unknown.
 * @throws orm.field.unknown
 */
export function parseReference(
  model: AnyModel,
  path: string,
  choices: () => readonly string[] = () => namesOf(model),
): ReferencePath {
  const walked = walk(model, path, choices);
  const { relations, column } = trimmed(walked.relations, walked.column);
  const transforms: Transform[] = [];
  let type = column.type;
  for (const part of walked.rest) {
    const transform = transformFor(type, part);
    if (transform === undefined) throw goesOn(path, column, walked.rest.length);
    transforms.push(transform);
    type = transform.type;
  }
  return { relations, column, transforms };
}

/** The column that a relation is looked up by: its key, or the row's own when the other has it. */
function nearKey(relation: ToOneMeta | ToManyMeta): ColumnMeta {
  return relation.kind === 'toOne' ? relation.column : metaOf(relation.model).primaryKey;
}

/** A column of the model or of one it selects, for `only()` and `defer()`. */
export interface FieldPath {
  /** The relations to the model that has the column. */
  readonly relations: readonly (ToOneMeta | ToManyMeta)[];
  readonly column: ColumnMeta;
}

/** The column that `only()` or `defer()` names; a relation stands for its key. @throws orm.field.unknown */
export function parseFieldPath(model: AnyModel, path: string): FieldPath {
  const { relations, column, isRelation } = walkToColumn(model, path);
  const toMany = relations.find((relation) => !leadsToOne(relation));
  if (toMany !== undefined) {
    throw ormError(
      'orm.field.unknown',
      `"${path}" names columns of the many rows "${toMany.name}".`,
      {
        hint: 'only() and defer() reach over relations to one row, which selectRelated() joins.',
      },
    );
  }
  const toOne = relations as readonly (ToOneMeta | ToManyMeta)[];
  return isRelation
    ? { relations: toOne.slice(0, -1), column: nearKey(toOne.at(-1)!) }
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
  const tail = parseTail(comparableOf(column), walked.rest, key, () => describe(column));
  return { key, relations, column, ...tail };
}

/**
 * What the parts of a key after a column or annotation ask of it.
 *
 * @throws orm.lookup.unknown with the nearest match
 */
export function parseTail(
  comparable: Comparable,
  parts: readonly string[],
  key: string,
  describeSubject: () => string,
): LookupTail {
  const transforms: Transform[] = [];
  let subject = comparable;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const lookup = isLast ? lookupAfter(transforms, subject, part) : undefined;
    if (lookup !== undefined) return { transforms, lookup, subject };
    const transform = transformFor(subject.type, part);
    if (transform === undefined) {
      // After a lookup nothing can follow, so what follows is the mistake.
      const wrong = lookupFor(subject.type, part) === undefined ? part : (parts[index + 1] ?? part);
      throw unknownLookup(subject, wrong, key, describeSubject());
    }
    transforms.push(transform);
    subject = comparableOfType(transform.type);
  }
  return { transforms, lookup: lookupAfter(transforms, subject, 'exact')!, subject };
}

function lookupAfter(
  transforms: readonly Transform[],
  { type }: Comparable,
  name: string,
): Lookup | undefined {
  return transforms.at(-1)?.lookups?.get(name) ?? lookupFor(type, name);
}

function unknownLookup(subject: Comparable, part: string, key: string, described: string) {
  return ormError('orm.lookup.unknown', `"${key}": ${described} has no lookup "${part}".`, {
    hint: hintForLookup(part, [...lookupNames(subject.type), ...transformNames(subject.type)]),
    details: { key },
  });
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
  throw goesOn(path, column, rest.length);
}

function goesOn(path: string, column: ColumnMeta, parts: number) {
  return ormError('orm.field.unknown', `"${path}" goes on after the column ${describe(column)}.`, {
    hint: `Name the column alone: "${path.split('__').slice(0, -parts).join('__')}".`,
  });
}

function walk(
  model: AnyModel,
  path: string,
  choices: () => readonly string[] = () => namesOf(model),
): Walked {
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
      if (index > 0 && isLookupName(part)) break;
      throw unknownName(at, part, path, index === 0 ? choices() : namesOf(at));
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

function unknownName(model: AnyModel, name: string, path: string, choices: readonly string[]) {
  return ormError(
    'orm.field.unknown',
    name === path
      ? `${model.name} has no field or relation "${name}".`
      : `"${path}": ${model.name} has no field or relation "${name}".`,
    { hint: hintForName(name, choices), details: { model: model.name, path } },
  );
}

function describe(column: ColumnMeta): string {
  return `${column.model.name}.${column.attribute}`;
}
