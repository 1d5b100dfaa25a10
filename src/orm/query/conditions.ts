import { ormError } from '../errors.ts';
import {
  type Bound,
  Expression,
  isQueryHolder,
  QUERY_STATE,
  type QueryHolder,
} from '../expressions/expression.ts';
import { type Connector, QNode } from '../expressions/q.ts';
import { Subquery } from '../expressions/subquery.ts';
import { ValueExpression } from '../expressions/value.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { comparableOfType } from '../schema/comparable-types.ts';
import type { QueryBinder } from './binder.ts';
import { type LookupPath, type LookupTail, parseLookup, parseTail } from './lookup-path.ts';
import { comparedValue, invalidValue, type PreparedLookup } from './lookups.ts';
import type { QueryState } from './query-state.ts';

/** A condition on a column of the model, or of one it leads to. */
export interface BoundLookup {
  readonly path: LookupPath;
  readonly prepared: PreparedLookup;
  /** Slot of the first of the prepared values. */
  readonly slot: number;
}

/** Conditions tied to a query. */
export type Clause =
  /** The common case, an object of conditions: all of them hold, or with `isExclude` not all. */
  | {
      readonly kind: 'lookups';
      readonly isExclude: boolean;
      readonly lookups: readonly BoundLookup[];
    }
  | {
      readonly kind: 'junction';
      readonly connector: Connector;
      readonly isNegated: boolean;
      readonly children: readonly Clause[];
    }
  /** A condition on an annotation. */
  | {
      readonly kind: 'comparison';
      readonly operand: Bound;
      readonly tail: LookupTail;
      readonly prepared: PreparedLookup;
      readonly slot: number;
    }
  /** An expression that is true or false. */
  | { readonly kind: 'expression'; readonly bound: Bound }
  | { readonly kind: 'constant'; readonly value: boolean };

/** A clause, and what stands for its SQL. */
export interface TokenClause {
  readonly clause: Clause;
  readonly token: string;
  /** It says nothing: without effect beside others, negated or not. */
  readonly isEmpty?: boolean;
}

/**
 * Conditions of the model's own columns with plain values, in one go; undefined when there is
 * anything else, which `bindConditions` takes apart. Most queries come this way (bench:
 * `sqlite-read`).
 */
export function plainLookups(
  model: AnyModel,
  conditions: object,
  firstSlot: number,
): readonly BoundLookup[] | undefined {
  const lookups: BoundLookup[] = [];
  let slot = firstSlot;
  for (const key of Object.keys(conditions)) {
    const value = (conditions as Readonly<Record<string, unknown>>)[key];
    if (!isPlain(value)) return undefined;
    const path = parseLookup(model, key);
    const prepared = path.lookup.prepare(path.subject, value, key);
    lookups.push({ path, prepared, slot });
    slot += prepared.values.length;
  }
  return lookups;
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return !value.some((item) => item instanceof Expression);
  return !(value instanceof Expression || isQueryHolder(value));
}

/** Ties a `Q`, an object of conditions or an expression to a query. */
export function bindConditions(part: unknown, binder: QueryBinder): TokenClause {
  if (part instanceof QNode) return bindJunction(part, binder);
  if (part instanceof Expression) {
    const bound = part.bind(binder);
    return { clause: { kind: 'expression', bound }, token: bound.token };
  }
  if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
    return joined(
      'and',
      false,
      Object.entries(part).map(([key, value]) => bindLookup(key, value, binder)),
    );
  }
  throw ormError('orm.condition.invalid', 'Conditions are an object, a Q() or an expression.', {
    hint: 'filter({ year: 1975 }), filter(Q({ year: 1975 }).or({ year: 1980 })), filter(Exists(…)).',
  });
}

function bindJunction({ connector, isNegated, children }: QNode, binder: QueryBinder): TokenClause {
  return joined(
    connector,
    isNegated,
    children.map((child) => bindConditions(child, binder)),
  );
}

/** Joins clauses, and works out what is known to hold always or never. */
function joined(
  connector: Connector,
  isNegated: boolean,
  given: readonly TokenClause[],
): TokenClause {
  const parts = given.filter(({ isEmpty }) => isEmpty !== true);
  const token = `${isNegated ? 'not' : ''}(${parts.map((part) => part.token).join(` ${connector} `)})`;
  const constant = (value: boolean): TokenClause => ({
    clause: { kind: 'constant', value: value !== isNegated },
    token,
  });
  if (parts.length === 0) {
    return { clause: { kind: 'constant', value: true }, token, isEmpty: true };
  }
  const known = parts.flatMap(({ clause }) => (clause.kind === 'constant' ? [clause.value] : []));
  const open = parts.flatMap(({ clause }) => (clause.kind === 'constant' ? [] : [clause]));
  if (connector === 'and' && known.includes(false)) return constant(false);
  if (connector === 'or' && known.includes(true)) return constant(true);
  const isOdd = connector === 'xor' && known.filter((value) => value).length % 2 === 1;
  if (open.length === 0) return constant(connector === 'xor' ? isOdd : connector === 'and');
  const turned = isNegated !== isOdd;
  if (open.length === 1 && !turned) return { clause: open[0]!, token };
  return {
    clause: { kind: 'junction', connector, isNegated: turned, children: open },
    token,
  };
}

