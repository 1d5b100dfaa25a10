import { describeKind, suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { Expression } from '../expressions/expression.ts';
import { namesOf } from '../query/lookup-path.ts';
import { normalizeValue } from '../query/lookups.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';

/**
 * How objects with the same names become values of columns: one list per row, in the order of
 * `columns`, so that all those rows share a statement.
 */
export interface ValuesPlan {
  /** The names that were given; those with `undefined` do not count. */
  readonly names: readonly string[];
  /** What is written, in the order of the model: what the database fills in is left out. */
  readonly columns: readonly ColumnMeta[];
  /** For each column the name its value was given by; undefined: it has a default. */
  readonly sources: readonly (string | undefined)[];
  /** For each column how a given value is checked. */
  readonly checks: readonly ValueCheck[];
}

/** Gives the canonical value of a column. @throws orm.value.invalid, orm.value.missing */
export type ValueCheck = (value: unknown) => unknown;

/** @throws orm.field.unknown, orm.value.missing */
export function planValues(model: AnyModel, names: readonly string[]): ValuesPlan {
  const given = new Map(names.map((name) => [columnFor(model, name), name]));
  const columns = metaOf(model).columns.filter(
    (column) => given.has(column) || !leftToDatabase(column),
  );
  return {
    names,
    columns,
    sources: columns.map((column) => given.get(column)),
    checks: columns.map(valueCheck),
  };
}

/** The names of an object that have a value. */
export function namesGiven(values: object): readonly string[] {
  if (typeof values !== 'object' || values === null) {
    throw ormError(
      'orm.value.invalid',
      `A row is made of its values, not of ${describeKind(values)}.`,
      {
        hint: "create({ name: 'Drama' }), bulkCreate([{ name: 'Drama' }])",
      },
    );
  }
  const names = Object.keys(values);
  const given = values as Readonly<Record<string, unknown>>;
  for (const name of names) {
    if (given[name] === undefined) return names.filter((each) => given[each] !== undefined);
  }
  return names;
}

/**
 * The canonical values of one row: defaults for what was not given, expressions as they are.
 *
 * @throws orm.value.invalid, orm.value.missing
 */
export function readValues({ columns, sources, checks }: ValuesPlan, values: object): unknown[] {
  const given = values as Readonly<Record<string, unknown>>;
  // Lists that grow would have room for 17 values, and thousands of them are alive at a time.
  const row = new Array<unknown>(columns.length);
  for (let index = 0; index < columns.length; index++) {
    const name = sources[index];
    row[index] = name === undefined ? defaultValue(columns[index]!) : checks[index]!(given[name]);
  }
  return row;
}

/**
 * `assignedValue` for many values of a column: what depends on the column alone is looked up once.
 */
export function valueCheck(column: ColumnMeta): ValueCheck {
  if (column.isGenerated) return (value) => assignedValue(column, value);
  const { normalize } = column.field;
  return (value) => {
    // Objects may be expressions or rows, which stand for something else; a Date is itself.
    const isItself = typeof value !== 'object' || value instanceof Date;
    const normal = isItself && value !== undefined ? normalize(value) : undefined;
    return normal === undefined ? assignedValue(column, value) : normal;
  };
}

/** Whether the database has to work one of these values out. */
export function hasExpression(values: readonly unknown[]): boolean {
  for (let index = 0; index < values.length; index++) {
    if (isExpression(values[index])) return true;
  }
  return false;
}

export function isExpression(value: unknown): boolean {
  return value instanceof Expression;
}

/** The canonical value to write to a column, or an expression that the database works out. */
export function assignedValue(column: ColumnMeta, value: unknown): unknown {
  assertWritable(column);
  return value instanceof Expression ? value : checkedValue(column, value);
}

/** Whether the database fills the column in when it is not given. */
export function leftToDatabase(column: ColumnMeta): boolean {
  const { isAutomatic, isGenerated, databaseDefault, field, relation } = column;
  if (isAutomatic || isGenerated) return true;
  const hasOwnDefault = relation === undefined && field.options.default !== undefined;
  return databaseDefault !== undefined && !hasOwnDefault;
}

/** A column's default, not checked yet; undefined when it has none. */
export function presetOf(column: ColumnMeta): unknown {
  const { default: preset } = column.relation ?? column.field.options;
  return typeof preset === 'function' ? preset() : preset;
}

/** The column of a field, or of the foreign key of a relation. @throws orm.field.unknown */
export function columnFor(model: AnyModel, name: string): ColumnMeta {
  const { byAttribute, relations } = metaOf(model);
  const relation = relations.get(name);
  if (name === 'pk') return metaOf(model).primaryKey;
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
  assertWritable(column);
  if (value !== null) return normalizeValue(column, value, nameOf(column));
  if (column.isNull) return null;
  throw ormError('orm.value.missing', `${describe(column)} must not be null.`, {
    hint: 'Give it a value, or declare it with null: true.',
  });
}

function defaultValue(column: ColumnMeta): unknown {
  const value = presetOf(column);
  if (value !== undefined) {
    return value === null && column.isNull ? null : normalizeValue(column, value, nameOf(column));
  }
  if (column.isNull) return null;
  throw ormError('orm.value.missing', `${describe(column)} got no value.`, {
    hint: `Pass "${nameOf(column)}", or declare the field with a default or null: true.`,
  });
}

/** @throws orm.value.generated */
export function assertWritable(column: ColumnMeta): void {
  if (!column.isGenerated) return;
  throw ormError('orm.value.generated', `${describe(column)} is worked out by the database.`, {
    hint: 'Leave it out; it follows from the columns it is made of.',
  });
}

function nameOf(column: ColumnMeta): string {
  return column.relation?.name ?? column.attribute;
}

function describe(column: ColumnMeta): string {
  return `${column.model.name}.${nameOf(column)}`;
}
