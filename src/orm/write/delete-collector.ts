import type { CompiledStatement, Database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { QUERY_STATE, type QueryHolder } from '../expressions/expression.ts';
import type { Row } from '../hydrate/row.ts';
import { fetchRows } from '../query/fetch.ts';
import { withConditions } from '../query/filtering.ts';
import { buildKeys } from '../query/plan.ts';
import { initialState, type QueryState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type ToOneMeta } from '../schema/meta.ts';
import { keysReferringTo } from '../schema/references.ts';
import { isHeard } from '../signals/model-signals.ts';
import type { Writing } from './origin.ts';
import { rowsBy } from './rows-by.ts';

/** A foreign key, and the keys of rows at one of its ends. */
export interface Reference {
  readonly relation: ToOneMeta;
  readonly keys: readonly unknown[];
}

/** The rows of a model that go, by key; in memory where somebody listens. */
type Going = Map<unknown, Row | undefined>;

/** Whether rows of a model can be deleted unseen: nobody is told and nothing refers to them. */
export function canGoAtOnce(model: AnyModel): boolean {
  return (
    !isToldOf(model) && keysReferringTo(model).every(({ onDelete }) => onDelete === 'do nothing')
  );
}

/** Looks up what a delete will do, before it does anything. */
export class DeleteCollector {
  readonly doomed = new Map<AnyModel, Going>();
  /** Foreign keys under `cascade` whose rows can go at once, with the keys that they refer to. */
  readonly atOnce: Reference[] = [];
  /** Foreign keys that are set to something, with the keys that they refer to. */
  readonly settings: Reference[] = [];
  /** Foreign keys under `restrict` or `protect`, with the keys of the rows that hold them. */
  readonly #restricting: Reference[] = [];
  readonly #writing: Writing;
  readonly #target: Database;

  constructor(writing: Writing, target: Database) {
    this.#writing = writing;
    this.#target = target;
  }

  /** @throws orm.delete.protected, orm.delete.restricted */
  async collectAll(row: Row | undefined): Promise<void> {
    const { model } = this.#writing.state;
    await this.#collect(model, await this.#fetch(this.#writing, row));
    await this.#assertUnrestricted();
  }

  /** Adds rows and, over the foreign keys that refer to them, what goes with them. */
  async #collect(model: AnyModel, going: Going): Promise<void> {
    const doomed: Going = this.doomed.get(model) ?? new Map();
    const fresh = [...going].filter(([key]) => !doomed.has(key));
    if (fresh.length === 0) return;
    this.doomed.set(model, doomed);
    for (const [key, row] of fresh) doomed.set(key, row);
    const keys = fresh.map(([key]) => key);
    for (const relation of keysReferringTo(model)) await this.#follow(relation, keys);
  }

  async #follow(relation: ToOneMeta, keys: readonly unknown[]): Promise<void> {
    switch (relation.onDelete) {
      case 'do nothing':
        return;
      case 'set null':
      case 'set default':
      case 'set':
        this.settings.push({ relation, keys });
        return;
      case 'cascade':
        if (canGoAtOnce(relation.model)) this.atOnce.push({ relation, keys });
        else await this.#collect(relation.model, await this.#referring(relation, keys));
        return;
      case 'restrict':
      case 'protect': {
        const referring = await this.#referring(relation, keys);
        if (referring.size > 0) this.#restricting.push({ relation, keys: [...referring.keys()] });
      }
    }
  }

  #referring(relation: ToOneMeta, keys: readonly unknown[]): Promise<Going> {
    return this.#fetch(rowsBy(relation.column, keys, this.#writing));
  }

  /** The keys of rows, and the rows themselves where somebody is told of them. */
  async #fetch(writing: Writing, row?: Row): Promise<Going> {
    const { state, origin, operations } = writing;
    if (!isToldOf(state.model)) {
      return new Map((await this.#fetchKeys(writing)).map((key) => [key, undefined]));
    }
    if (row !== undefined) {
      const stored = await this.#fetchKeys(writing);
      return new Map(stored.map((key) => [key, row]));
    }
    const rows = await fetchRows<Row>(wholeRows(state), origin, operations);
    return new Map(rows.map((each) => [each.pk, each]));
  }

  async #fetchKeys({ state, origin }: Writing): Promise<unknown[]> {
    const { dialect } = this.#target;
    const { primaryKey } = metaOf(state.model);
    const plans = state.shape.plans(dialect).others;
    let statement = plans.get('keys') as CompiledStatement | undefined;
    if (statement === undefined) {
      statement = dialect.compile(buildKeys(state, { dialect }));
      plans.set('keys', statement);
    }
    const decode = dialect.decoder(primaryKey.type) ?? ((raw) => raw);
    const rows = await this.#target.query(statement, state.values, origin);
    return rows.map((row) => decode(row[0]!));
  }

  async #assertUnrestricted(): Promise<void> {
    for (const { relation, keys } of this.#restricting) {
      const isProtected = relation.onDelete === 'protect';
      const going = isProtected ? new Set() : await this.#goingAnyway(relation.model);
      const staying = keys.filter((key) => !going.has(key));
      if (staying.length > 0) throw restricted(relation, staying.length);
    }
  }

  /** A row may refer to a doomed one under `restrict` if it goes too, over another relation. */
  async #goingAnyway(model: AnyModel): Promise<ReadonlySet<unknown>> {
    const going = new Set(this.doomed.get(model)?.keys());
    for (const { relation, keys } of this.atOnce) {
      if (relation.model !== model) continue;
      for (const key of (await this.#referring(relation, keys)).keys()) going.add(key);
    }
    return going;
  }
}

/** The rows of a QuerySet with all their columns, whatever it selects of them. */
function wholeRows(state: QueryState): QueryState {
  const keys: QueryHolder = { [QUERY_STATE]: { ...state, prefetchRelated: [] } };
  return withConditions(initialState(state.model, state.using), [{ pk__in: keys }], false);
}

function isToldOf(model: AnyModel): boolean {
  return isHeard(model, 'preDelete') || isHeard(model, 'postDelete');
}

function restricted({ target, model, name, onDelete }: ToOneMeta, count: number) {
  const relation = `${model.name}.${name}`;
  return ormError(
    onDelete === 'protect' ? 'orm.delete.protected' : 'orm.delete.restricted',
    `A ${target.name} cannot be deleted: ${count} ${model.name} rows refer to it by ${relation}.`,
    {
      hint: `Delete those rows first, or declare ${relation} with onDelete: 'cascade' or 'set null'.`,
      details: { relation, count },
    },
  );
}
