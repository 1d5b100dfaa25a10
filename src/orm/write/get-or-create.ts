import { checkOptions, isUptempoError, option } from '../../core/index.ts';
import { database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { forgetRelation, modelOf, type Row, setColumnValue } from '../hydrate/row.ts';
import { metaOf } from '../schema/meta.ts';
import { assignedValue, columnFor } from './column-values.ts';

export interface GetOrCreateOptions<Values> {
  /** What a new row has beside the conditions; a function is called when it is needed. */
  readonly defaults?: Values;
}

export interface UpdateOrCreateOptions<Values> extends GetOrCreateOptions<Values> {
  /** What a new row has in place of `defaults`. */
  readonly createDefaults?: Values;
}

/** The QuerySet that is asked, as far as these operations need it. */
export interface Finder {
  readonly using: string;
  get(lookup: object): Promise<unknown>;
  /** As `get()`; nobody else can change the row before the transaction ends. */
  getLocked(lookup: object): Promise<unknown>;
  create(values: object): Promise<unknown>;
}

/**
 * The row that the conditions name, or a new one. Two who do this at a time get the same row: the
 * one whose insert breaks a constraint for unique values looks again. Without such a constraint on
 * the fields of the conditions there may be two rows.
 */
export async function getOrCreate(
  finder: Finder,
  lookup: object,
  options: GetOrCreateOptions<object>,
): Promise<[unknown, boolean]> {
  const { defaults = {} } = checkOptions('getOrCreate()', options, { defaults: option.object });
  return find(finder, lookup, defaults);
}

/**
 * Changes the row that the conditions name, or makes one. The row is locked meanwhile, where the
 * database locks rows, so that of two who do this at a time the second sees what the first did.
 */
export async function updateOrCreate(
  finder: Finder,
  lookup: object,
  options: UpdateOrCreateOptions<object>,
): Promise<[unknown, boolean]> {
  const { defaults = {}, createDefaults = defaults } = checkOptions('updateOrCreate()', options, {
    defaults: option.object,
    createDefaults: option.object,
  });
  return database(finder.using).atomic(async () => {
    const locking = { ...finder, get: finder.getLocked };
    const [row, isCreated] = await find(locking, lookup, createDefaults);
    if (!isCreated) await change(row as Row, defaults);
    return [row, isCreated];
  });
}

/** Values, with functions among them called. */
export async function resolveValues(values: object): Promise<Record<string, unknown>> {
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    resolved[name] = typeof value === 'function' ? await value() : value;
  }
  return resolved;
}

async function find(finder: Finder, lookup: object, defaults: object): Promise<[unknown, boolean]> {
  const known = exactValues(lookup);
  const existing = await getOrUndefined(finder, lookup);
  if (existing !== undefined) return [existing, false];
  const values = { ...known, ...(await resolveValues(defaults)) };
  try {
    // A failure undoes this attempt alone, so that a transaction around it can go on.
    return [await database(finder.using).atomic(() => finder.create(values)), true];
  } catch (error) {
    if (!isConstraint(error)) throw error;
    const other = await getOrUndefined(finder, lookup);
    if (other === undefined) throw error;
    return [other, false];
  }
}

async function getOrUndefined(finder: Finder, lookup: object): Promise<unknown> {
  try {
    return await finder.get(lookup);
  } catch (error) {
    if (isUptempoError(error, 'orm.not_found')) return undefined;
    throw error;
  }
}

/** The conditions that name a value, which a new row then has: those without a lookup. */
function exactValues(lookup: object): object {
  const prototype: unknown = Object.getPrototypeOf(lookup);
  if (prototype !== Object.prototype && prototype !== null) {
    throw ormError('orm.condition.invalid', 'A row is got or created by an object of conditions.', {
      hint: "getOrCreate({ name: 'Drama' }): a new row takes its values from there.",
    });
  }
  return Object.fromEntries(Object.entries(lookup).filter(([key]) => !key.includes('__')));
}

async function change(row: Row, defaults: object): Promise<void> {
  const values = await resolveValues(defaults);
  const model = modelOf(row);
  const names = Object.keys(values).filter((name) => values[name] !== undefined);
  for (const name of names) {
    const column = columnFor(model, name);
    setColumnValue(row, column.attribute, assignedValue(column, values[name]));
    if (column.relation !== undefined) forgetRelation(row, column.relation);
  }
  if (names.length === 0) return;
  const onSave = metaOf(model).columns.filter(({ field }) => field.onSave !== undefined);
  await row.save({ fields: [...names, ...onSave.map(({ attribute }) => attribute)] });
}

function isConstraint(error: unknown): boolean {
  return isUptempoError(error) && error.code.startsWith('db.constraint.');
}
