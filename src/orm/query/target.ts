import { aliasForWrite, type Database, databaseForRead } from '../../db/index.ts';
import type { QueryState } from './query-state.ts';

type Targeted = Pick<QueryState, 'model' | 'using'>;

/** The database that a QuerySet reads from: that of `using()`, else what the routers say. */
export function readTarget({ model, using }: Targeted): Database {
  return databaseForRead(model, using);
}

/** The alias that a model's rows are written to: `using`, else what the routers say. */
export function writeAlias({ model, using }: Targeted): string {
  return using ?? aliasForWrite(model);
}

/**
 * The QuerySet for a write. All of the write happens in one database: what it reads before, as a
 * delete does, may not come from another one.
 */
export function forWrite(state: QueryState): QueryState {
  return state.using === undefined ? { ...state, using: writeAlias(state) } : state;
}
