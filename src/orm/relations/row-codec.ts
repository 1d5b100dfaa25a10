import type { ValueCodec } from '../../core/index.ts';
import { ResultSet } from '../hydrate/result-set.ts';
import {
  isColumnLoaded,
  modelOf,
  originOf,
  type Row,
  relationsInMemory,
  setColumnValue,
  setFetchedRelation,
  setLoadedRelation,
} from '../hydrate/row.ts';
import { rowClass } from '../hydrate/row-class.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { FetchMode } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { modelNamed } from '../schema/registry.ts';

/*
 * How rows are kept in a cache. What is read may have been written by somebody else, so nothing of it
 * gets into generated code: models and columns are looked up by name, the rest becomes values.
 */

interface RowHead {
  readonly set: ResultSet;
  /** Loaded columns, by attribute. */
  readonly columns: Readonly<Record<string, unknown>>;
}

interface RowLinks {
  /** Other properties: annotations, and what was prefetched to an attribute. */
  readonly extras: Readonly<Record<string, unknown>>;
  readonly relations: ReturnType<typeof relationsInMemory>;
}

/** A row with its loaded columns and relations; peers in one value stay peers. */
export const rowCodec: ValueCodec<Row> = {
  name: 'orm.row',

  encode(row) {
    const columns: Record<string, unknown> = {};
    const extras: Record<string, unknown> = {};
    const { byAttribute } = metaOf(modelOf(row));
    for (const [name, value] of Object.entries(row)) {
      (byAttribute.has(name) ? columns : extras)[name] = value;
    }
    originOf(row).watched?.noteAllRelations();
    const head: RowHead = { set: originOf(row), columns };
    const links: RowLinks = { extras, relations: relationsInMemory(row) };
    return { head, links };
  },

  decode(head) {
    const { set, columns } = head as RowHead;
    if (!(set instanceof ResultSet)) throw unreadable('no result set');
    const loaded = metaOf(set.ofModel).columns.filter(({ attribute }) =>
      Object.hasOwn(columns, attribute),
    );
    if (loaded.length !== Object.keys(columns).length) throw unreadable('other columns');
    const Made = rowClass(set.ofModel, loaded);
    return new Made(set, ...loaded.map(({ attribute }) => columns[attribute]));
  },

  link(row, stored) {
    const { extras, relations } = stored as RowLinks;
    for (const [name, value] of Object.entries(extras)) {
      if (!isColumnLoaded(row, name)) setColumnValue(row, name, value);
    }
    for (const { name, value, isFetched } of relations) {
      const relation = metaOf(modelOf(row)).relations.get(name);
      if (relation === undefined) throw unreadable('other relations');
      if (isFetched) setFetchedRelation(row, relation, value);
      else setLoadedRelation(row, relation, value);
    }
  },
};

interface SetHead {
  readonly model: string;
  /** Attributes of the model's columns: rows of an older version of it are not read. */
  readonly shape: readonly string[];
  readonly rowCount: number;
  readonly using: string | undefined;
  readonly fetchMode: FetchMode;
  readonly lookups: readonly string[];
  readonly keys: readonly (readonly unknown[])[];
}

const FETCH_MODES: readonly unknown[] = ['peers', 'one', 'raise'] satisfies FetchMode[];

/** What the rows of one evaluation share, so that a relation is still loaded for all of them. */
export function resultSetCodec(operations: RowOperations): ValueCodec<ResultSet> {
  return {
    name: 'orm.result-set',

    encode(set) {
      const { using, fetchMode } = set.evaluation;
      const head: SetHead = {
        model: set.model,
        shape: shapeOf(set.ofModel),
        rowCount: set.rowCount,
        using,
        fetchMode,
        lookups: set.lookupColumns.map(({ attribute }) => attribute),
        keys: set.lookupColumns.map((column) => set.keysOf(column)),
      };
      return { head };
    },

    decode(head) {
      const { model: name, shape, rowCount, using, fetchMode, lookups, keys } = head as SetHead;
      const model = modelNamed(name);
      if (model === undefined || shape.join() !== shapeOf(model).join()) {
        throw unreadable('another version of its model');
      }
      if (!FETCH_MODES.includes(fetchMode)) throw unreadable('another fetch mode');
      const columns = lookups.map((attribute) => columnNamed(model, attribute));
      const evaluation = { using, fetchMode, site: undefined, operations };
      return new ResultSet(evaluation, model, rowCount, columns, keys);
    },
  };
}

function shapeOf(model: AnyModel): readonly string[] {
  return metaOf(model).columns.map(({ attribute }) => attribute);
}

function columnNamed(model: AnyModel, attribute: string): ColumnMeta {
  const column = metaOf(model).byAttribute.get(attribute);
  if (column === undefined) throw unreadable('other columns');
  return column;
}

/** Whoever reads takes it for a miss. */
function unreadable(what: string): Error {
  return new Error(`a stored row has ${what}`);
}
