import { ResultSet } from '../hydrate/result-set.ts';
import type { Row } from '../hydrate/row.ts';
import { evaluationOf } from '../query/fetch-mode.ts';
import type { Writing } from './origin.ts';
import { lookupsOf, type RowMaker } from './row-maker.ts';

/**
 * The model rows of what was inserted. They share a result set, so that a relation is loaded for all
 * of them at once, as if they had been queried.
 */
export class NewRows {
  readonly rows: Row[] = [];
  readonly set: ResultSet;
  readonly keys: readonly unknown[][];

  constructor({ state, operations, origin }: Writing) {
    const { model } = state;
    const lookups = lookupsOf(model);
    this.keys = lookups.map(() => []);
    const evaluation = evaluationOf(state, origin, operations);
    this.set = new ResultSet(evaluation, model, 0, lookups, this.keys);
  }

  /** Makes rows of what was given and what the database has filled in. */
  add(
    make: RowMaker,
    given: readonly (readonly unknown[])[],
    returned: readonly (readonly unknown[])[],
  ): void {
    make(given, returned, this);
    this.set.rowCount = this.rows.length;
  }
}
