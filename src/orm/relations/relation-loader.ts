import { CallSite, currentContext, relationLoadChannel } from '../../events/index.ts';
import { ormError } from '../errors.ts';
import type { RelatedRows, ResultSet } from '../hydrate/result-set.ts';
import {
  columnValue,
  fetchedRelation,
  originOf,
  type Row,
  setFetchedRelation,
} from '../hydrate/row.ts';
import { leadsToOne, type RelationMeta } from '../schema/meta.ts';
import { lookupColumn, noneOf } from './lookup-column.ts';
import { fetchWhole } from './prefetch.ts';

/**
 * Loads a relation of a row as its result set's fetch mode says and remembers it on the row:
 * for all peers by one query, or for this row alone.
 *
 * @throws orm.relation.not_loaded under fetch mode `raise`
 */
export async function loadRelation(row: Row, relation: RelationMeta): Promise<unknown> {
  const fetched = fetchedRelation(row, relation);
  if (fetched !== undefined) return fetched;
  const load = new RelationLoad(row, relation);
  const value = await load.value();
  setFetchedRelation(row, relation, value);
  return value;
}

/** One access to a relation that is not in memory. */
class RelationLoad {
  readonly #set: ResultSet;
  readonly #relation: RelationMeta;
  readonly #key: unknown;
  readonly #site: CallSite | undefined;
  readonly #startedMs: number;

  constructor(row: Row, relation: RelationMeta) {
    this.#set = originOf(row);
    this.#relation = relation;
    this.#key = columnValue(row, lookupColumn(relation).attribute);
    this.#site = relationLoadChannel.wantsCallSite() ? CallSite.capture(CallSite.NEAR) : undefined;
    this.#startedMs = relationLoadChannel.hasSubscribers ? performance.now() : 0;
  }

  async value(): Promise<unknown> {
    if (this.#key === null) return null;
    if (this.#set.evaluation.fetchMode === 'raise') throw this.#refused();
    const value =
      this.#set.evaluation.fetchMode === 'one' ? await this.#one() : await this.#withPeers();
    return value ?? noneOf(this.#relation);
  }

  async #one(): Promise<Row | readonly Row[] | undefined> {
    const related = await this.#fetch([this.#key]);
    this.#publish('one', 1, true);
    return related.get(this.#key);
  }

  async #withPeers(): Promise<Row | readonly Row[] | undefined> {
    const column = lookupColumn(this.#relation);
    // A key that was changed after loading is none of the peers'.
    if (!this.#set.hasKey(column, this.#key)) return this.#one();
    const known = this.#set.relatedRows(this.#relation);
    const keys = this.#set.keysOf(column);
    const related = known ?? this.#fetch(keys);
    if (known === undefined) this.#set.rememberRelated(this.#relation, related);
    const rows = await related;
    this.#publish('peers', keys.length, known === undefined);
    return rows.get(this.#key);
  }

  #fetch(keys: readonly unknown[]): Promise<RelatedRows> {
    const { model, name } = this.#relation;
    const subject = `${model.name}.${name}`;
    return fetchWhole(this.#relation, keys, this.#set, {
      kind: 'relation',
      subject,
      site: this.#site,
    });
  }

  #publish(mode: 'peers' | 'one', loadedFor: number, queried: boolean): void {
    if (!relationLoadChannel.hasSubscribers) return;
    const { model, name } = this.#relation;
    relationLoadChannel.publish({
      context: currentContext(),
      relation: `${model.name}.${name}`,
      name,
      remedy: leadsToOne(this.#relation) ? 'selectRelated' : 'prefetchRelated',
      resultSet: this.#set,
      mode,
      loadedFor,
      queried,
      startedMs: this.#startedMs,
      durationMs: performance.now() - this.#startedMs,
      site: this.#site,
    });
  }

  #refused() {
    const { model, name } = this.#relation;
    const method = leadsToOne(this.#relation) ? 'selectRelated' : 'prefetchRelated';
    return ormError('orm.relation.not_loaded', `${model.name}.${name} was not loaded.`, {
      hint: `The QuerySet's fetch mode is "raise": add ${method}('${name}') to it.`,
    });
  }
}
