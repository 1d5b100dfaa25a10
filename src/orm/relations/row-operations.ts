import { checkOptions, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import {
  columnValue,
  forgetRelations,
  isColumnLoaded,
  modelOf,
  originOf,
  type Row,
  setColumnValue,
} from '../hydrate/row.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import { fetchRows } from '../query/fetch.ts';
import { withConditions } from '../query/filtering.ts';
import { initialState, type QueryState } from '../query/query-state.ts';
import { metaOf } from '../schema/meta.ts';
import { fullClean } from '../validation/full-clean.ts';
import { columnFor } from '../write/column-values.ts';
import { deleteRows } from '../write/delete.ts';
import { siteOf } from '../write/origin.ts';
import { updateRows } from '../write/update.ts';
import { ManyToManySet, RelatedSet } from './related-set.ts';
import { ToOneHandle } from './to-one-handle.ts';

/** What rows do that needs queries: their relations, and their own writing. */
export const rowOperations: RowOperations = {
  unloaded(row, relation) {
    switch (relation.kind) {
      case 'toOne':
        return new ToOneHandle(row, relation);
      case 'toMany':
        return relation.isSingle ? new ToOneHandle(row, relation) : new RelatedSet(row, relation);
      case 'manyToMany':
        return new ManyToManySet(row, relation);
    }
  },

  fullClean,

  async save(row, options) {
    const { fields } = checkOptions('save()', options, { fields: option.arrayOf(option.string) });
    const model = modelOf(row);
    const origin = siteOf('write', model);
    const { columns, primaryKey } = metaOf(model);
    const named = fields?.map((name) => columnFor(model, name));
    const written = columns.filter(
      (column) =>
        column !== primaryKey &&
        !column.isGenerated &&
        (named === undefined ? isColumnLoaded(row, column.attribute) : named.includes(column)),
    );
    if (written.length === 0) return;
    const values = Object.fromEntries(
      written.map(({ attribute }) => [attribute, columnValue(row, attribute)]),
    );
    const count = await updateRows({ state: stateOf(row), operations: this, origin }, values);
    if (count === 0) throw notStored(row, 'saved');
  },

  async delete(row) {
    const origin = siteOf('write', modelOf(row));
    const result = await deleteRows({ state: stateOf(row), operations: this, origin });
    if (result.byModel[modelOf(row).name] === undefined) throw notStored(row, 'deleted');
    return result;
  },

  async refresh(row) {
    const model = modelOf(row);
    const loaded = metaOf(model).columns.filter(({ attribute }) => isColumnLoaded(row, attribute));
    const names = loaded.map(({ attribute }) => attribute);
    const state = { ...stateOf(row), only: names };
    const [fresh] = await fetchRows<Row>(
      { ...state, shape: state.shape.steps(':only', names) },
      siteOf('queryset', model),
      this,
    );
    if (fresh === undefined) {
      throw ormError('orm.not_found', `The ${model.name} is no longer in the database.`);
    }
    for (const name of names) setColumnValue(row, name, columnValue(fresh, name));
    forgetRelations(row);
  },
};

/** The row as a QuerySet of one. */
function stateOf(row: Row): QueryState {
  const model = modelOf(row);
  return withConditions(
    initialState(model, originOf(row).evaluation.using),
    [{ pk: row.pk }],
    false,
  );
}

function notStored(row: Row, done: string) {
  return ormError(
    'orm.row.not_stored',
    `The ${modelOf(row).name} could not be ${done}: it is not in the database.`,
    { hint: 'It was deleted in the meantime, or its primary key was changed.' },
  );
}
