import { checkOptions, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import {
  columnValue,
  forgetRelation,
  forgetRelations,
  isColumnLoaded,
  modelOf,
  type Row,
  setColumnValue,
} from '../hydrate/row.ts';
import type { RefreshOptions, RowOperations } from '../hydrate/row-operations.ts';
import { fetchRows } from '../query/fetch.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';
import { columnFor } from './column-values.ts';
import { siteOf } from './origin.ts';
import { stateOfRow } from './row-state.ts';

/** Reads a row's columns again; see `Row.refreshFromDb`. @throws orm.not_found */
export async function refreshRow(
  row: Row,
  options: RefreshOptions,
  operations: RowOperations,
): Promise<void> {
  const { fields } = checkOptions('refreshFromDb()', options, {
    fields: option.arrayOf(option.string),
  });
  const model = modelOf(row);
  const origin = siteOf('queryset', model);
  const { columns, relations } = whatToRefresh(row, fields);
  if (columns.length > 0) {
    const names = columns.map(({ attribute }) => attribute);
    const state = stateOfRow(row);
    const narrowed = { ...state, only: names, shape: state.shape.steps(':only', names) };
    const [fresh] = await fetchRows<Row>(narrowed, origin, operations);
    if (fresh === undefined) throw gone(model);
    for (const name of names) setColumnValue(row, name, columnValue(fresh, name));
  }
  if (relations === 'all') forgetRelations(row);
  else for (const relation of relations) forgetRelation(row, relation);
}

/** By default all that is loaded; else what is named, loaded or not. */
function whatToRefresh(
  row: Row,
  fields: readonly string[] | undefined,
): {
  readonly columns: readonly ColumnMeta[];
  readonly relations: readonly RelationMeta[] | 'all';
} {
  const model = modelOf(row);
  const meta = metaOf(model);
  if (fields === undefined) {
    const loaded = meta.columns.filter(({ attribute }) => isColumnLoaded(row, attribute));
    return { columns: loaded, relations: 'all' };
  }
  const toMany = fields.map((name) => meta.relations.get(name)).filter(hasNoColumn);
  const columns = fields
    .filter((name) => !toMany.some((relation) => relation.name === name))
    .map((name) => columnFor(model, name));
  const toOne = columns.flatMap(({ relation }) => (relation === undefined ? [] : [relation]));
  return { columns, relations: [...toMany, ...toOne] };
}

function hasNoColumn(relation: RelationMeta | undefined): relation is RelationMeta {
  return relation !== undefined && relation.kind !== 'toOne';
}

function gone({ name }: AnyModel) {
  return ormError('orm.not_found', `The ${name} is no longer in the database.`);
}
