import { LOAD, type Loadable } from '../../core/index.ts';
import type { Row } from '../hydrate/row.ts';
import type { ToManyMeta, ToOneMeta } from '../schema/meta.ts';
import { loadRelation } from './relation-loader.ts';

/** A related row that is not in memory: what `movie.director` is until it is loaded. */
export class ToOneHandle implements Loadable<Row | null> {
  readonly #row: Row;
  readonly #relation: ToOneMeta | ToManyMeta;

  constructor(row: Row, relation: ToOneMeta | ToManyMeta) {
    this.#row = row;
    this.#relation = relation;
  }

  load(): Promise<Row | null> {
    return loadRelation(this.#row, this.#relation) as Promise<Row | null>;
  }

  [LOAD](): Promise<Row | null> {
    return this.load();
  }
}
