import { Expression } from '../expressions/expression.ts';
import { columnValue, isColumnLoaded, type Row, setColumnValue } from '../hydrate/row.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { leftToDatabase } from '../write/column-values.ts';
import type { IssueList } from './issue-list.ts';
import { rowExists } from './row-exists.ts';
import type { Validator } from './validation-error.ts';

/** A row that is looked at, and what of it is left alone. */
export interface Cleaning {
  readonly row: Row;
  readonly columns: readonly ColumnMeta[];
  /** Alias of the database. */
  readonly using: string | undefined;
  /** It is not in the database yet. */
  readonly isNew: boolean;
  readonly issues: IssueList;
}

/** What a column is called in issues: by its relation if it is a key. */
export function nameOf(column: ColumnMeta): string {
  return column.relation?.name ?? column.attribute;
}

/** Checks each value by itself, and puts the canonical value in its place. */
export async function cleanFields(cleaning: Cleaning): Promise<void> {
  for (const column of cleaning.columns) {
    if (!isColumnLoaded(cleaning.row, column.attribute) || column.isGenerated) continue;
    await cleanField(column, cleaning);
  }
}

async function cleanField(column: ColumnMeta, { row, issues, isNew, using }: Cleaning) {
  const name = nameOf(column);
  const value = columnValue(row, column.attribute);
  const { field } = column;
  if (value instanceof Expression) return;
  if (value === null || value === undefined) {
    const isFilledIn = isNew && leftToDatabase(column);
    if (!column.isNull && !isFilledIn) issues.add(name, 'null', 'This field cannot be null.');
    return;
  }
  if (column.relation === undefined && isBlank(value)) {
    if (!field.options.blank) issues.add(name, 'blank', 'This field cannot be blank.');
    return;
  }
  const normal = field.normalizeCompared(value);
  if (normal === undefined) {
    issues.add(name, 'invalid', `This value must be ${field.expected}.`);
    return;
  }
  if (field.choices !== undefined && !field.choices.has(normal)) {
    const shown = JSON.stringify(normal);
    issues.add(name, 'invalid_choice', `Value ${shown} is not a valid choice.`, { value: normal });
    return;
  }
  setColumnValue(row, column.attribute, normal);
  if (column.relation !== undefined) await checkReference(column, normal, using, issues);
  else for (const validate of field.validators) await run(validate, normal, name, issues);
}

function run(validate: Validator<never>, value: unknown, name: string, issues: IssueList) {
  return issues.gather(name, () => (validate as Validator)(value));
}

async function checkReference(
  { relation }: ColumnMeta,
  key: unknown,
  using: string | undefined,
  issues: IssueList,
): Promise<void> {
  const { target, name } = relation!;
  if (await rowExists(target, using, [{ pk: key }])) return;
  const { attribute } = metaOf(target).primaryKey;
  issues.add(
    name,
    'invalid',
    `${target.name} instance with ${attribute} ${JSON.stringify(key)} does not exist.`,
  );
}

/** What a form would leave: an empty text, list or object. */
function isBlank(value: unknown): boolean {
  if (value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0;
}
