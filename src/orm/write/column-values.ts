import { suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { namesOf } from '../query/lookup-path.ts';
import { normalizeValue } from '../query/lookups.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';

/**
 * What the application gave, as canonical values by column. `undefined` counts as not given.
 *
 * @throws orm.field.unknown, orm.value.invalid
 */
export function givenValues(model: AnyModel, values: object): Map<ColumnMeta, unknown> {
  const given = new Map<ColumnMeta, unknown>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const column = columnFor(model, name);
    given.set(column, checkedValue(column, value));
  }
  return given;
}

/**
 * Adds defaults for what was not given, NULL where it may be empty, and leaves out what the database
 * fills in; always in the order of the model's columns, so that rows share a statement.
 *
 * @throws orm.value.missing
 */
export function completeValues(
  model: AnyModel,
  given: ReadonlyMap<ColumnMeta, unknown>,
): Map<ColumnMeta, unknown> {
  const complete = new Map<ColumnMeta, unknown>();
  for (const column of metaOf(model).columns) {
    if (given.has(column)) complete.set(column, given.get(column));
    else if (!isLeftToDatabase(column)) complete.set(column, defaultValue(column));
  }
  return complete;
}

/** Whether the database fills the column in when it is not given. */
function isLeftToDatabase({ isAutomatic, databaseDefault, field, relation }: ColumnMeta): boolean {
  if (isAutomatic) return true;
  const hasOwnDefault = relation === undefined && field.options.default !== undefined;
  return databaseDefault !== undefined && !hasOwnDefault;
}

/** The column of a field, or of the foreign key of a relation. @throws orm.field.unknown */
export function columnFor(model: AnyModel, name: string): ColumnMeta {
  const { byAttribute, relations } = metaOf(model);
  const relation = relations.get(name);
  const column = relation?.kind === 'toOne' ? relation.column : byAttribute.get(name);
  if (column !== undefined) return column;
  if (relation !== undefined) {
    throw ormError(
      'orm.field.unknown',
      `${model.name}.${name} leads to many rows and has no value.`,
      {
        hint: `Save the row first, then use its ${name}.`,
      },
    );
  }
  throw ormError('orm.field.unknown', `${model.name} has no field "${name}".`, {
    hint: suggest(name, namesOf(model)),
    details: { model: model.name, field: name },
  });
}

/** The canonical value to write to a column. @throws orm.value.invalid, orm.value.missing */
export function checkedValue(column: ColumnMeta, value: unknown): unknown {
  if (value !== null) return normalizeValue(column, value, nameOf(column));
  if (column.isNull) return null;
  throw ormError('orm.value.missing', `${describe(column)} must not be null.`, {
    hint: 'Give it a value, or declare it with null: true.',
  });
}

function defaultValue(column: ColumnMeta): unknown {
  const { default: preset } = column.relation === undefined ? column.field.options : {};
  if (preset !== undefined) {
    const value: unknown = typeof preset === 'function' ? preset() : preset;
    return value === null && column.isNull ? null : normalizeValue(column, value, nameOf(column));
  }
  if (column.isNull) return null;
  throw ormError('orm.value.missing', `${describe(column)} got no value.`, {
    hint: `Pass "${nameOf(column)}", or declare the field with a default or null: true.`,
  });
}

function nameOf(column: ColumnMeta): string {
  return column.relation?.name ?? column.attribute;
}

function describe(column: ColumnMeta): string {
  return `${column.model.name}.${nameOf(column)}`;
}
