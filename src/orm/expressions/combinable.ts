import { checkOptions, option } from '../../core/index.ts';
import type { ArithmeticOperator, ColumnType, OrderNode } from '../../db/index.ts';
import { typeOf } from '../../db/index.ts';
import { comparableOfType } from '../schema/comparable-types.ts';
import { arithmeticType } from './arithmetic-type.ts';
import { type Binder, type Bound, Expression, type Scope } from './expression.ts';
import type { OperandOut, Reckoned } from './out-types.ts';
import { ValueExpression } from './value.ts';

/** An expression one can reckon with and order by. Plain values are taken as such. */
export abstract class Combinable<Out = unknown> extends Expression<Out> {
  /** `F('votes').add(1)` */
  add<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '+', other);
  }
  sub<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '-', other);
  }
  mul<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '*', other);
  }
  /** Whole numbers divide to whole numbers, as databases do. */
  div<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '/', other);
  }
  mod<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '%', other);
  }
  pow<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '^', other);
  }
  bitAnd<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '&', other);
  }
  bitOr<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '|', other);
  }
  bitXor<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '#', other);
  }
  bitLeftShift<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '<<', other);
  }
  bitRightShift<const Other>(other: Other): Combinable<Reckoned<Out, OperandOut<Other>>> {
    return new Combined(this, '>>', other);
  }
  neg(): Combinable<Out> {
    return new Combined(this, '*', -1);
  }

  /** Ascending order; `{ nulls: 'first' | 'last' }` says where empty values go. */
  asc(options: NullsOptions = {}): Ordering {
    return new Ordering(this, false, options);
  }

  /** Descending order; options as of `asc()`. */
  desc(options: NullsOptions = {}): Ordering {
    return new Ordering(this, true, options);
  }
}

/** Two expressions with an operator between them. */
class Combined<Out> extends Combinable<Out> {
  readonly #left: Expression;
  readonly #operator: ArithmeticOperator;
  readonly #right: Expression;

  constructor(left: Expression, operator: ArithmeticOperator, right: unknown) {
    super();
    this.#left = left;
    this.#operator = operator;
    this.#right = right instanceof Expression ? right : new ValueExpression(right);
  }

  bind(binder: Binder): Bound {
    const [left, right] = bindAlike([this.#left, this.#right], binder) as [Bound, Bound];
    const operator = this.#operator;
    const known = left.type && right.type && arithmeticType(operator, left.type, right.type);
    return {
      token: `(${left.token} ${operator} ${right.token})`,
      type: known,
      hasAggregate: left.hasAggregate || right.hasAggregate,
      hasWindow: left.hasWindow || right.hasWindow,
      resolve(scope) {
        const nodes = { left: left.resolve(scope), right: right.resolve(scope) };
        const type = known ?? arithmeticType(operator, typeOf(nodes.left), typeOf(nodes.right));
        return { kind: 'arithmetic', operator, ...nodes, type };
      },
    };
  }
}

/** Binds operands; plain values among them take on the type of the others. */
export function bindAlike(args: readonly Expression[], binder: Binder): Bound[] {
  const bound = args.map((arg) => (arg instanceof ValueExpression ? undefined : arg.bind(binder)));
  const model = bound.find((each) => each?.type !== undefined);
  return args.map(
    (arg, index) => bound[index] ?? beside(arg as ValueExpression, model).bind(binder),
  );
}

/** The value as its neighbour has them: `'1975-06-20'` beside a date is a date. */
function beside(value: ValueExpression, neighbour: Bound | undefined): ValueExpression {
  const type = neighbour?.type;
  if (type === undefined || value.isTyped || !takesOn(value.value, type)) return value;
  const { normalizeCompared } = neighbour?.comparable ?? comparableOfType(type);
  const normal = value.value === null ? null : normalizeCompared(value.value);
  return normal === undefined ? value : new ValueExpression(normal, type);
}

/** Other values keep the type that they have by themselves: `7.5` beside a whole number. */
function takesOn(value: unknown, type: ColumnType): boolean {
  if (value === null || type.conversion !== undefined) return true;
  if (type.kind === 'decimal') return typeof value === 'number' || typeof value === 'string';
  if (type.kind === 'bigint') return typeof value === 'number';
  if (type.kind === 'array') return Array.isArray(value);
  return typeof value === 'string' && READ_FROM_TEXT.has(type.kind);
}

const READ_FROM_TEXT: ReadonlySet<ColumnType['kind']> = new Set([
  'date',
  'time',
  'datetime',
  'uuid',
  'ip',
]);

export interface NullsOptions {
  /** Where empty values go; default where the database puts them. */
  readonly nulls?: 'first' | 'last';
}

/** An expression with a direction, for `orderBy()` and windows. */
export class Ordering {
  readonly expression: Expression;
  readonly isDescending: boolean;
  readonly nulls: 'first' | 'last' | undefined;

  constructor(expression: Expression, isDescending: boolean, options: NullsOptions) {
    checkOptions(isDescending ? 'desc()' : 'asc()', options, {
      nulls: option.oneOf('first', 'last'),
    });
    this.expression = expression;
    this.isDescending = isDescending;
    this.nulls = options.nulls;
  }

  bind(binder: Binder): BoundOrdering {
    const bound = this.expression.bind(binder);
    const { isDescending, nulls } = this;
    return {
      token: `${bound.token} ${isDescending ? 'desc' : 'asc'} ${nulls ?? ''}`,
      bound,
      resolve: (scope) => ({ expression: bound.resolve(scope), isDescending, nulls }),
    };
  }
}

export interface BoundOrdering {
  readonly token: string;
  readonly bound: Bound;
  resolve(scope: Scope): OrderNode;
}
