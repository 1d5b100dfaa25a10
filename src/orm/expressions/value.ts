import { Decimal, Duration, describeKind } from '../../core/index.ts';
import {
  BIGINT,
  BOOLEAN,
  type ColumnType,
  DATETIME,
  DURATION,
  FLOAT,
  INTEGER,
  JSON_TYPE,
  TEXT,
} from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { AnyField, Field, FieldFlag } from '../schema/field.ts';
import { isStorable } from '../schema/fields.ts';
import { type Binder, type Bound, Expression } from './expression.ts';
import type { Widened } from './out-types.ts';

/** A value as an expression; it becomes a parameter. */
export class ValueExpression<Out = unknown> extends Expression<Out> {
  readonly value: unknown;
  readonly #type: ColumnType | undefined;

  constructor(value: unknown, type?: ColumnType) {
    super();
    this.value = value;
    this.#type = type;
  }

  bind(binder: Binder): Bound {
    if (this.value === null || this.value === undefined) return nullOf(this.#type);
    const type = this.#type ?? typeOfValue(this.value);
    const slot = binder.addValue(this.value);
    return {
      token: `${slot}:${tokenOf(type)}`,
      type,
      hasAggregate: false,
      hasWindow: false,
      resolve: (scope) => scope.parameter(slot, type),
    };
  }

  /** Whether a field or the expression around it has said its type. */
  get isTyped(): boolean {
    return this.#type !== undefined;
  }

  /** The same value, written as a type that the expression around it knows better. */
  as(type: ColumnType): ValueExpression<Out> {
    return this.#type === undefined ? new ValueExpression<Out>(this.value, type) : this;
  }
}

/**
 * A value as an expression: `Value('unknown')`, `Value(1)`. Its type follows from the value, or
 * from a field where that says more: `Value('1998-06-12', date())`.
 *
 * @throws orm.value.invalid when the value is none of the field's, or none a database knows.
 */
export function Value<const V>(value: V): ValueExpression<Widened<V>>;
export function Value<FieldValue>(
  value: unknown,
  field: Field<FieldValue, FieldFlag, unknown>,
): ValueExpression<FieldValue>;
export function Value(value: unknown, field?: AnyField): ValueExpression {
  if (value === null || value === undefined) return new ValueExpression(null, field?.type);
  if (field === undefined) {
    typeOfValue(value);
    return new ValueExpression(value);
  }
  const normal = field.normalizeCompared(value);
  if (normal === undefined) {
    throw ormError(
      'orm.value.invalid',
      `Value() takes ${field.expected}, not ${describeKind(value)}.`,
    );
  }
  return new ValueExpression(normal, field.type);
}

/** A whole number that becomes a part of the SQL text, where databases want no parameter. */
export class WholeNumber extends Expression<number> {
  readonly #value: number;

  /** @param value - a safe integer; the caller has checked it. */
  constructor(value: number) {
    super();
    this.#value = value;
  }

  bind(): Bound {
    const value = this.#value;
    return {
      token: `#${value}`,
      type: INTEGER,
      hasAggregate: false,
      hasWindow: false,
      resolve: () => ({ kind: 'literal', value, type: INTEGER }),
    };
  }
}

/** The type that a JavaScript value is written as. @throws orm.value.invalid */
export function typeOfValue(value: unknown): ColumnType {
  switch (typeof value) {
    case 'string':
      if (isStorable(value)) return TEXT;
      throw ormError(
        'orm.value.invalid',
        'A text with NUL or half of a surrogate pair is no value.',
        {
          hint: 'Databases do not store such texts.',
        },
      );
    case 'boolean':
      return BOOLEAN;
    case 'bigint':
      return BIGINT;
    case 'number':
      if (Number.isSafeInteger(value)) return INTEGER;
      if (Number.isFinite(value)) return FLOAT;
      break;
    case 'object':
      if (value instanceof Date && !Number.isNaN(value.getTime())) return DATETIME;
      if (value instanceof Decimal) return decimalType(value);
      if (value instanceof Duration) return DURATION;
      if (value instanceof Uint8Array) return { kind: 'binary' };
      if (value !== null) return JSON_TYPE;
  }
  throw ormError('orm.value.invalid', `${describeKind(value)} is no value a database knows.`);
}

function decimalType(value: Decimal): ColumnType {
  const places = value.text.split('.')[1]?.length ?? 0;
  const digits = value.text.replace(/[-.]/g, '').length;
  return { kind: 'decimal', digits, places };
}

function nullOf(type: ColumnType | undefined): Bound {
  return {
    token: `null:${type === undefined ? '' : tokenOf(type)}`,
    type,
    hasAggregate: false,
    hasWindow: false,
    resolve: () => ({ kind: 'literal', value: null, type: type ?? TEXT }),
  };
}

/** Tells types apart as far as SQL and decoding do. */
export function tokenOf(type: ColumnType): string {
  return JSON.stringify(type);
}
