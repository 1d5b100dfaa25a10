import { checkOptions, option } from '../../core/index.ts';
import type { InsertNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta } from '../schema/meta.ts';
import { columnFor } from './column-values.ts';

export interface BulkCreateOptions {
  /** Most rows per statement; default as many as make statements fast. */
  readonly batchSize?: number;
  /**
   * What becomes of a row that breaks a constraint for unique values. `fail` (default): it undoes
   * all. `ignore`: it is left out. `update`: the row that is there takes the values of
   * `updateFields`.
   */
  readonly onConflict?: 'fail' | 'ignore' | 'update';
  /** With `update`: the fields that the row that is there takes. */
  readonly updateFields?: readonly string[];
  /** With `update`: the unique fields, together, by which rows collide. */
  readonly uniqueFields?: readonly string[];
}

export type Conflict = InsertNode['onConflict'];

/** @throws core.option.*, orm.conflict.invalid, orm.field.unknown */
export function checkBulkCreate(model: AnyModel, options: BulkCreateOptions): Conflict {
  checkOptions('bulkCreate()', options, {
    batchSize: option.integer({ min: 1 }),
    onConflict: option.oneOf('fail', 'ignore', 'update'),
    updateFields: option.arrayOf(option.string),
    uniqueFields: option.arrayOf(option.string),
  });
  const { onConflict = 'fail', updateFields = [], uniqueFields = [] } = options;
  if (onConflict !== 'update') {
    if (updateFields.length + uniqueFields.length > 0) throw senseless(model, onConflict);
    return onConflict;
  }
  if (updateFields.length === 0 || uniqueFields.length === 0) throw incomplete(model);
  const updated = updateFields.map((name) => columnFor(model, name));
  const key = updated.find(({ isPrimaryKey }) => isPrimaryKey);
  if (key !== undefined) throw keyUpdated(key);
  return {
    columns: uniqueFields.map((name) => columnFor(model, name).column),
    update: updated.map(({ column }) => column),
  };
}

function senseless({ name }: AnyModel, onConflict: string) {
  return ormError(
    'orm.conflict.invalid',
    `bulkCreate() of ${name} got fields to update, yet a conflict is to ${onConflict}.`,
    { hint: "Add onConflict: 'update', or leave out updateFields and uniqueFields." },
  );
}

function incomplete({ name }: AnyModel) {
  return ormError('orm.conflict.invalid', `bulkCreate() of ${name} is not told what to update.`, {
    hint: "onConflict: 'update' needs updateFields, and uniqueFields by which rows collide.",
  });
}

function keyUpdated({ model, attribute }: ColumnMeta) {
  return ormError(
    'orm.conflict.invalid',
    `bulkCreate() cannot update ${model.name}.${attribute}, the primary key.`,
    { hint: 'Leave it out of updateFields; the row that is there keeps its key.' },
  );
}
