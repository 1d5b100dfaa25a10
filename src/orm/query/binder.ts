import { BOOLEAN, type ColumnType } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import {
  type Binder,
  type Bound,
  type BoundQuery,
  QUERY_STATE,
  type QueryHolder,
  type Scope,
} from '../expressions/expression.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { comparableOf, metaOf } from '../schema/meta.ts';
import { bindConditions, type Clause } from './conditions.ts';
import { namesOf, parseColumnPath, parseReference } from './lookup-path.ts';
import type { QueryState } from './query-state.ts';
import { transformed } from './transforms.ts';
import { clauseNode } from './where.ts';

/** Ties expressions and conditions to a QuerySet, whose values it goes on collecting. */
export class QueryBinder implements Binder {
  readonly model: AnyModel;
  readonly #state: QueryState;
  readonly #values: unknown[];
  readonly #summary: ReadonlySet<string> | undefined;

  /**
   * @param summary - names of an `aggregate()`, which looks at annotations as at columns, but for
   * its own.
   */
  constructor(state: QueryState, summary?: ReadonlySet<string>) {
    this.model = state.model;
    this.#state = state;
    this.#summary = summary;
    this.#values = [...state.values];
  }

  /** The values of the QuerySet and of all that was tied to it. */
  get values(): readonly unknown[] {
    return this.#values;
  }

  addValue(value: unknown): number {
    return this.#values.push(value) - 1;
  }

  addValues(values: readonly unknown[]): number {
    const slot = this.#values.length;
    this.#values.push(...values);
    return slot;
  }

  /** The annotation of a name, seen as it is from outside. */
  annotation(name: string): Bound | undefined {
    const annotation = this.#state.annotations.get(name);
    if (annotation === undefined) return undefined;
    const { hasAggregate, hasWindow } = annotation.bound;
    const isColumn = this.#summary !== undefined && !this.#summary.has(name);
    return {
      ...annotation.bound,
      hasAggregate: hasAggregate && !isColumn,
      hasWindow: hasWindow && !isColumn,
      token: `@${JSON.stringify(name)}`,
      resolve: (scope: Scope) => scope.annotation(name),
    };
  }

  path(path: string): Bound {
    const [head, ...parts] = path.split('__');
    const annotation = this.annotation(head!);
    if (annotation !== undefined && parts.length === 0) return annotation;
    const { relations, column, transforms } = parseReference(this.model, path, () => [
      ...namesOf(this.model),
      ...this.#state.annotations.keys(),
    ]);
    const last = transforms.at(-1);
    return {
      token: JSON.stringify(path),
      type: last?.type ?? column.type,
      comparable: last === undefined ? comparableOf(column) : undefined,
      column: last === undefined ? column : undefined,
      hasAggregate: false,
      hasWindow: false,
      resolve: (scope) => transformed(scope.column(relations, column), transforms, scope.dialect),
    };
  }

  condition(condition: unknown): Bound {
    const { clause, token } = bindConditions(condition, this);
    return {
      token: `?${token}`,
      type: BOOLEAN,
      hasAggregate: someExpression(clause, (bound) => bound.hasAggregate),
      hasWindow: someExpression(clause, (bound) => bound.hasWindow),
      resolve: (scope) => clauseNode(clause, scope),
    };
  }

  query(holder: QueryHolder): BoundQuery {
    const state = holder[QUERY_STATE] as QueryState;
    const isElsewhere = state.using !== undefined && state.using !== this.#state.using;
    if (isElsewhere) throw otherDatabase(this.#state, state);
    const slot = this.addValues(state.values);
    return {
      token: `query ${state.shape.id}${state.isNone ? ' none' : ''}@${slot}`,
      type: firstColumnType(state),
      isNone: state.isNone,
      resolve: (scope, purpose) => scope.subquery(holder, slot, purpose),
    };
  }
}

function someExpression(clause: Clause, holds: (bound: Bound) => boolean): boolean {
  switch (clause.kind) {
    case 'lookups':
      return clause.lookups.some(({ prepared }) => someRight(prepared.right, holds));
    case 'comparison':
      return holds(clause.operand) || someRight(clause.prepared.right, holds);
    case 'expression':
      return holds(clause.bound);
    case 'junction':
      return clause.children.some((child) => someExpression(child, holds));
    case 'constant':
      return false;
  }
}

function someRight(
  right: readonly Bound[] | BoundQuery | undefined,
  holds: (bound: Bound) => boolean,
): boolean {
  return Array.isArray(right) && right.some(holds);
}

/** The type of what a QuerySet selects first; undefined where it has to be seen. */
function firstColumnType(state: QueryState): ColumnType | undefined {
  const { selection, model, annotations } = state;
  if (state.combination !== undefined) return firstColumnType(state.combination.parts[0]!.state);
  if (selection.kind === 'rows') return metaOf(model).primaryKey.type;
  const name = selection.names?.[0];
  if (name === undefined) return metaOf(model).columns[0]!.type;
  const annotation = annotations.get(name);
  if (annotation !== undefined) return annotation.bound.type;
  return parseColumnPath(model, name).column.type;
}

function otherDatabase(outer: QueryState, inner: QueryState) {
  return ormError(
    'orm.query.database',
    `A QuerySet on "${inner.using}" cannot be a part of one on "${outer.using}".`,
    { hint: `Await it first and pass its values, or add using('${outer.using}').` },
  );
}

/**
 * @param isApart - whether it stands beside no field, as the names of `aggregate()`.
 * @throws orm.annotation.name when the name cannot be one, or means something already.
 */
export function checkAnnotationName(state: QueryState, name: string, isApart = false): void {
  const { byAttribute, relations } = metaOf(state.model);
  const isWord = /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(name);
  const isField = byAttribute.has(name) || relations.has(name) || name === 'pk';
  const isTaken = isField && !isApart;
  const isReserved = RESERVED.has(name) || name in Object.prototype;
  if (isWord && !isTaken && !isReserved) return;
  throw ormError(
    'orm.annotation.name',
    isTaken
      ? `"${name}" is a field of ${state.model.name} already.`
      : `${JSON.stringify(name.slice(0, 60))} cannot be the name of an annotation.`,
    {
      hint: isWord
        ? 'Choose another name.'
        : 'Use letters, digits and single underscores, beginning with a letter.',
    },
  );
}

const RESERVED = new Set([
  'save',
  'delete',
  'refreshFromDb',
  'fullClean',
  'display',
  'related',
  'relatedSet',
  'toJSON',
  'then',
]);

/** @throws orm.field.unknown for what is neither an annotation nor a column. */
export function assertKnown(state: QueryState, name: string): void {
  if (state.annotations.has(name)) return;
  parseReference(state.model, name, () => [...namesOf(state.model), ...state.annotations.keys()]);
}
