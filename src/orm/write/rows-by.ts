import { withLookups } from '../query/filtering.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { initialState } from '../query/query-state.ts';
import type { ColumnMeta } from '../schema/meta.ts';
import type { Writing } from './origin.ts';

/** The rows with one of the keys in a column; the keys come from rows, so they are canonical. */
export function rowsBy(
  column: ColumnMeta,
  keys: readonly unknown[],
  { state, ...rest }: Writing,
): Writing {
  const { model, attribute } = column;
  const path = parseLookup(model, `${attribute}__in`);
  const lookup = { path, prepared: { variant: '', values: [keys] }, slot: 0 };
  return {
    ...rest,
    state: withLookups(initialState(model, state.using), [lookup], false),
    origin: { ...rest.origin, subject: model.name },
  };
}
