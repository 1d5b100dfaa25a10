import { BOOLEAN, type ConstantExpression, database, INTEGER, selectFrom } from '../../db/index.ts';
import { columnValue, isColumnLoaded, modelOf, type Row } from '../hydrate/row.ts';
import { tableExpression, withRowValues } from '../query/table-expression.ts';
import type { ConstraintMeta, UniqueMeta } from '../schema/constraint-meta.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { snakeCase } from '../schema/names.ts';
import { siteOf } from '../write/origin.ts';
import { type Cleaning, nameOf } from './clean-fields.ts';
import { rowExists } from './row-exists.ts';
import { NON_FIELD_ERRORS } from './validation-error.ts';

/** Looks for other rows with values that are to be unique: of fields, and of groups of them. */
export async function checkUnique(cleaning: Cleaning): Promise<void> {
  const { row, columns, isNew } = cleaning;
  const model = modelOf(row);
  for (const column of columns) {
    // A stored row's key is its own; a new one's may be somebody else's.
    if (!column.isUnique || (column.isPrimaryKey && !isNew)) continue;
    if (await isTaken([column], undefined, cleaning)) addTaken([column], cleaning);
  }
  for (const constraint of metaOf(model).constraints) {
    if (constraint.kind !== 'unique' || constraint.condition !== undefined) continue;
    if (!(await isTaken(constraint.columns, constraint, cleaning))) continue;
    addTaken(constraint.columns, cleaning, constraint);
  }
}

/** Asks the database whether the row meets checks, and unique constraints of some rows. */
export async function checkConstraints(cleaning: Cleaning): Promise<void> {
  for (const constraint of metaOf(modelOf(cleaning.row)).constraints) {
    if (constraint.condition === undefined) continue;
    const holds = await conditionHolds(constraint.condition, constraint.name, cleaning);
    if (holds === undefined) continue;
    const isBroken =
      constraint.kind === 'check'
        ? !holds
        : holds && (await isTaken(constraint.columns, constraint, cleaning));
    if (isBroken) addViolation(constraint, cleaning);
  }
}

async function isTaken(
  columns: readonly ColumnMeta[],
  constraint: UniqueMeta | undefined,
  { row, columns: looked, using, isNew }: Cleaning,
): Promise<boolean> {
  const isLooked = columns.every(
    (column) => looked.includes(column) && isColumnLoaded(row, column.attribute),
  );
  if (!isLooked) return false;
  const values = columns.map(({ attribute }) => columnValue(row, attribute));
  const areNullsDistinct = constraint?.areNullsDistinct ?? true;
  if (areNullsDistinct && values.includes(null)) return false;
  const same = Object.fromEntries(
    columns.map(({ attribute }, index) => [attribute, values[index]]),
  );
  const conditions = [same, ...(constraint?.condition === undefined ? [] : [constraint.condition])];
  return rowExists(modelOf(row), using, conditions, isNew ? undefined : row.pk);
}

/**
 * Whether a condition holds for the row as it is in memory, by the database's own rules; unknown
 * counts as holding. undefined: it looks at a column that is left alone.
 */
async function conditionHolds(
  condition: object,
  name: string,
  { row, columns, using }: Cleaning,
): Promise<boolean | undefined> {
  const model = modelOf(row);
  let isComplete = true;
  const valueIn = (columnName: string) => {
    const column = columns.find(({ column }) => column === columnName);
    if (column !== undefined && isColumnLoaded(row, column.attribute)) {
      return columnValue(row, column.attribute);
    }
    isComplete = false;
    return null;
  };
  const table = tableExpression(
    model,
    condition,
    `${model.name}: "${name}"`,
    database(using).dialect,
  );
  const ofRow = withRowValues(table, valueIn);
  return isComplete ? isTrueOrUnknown(ofRow, row, using) : undefined;
}

/** `SELECT CASE WHEN NOT … , COUNT(*) FROM table WHERE FALSE`: one row, and no table is read. */
async function isTrueOrUnknown(
  { expression, values }: ConstantExpression,
  row: Row,
  using: string | undefined,
): Promise<boolean> {
  const model = modelOf(row);
  const { table } = metaOf(model);
  const number = (value: number) => ({ kind: 'literal', value, type: INTEGER }) as const;
  const target = database(using);
  const statement = target.dialect.compile({
    ...selectFrom(table, table),
    columns: [
      {
        kind: 'case',
        branches: [{ when: { kind: 'not', operand: expression }, then: number(0) }],
        otherwise: number(1),
        type: INTEGER,
      },
      {
        kind: 'aggregate',
        name: 'count',
        args: [],
        isDistinct: false,
        filter: undefined,
        orderBy: [],
        type: INTEGER,
      },
    ],
    where: { kind: 'literal', value: false, type: BOOLEAN },
  });
  const [found] = await target.query(statement, values, siteOf('queryset', model));
  return Number(found![0]) === 1;
}

function addTaken(
  columns: readonly ColumnMeta[],
  { row, issues }: Cleaning,
  constraint?: UniqueMeta,
): void {
  const labels = columns.map((column) => labelOf(nameOf(column)));
  const isOne = columns.length === 1;
  issues.add(
    isOne ? nameOf(columns[0]!) : NON_FIELD_ERRORS,
    constraint?.violationCode ?? (isOne ? 'unique' : 'unique_together'),
    constraint?.violationMessage ??
      `${labelOf(modelOf(row).name)} with this ${labels.join(' and ')} already exists.`,
    { fields: columns.map(nameOf) },
  );
}

function addViolation(constraint: ConstraintMeta, { issues }: Cleaning): void {
  issues.add(
    NON_FIELD_ERRORS,
    constraint.violationCode ?? 'invalid',
    constraint.violationMessage ?? `Constraint “${constraint.name}” is violated.`,
    { constraint: constraint.name },
  );
}

/** `releaseYear` as `Release year`. */
function labelOf(name: string): string {
  const words = snakeCase(name).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