function bindLookup(key: string, value: unknown, binder: QueryBinder): TokenClause {
  const head = key.split('__', 1)[0]!;
  const annotation = binder.annotation(head);
  return annotation === undefined
    ? bindColumnLookup(key, value, binder)
    : bindAnnotationLookup(annotation, key, value, binder);
}

function bindColumnLookup(key: string, value: unknown, binder: QueryBinder): TokenClause {
  const path = parseLookup(binder.model, key);
  const prepared = prepare(path, value, key, binder);
  const slot = binder.addValues(prepared.values);
  const token = lookupToken(key, prepared, slot);
  if (prepared.matches === 'none') return { clause: { kind: 'constant', value: false }, token };
  const lookups = [{ path, prepared, slot }];
  return { clause: { kind: 'lookups', isExclude: false, lookups }, token };
}

function bindAnnotationLookup(
  operand: Bound,
  key: string,
  value: unknown,
  binder: QueryBinder,
): TokenClause {
  const [name, ...parts] = key.split('__');
  const comparable = operand.comparable ?? (operand.type && comparableOfType(operand.type));
  if (comparable === undefined) throw untyped(name!);
  const tail = parseTail(comparable, parts, key, () => `the annotation "${name}"`);
  const prepared = prepare(tail, value, key, binder);
  const slot = binder.addValues(prepared.values);
  const token = lookupToken(`@${key}`, prepared, slot);
  if (prepared.matches === 'none') return { clause: { kind: 'constant', value: false }, token };
  return { clause: { kind: 'comparison', operand, tail, prepared, slot }, token };
}

/** Slots follow from the structure, so naming them splits no shapes, and it rules out mix-ups. */
function lookupToken(key: string, { variant }: PreparedLookup, slot: number): string {
  return `${JSON.stringify(key)}${variant}@${slot}`;
}

/** A lookup's value: plain, expressions, or the rows of a query. */
function prepare(
  { lookup, subject }: LookupTail,
  value: unknown,
  key: string,
  binder: QueryBinder,
): PreparedLookup {
  const takes = lookup.takes ?? 'value';
  if (isQueryHolder(value) && takes === 'many') {
    assertOneColumn(value, key);
    assertRowsOf(subject.keyOf, value, key);
    const query = binder.query(value);
    const prepared = { variant: ` in ${query.token}`, values: [], right: query };
    return query.isNone ? { ...prepared, matches: 'none' } : prepared;
  }
  if (isQueryHolder(value) && takes === 'value') {
    assertOneColumn(value, key);
    assertOneRow(value, key);
    assertRowsOf(subject.keyOf, value, key);
    return prepare({ lookup, subject, transforms: [] }, Subquery(value as never), key, binder);
  }
  if (isPlain(value)) return lookup.prepare(subject, value, key);
  const items = Array.isArray(value) ? value : [value];
  const isAllowed =
    takes === 'many'
      ? Array.isArray(value)
      : takes === 'pair'
        ? items.length === 2
        : takes === 'value' && !Array.isArray(value);
  if (!isAllowed || isQueryHolder(value)) throw invalidValue(key, subject.expected, value);
  const right = items.map((item) =>
    (item instanceof Expression
      ? beside(item, subject.type.kind)
      : new ValueExpression(comparedValue(subject, item, key), subject.type)
    ).bind(binder),
  );
  return { variant: ` ${right.map(({ token }) => token).join()}`, values: [], right };
}

/** A relation is compared with the rows it leads to, not with those of whichever model. */
function assertRowsOf(expected: AnyModel | undefined, query: QueryHolder, key: string): void {
  const { selection, model } = query[QUERY_STATE] as QueryState;
  if (expected === undefined || selection.kind !== 'rows' || model === expected) return;
  throw ormError(
    'orm.value.invalid',
    `"${key}" takes rows of ${expected.name}, not of ${model.name}.`,
    {
      hint: `Give a QuerySet of ${expected.name}, or choose a column: values('…').`,
      details: { key, expected: expected.name },
    },
  );
}

function assertOneColumn(query: QueryHolder, key: string): void {
  const { selection } = query[QUERY_STATE] as QueryState;
  if (selection.kind === 'rows' || selection.names?.length === 1) return;
  throw ormError('orm.value.invalid', `"${key}" takes a QuerySet of one column.`, {
    hint: "Choose the column: values('pk').",
  });
}

function assertOneRow(query: QueryHolder, key: string): void {
  const { low, high } = query[QUERY_STATE] as QueryState;
  if (high !== undefined && high - low <= 1) return;
  throw ormError('orm.value.invalid', `"${key}" takes a QuerySet of one row.`, {
    hint: 'Add slice(0, 1), or ask with `in` for any of its rows.',
  });
}

/** `Value(7.5)` beside a decimal column is a decimal. */
function beside(item: Expression, kind: string): Expression {
  return item instanceof ValueExpression && kind === 'decimal' && typeof item.value === 'number'
    ? item.as({ kind: 'decimal', digits: undefined, places: undefined })
    : item;
}

function untyped(name: string) {
  return ormError('orm.expression.untyped', `The type of the annotation "${name}" is not known.`, {
    hint: 'Wrap it in Cast(…, integer()) or another field to say what it is.',
  });
}
