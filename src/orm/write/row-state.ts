import { ormError } from '../errors.ts';
import { modelOf, originOf, type Row } from '../hydrate/row.ts';
import { withConditions } from '../query/filtering.ts';
import { initialState, type QueryState } from '../query/query-state.ts';

/** A row as a QuerySet of one. */
export function stateOfRow(row: Row): QueryState {
  const { using } = originOf(row).evaluation;
  return withConditions(initialState(modelOf(row), using), [{ pk: row.pk }], false);
}

export function notStored(row: Row, done: string) {
  return ormError(
    'orm.row.not_stored',
    `The ${modelOf(row).name} could not be ${done}: it is not in the database.`,
    { hint: 'It was deleted in the meantime, or its primary key was changed.' },
  );
}
