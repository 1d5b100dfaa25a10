import { checkOptions, option } from '../../core/index.ts';
import { DEFAULT_ALIAS } from '../../db/index.ts';
import { ResultSet } from '../hydrate/result-set.ts';
import { modelOf, originOf, type Row } from '../hydrate/row.ts';
import { rowClass } from '../hydrate/row-class.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import { columnFor, presetOf } from '../write/column-values.ts';
import { checkConstraints, checkUnique } from './check-constraints.ts';
import { type Cleaning, cleanFields, nameOf } from './clean-fields.ts';
import { IssueList } from './issue-list.ts';
import { invalid, NON_FIELD_ERRORS } from './validation-error.ts';

export interface CleanOptions {
  /** Names of fields that are left alone. */
  readonly exclude?: readonly string[];
  /** Whether to ask the database for other rows with the same values. Default true. */
  readonly validateUnique?: boolean;
  /** Whether to ask the database about checks and conditions. Default true. */
  readonly validateConstraints?: boolean;
}

/**
 * Checks a row as Django's `full_clean()` does: its fields, then its own `clean()`, then what is to
 * be unique, then constraints; later steps leave out fields that an earlier one found wrong.
 *
 * @throws orm.validation with all that is wrong, by field
 */
export function fullClean(row: Row, options: CleanOptions): Promise<void> {
  return cleanRow(row, options, false);
}

/** The same for values of a row that is not stored yet, defaults included. */
export function fullCleanValues(
  model: AnyModel,
  values: object,
  options: CleanOptions,
  operations: RowOperations,
): Promise<void> {
  const given = new Map(
    Object.entries(values).map(([name, value]) => [columnFor(model, name), keyOf(value)]),
  );
  const { columns } = metaOf(model);
  const evaluation = {
    using: DEFAULT_ALIAS,
    fetchMode: 'peers',
    site: undefined,
    operations,
  } as const;
  const all = columns.map((column) => given.get(column) ?? presetOf(column) ?? null);
  const made = rowClass(model, columns);
  return cleanRow(new made(new ResultSet(evaluation, model, 1), ...all), options, true);
}

async function cleanRow(row: Row, options: CleanOptions, isNew: boolean): Promise<void> {
  checkOptions('fullClean()', options, {
    exclude: option.arrayOf(option.string),
    validateUnique: option.boolean,
    validateConstraints: option.boolean,
  });
  const { exclude = [], validateUnique = true, validateConstraints = true } = options;
  const model = modelOf(row);
  const excluded = new Set(exclude.map((name) => columnFor(model, name)));
  const issues = new IssueList();
  /** The columns that nothing was found wrong with so far. */
  const cleaning = (): Cleaning => ({
    row,
    issues,
    isNew,
    using: originOf(row).evaluation.using,
    columns: metaOf(model).columns.filter(
      (column) => !excluded.has(column) && !issues.has(nameOf(column)),
    ),
  });
  await cleanFields(cleaning());
  await issues.gather(NON_FIELD_ERRORS, () => (row as { clean?: () => unknown }).clean?.());
  if (validateUnique) await checkUnique(cleaning());
  if (validateConstraints) await checkConstraints(cleaning());
  if (!issues.isEmpty) throw invalid({ ...issues.byField }, `The ${model.name}`);
}

/** A row stands for its key. */
function keyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'pk' in value ? value.pk : value;
}
