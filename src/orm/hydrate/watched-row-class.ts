import { canGenerateCode } from '../../core/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import type { HydrationNode } from './hydrator.ts';
import type { ResultSet } from './result-set.ts';
import { ORIGIN, originOf, RELATED, type RelatedValues, Row, setColumnValue } from './row.ts';
import { type RowConstructor, readRelation, rowPrototype } from './row-class.ts';
import { type WatchedRows, type WatchLevel, watchedColumns } from './watched-rows.ts';

/**
 * Key of what a watched row keeps: not enumerable and no private field, so that a proxy of the row,
 * an object that inherits from it and a copy of its descriptors can all be read.
 */
const WATCHED: unique symbol = Symbol('watched');

interface Kept {
  readonly rows: WatchedRows;
  readonly values: readonly unknown[];
}

interface Keeping {
  readonly [WATCHED]: Kept;
}

const classes = new WeakMap<AnyModel, Map<string, RowConstructor>>();

/**
 * The class of rows that note what is read of them. Its watched columns are own enumerable
 * accessors in their places, so keys, spreading, comparing, cloning and JSON see what they see of
 * others; all rows share the accessors and with them a hidden class
 * (docs/decisions/0022-watched-rows.md).
 */
export function watchedRowClass(
  node: HydrationNode,
  extras: readonly string[],
  level: WatchLevel,
): RowConstructor {
  const { model, columns, children } = node;
  const known = classes.get(model) ?? new Map<string, RowConstructor>();
  classes.set(model, known);
  const joined = children.map(({ relation }) => relation.name);
  const names = [...columns.map(({ attribute }) => attribute), ...extras];
  const key = `${level} ${names.join()} ${joined.join()}`;
  let made = known.get(key);
  if (made === undefined) {
    made = makeClass(model, names, joined, watchedColumns(node, level));
    Object.setPrototypeOf(made.prototype, rowPrototype(model, columns));
    watchRelations(made.prototype, model);
    known.set(key, made);
  }
  return made;
}

function makeClass(
  model: AnyModel,
  names: readonly string[],
  joined: readonly string[],
  watched: readonly number[],
): RowConstructor {
  const accessors: (PropertyDescriptor | undefined)[] = names.map(() => undefined);
  for (const [index, position] of watched.entries()) {
    accessors[position] = columnAccessor(names, position, index);
  }
  const fill = filler(names, accessors);
  const made = class {
    readonly #origin: ResultSet;
    #related: RelatedValues | undefined;

    constructor(origin: ResultSet, ...all: readonly unknown[]) {
      this.#origin = origin;
      if (joined.length > 0) {
        this.#related = Object.fromEntries(joined.map((name, index) => [name, all[index]]));
      }
      const values = joined.length === 0 ? all : all.slice(joined.length);
      const kept: Kept = { rows: origin.watched!, values };
      Object.defineProperty(this, WATCHED, { value: kept, writable: true, configurable: true });
      fill(this, values);
    }
    get [ORIGIN]() {
      return this.#origin;
    }
    get [RELATED]() {
      return this.#related;
    }
    set [RELATED](related) {
      this.#related = related;
    }
  };
  Object.defineProperty(made, 'name', { value: model.name });
  return made as unknown as RowConstructor;
}

type Filler = (row: object, values: readonly unknown[]) => void;

/**
 * Gives a row its columns in their order. Generated, since assigning by name costs half of what
 * assigning in a loop does (bench: `orm-watching`). Names are identifiers, as in `rowClass`. What is
 * loaded has no accessor on a prototype that would be written to instead.
 */
function filler(
  names: readonly string[],
  accessors: readonly (PropertyDescriptor | undefined)[],
): Filler {
  if (!canGenerateCode) return loopingFiller(names, accessors);
  const statements = names.map((name, index) =>
    accessors[index] === undefined
      ? `row.${name} = values[${index}];`
      : `define(row, '${name}', accessors[${index}]);`,
  );
  const source = `'use strict'; return (row, values) => { ${statements.join(' ')} };`;
  return new Function('define', 'accessors', source)(Object.defineProperty, accessors) as Filler;
}

function loopingFiller(
  names: readonly string[],
  accessors: readonly (PropertyDescriptor | undefined)[],
): Filler {
  return (row, values) => {
    const own = row as Record<string, unknown>;
    for (let index = 0; index < names.length; index++) {
      const accessor = accessors[index];
      if (accessor === undefined) own[names[index]!] = values[index];
      else Object.defineProperty(own, names[index]!, accessor);
    }
  };
}

/** Reads note the column; an assignment makes it a plain property, as it would be otherwise. */
function columnAccessor(
  names: readonly string[],
  position: number,
  index: number,
): PropertyDescriptor & ThisType<Keeping & Row> {
  return {
    get() {
      const { rows, values } = this[WATCHED];
      rows.columns[index]!.isRead = true;
      return values[position];
    },
    set(value: unknown) {
      this[WATCHED].rows.columns[index]!.isRead = true;
      setColumnValue(this, names[position]!, value);
    },
    enumerable: true,
    configurable: true,
  };
}

/** Whoever reaches the related rows of a row notes the relation. */
function watchRelations(prototype: Row, model: AnyModel): void {
  for (const relation of metaOf(model).relations.values()) {
    const inherited = Object.getOwnPropertyDescriptor(rowPrototype(model), relation.name);
    Object.defineProperty(prototype, relation.name, {
      ...inherited,
      get(this: Row) {
        return noted(this, relation);
      },
    });
  }
  watchMethod(prototype, 'toJSON', (row) => originOf(row).watched?.noteAllRelations());
  watchMethod(prototype, 'related', (row, name) => {
    originOf(row).watched?.noteRelation(String(name));
  });
}

/** Those of all rows only: a model's own method in their place goes through accessors. */
function watchMethod(
  prototype: Row,
  name: 'toJSON' | 'related',
  note: (row: Row, ...args: readonly unknown[]) => void,
): void {
  const method: (...args: never[]) => unknown = Row.prototype[name];
  if (prototype[name] !== method) return;
  Object.defineProperty(prototype, name, {
    value(this: Row, ...args: readonly never[]) {
      note(this, ...args);
      return method.apply(this, [...args]);
    },
    writable: true,
    configurable: true,
  });
}

function noted(row: Row, relation: RelationMeta): unknown {
  originOf(row).watched?.noteRelation(relation.name);
  return readRelation(row, relation);
}

/** Puts prefetched rows into a property of a row that notes its first reading. */
export function setWatchedProperty(
  row: Row,
  name: string,
  value: unknown,
  use: { isUsed: boolean },
): void {
  Object.defineProperty(row, name, {
    get() {
      use.isUsed = true;
      return value;
    },
    set(this: Row, assigned: unknown) {
      use.isUsed = true;
      setColumnValue(this, name, assigned);
    },
    enumerable: true,
    configurable: true,
  });
}
