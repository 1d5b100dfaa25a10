import { CallSite, type QueryOrigin, queryChannel } from '../../events/index.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { QueryState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';

/** What every write needs to know of the QuerySet it comes from. */
export interface Writing {
  readonly state: QueryState;
  readonly operations: RowOperations;
  readonly origin: QueryOrigin;
}

/** The origin of a statement that a method of a row runs; call it before the first await. */
export function siteOf(kind: QueryOrigin['kind'], model: AnyModel): QueryOrigin {
  const site = queryChannel.wantsCallSite() ? CallSite.capture() : undefined;
  return { kind, subject: model.name, site };
}
