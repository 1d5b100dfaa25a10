import { checkOptions, option } from '../../core/index.ts';
import { typeOf } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { commonType } from './arithmetic-type.ts';
import { bindAlike, Combinable } from './combinable.ts';
import type { Binder, Bound, Expression } from './expression.ts';
import type { ArgumentOut, Asked } from './out-types.ts';
import type { GivenIn } from './q.ts';
import { asExpression } from './references.ts';
import { ValueExpression } from './value.ts';

/** A condition with what holds where it is met; a part of `Case`. */
export class WhenClause<Out = unknown> {
  declare readonly out: Out;
  readonly condition: unknown;
  readonly then: Expression;

  constructor(condition: unknown, then: Expression) {
    this.condition = condition;
    this.then = then;
  }
}

/**
 * `When({ rating__gte: 8 }, Value('good'))`: a condition, a `Q` or an expression that is true or
 * false, and what holds then. A string names a field; write `Value('…')` for a text.
 */
export function When<const Condition, const Then>(
  condition: Condition,
  then: Then,
): WhenClause<ArgumentOut<Then> | Asked<GivenIn<Condition>>> {
  return new WhenClause(condition, asExpression(then));
}

class CaseExpression<Out> extends Combinable<Out> {
  readonly #clauses: readonly WhenClause[];
  readonly #otherwise: Expression;

  constructor(clauses: readonly WhenClause[], otherwise: Expression) {
    super();
    this.#clauses = clauses;
    this.#otherwise = otherwise;
  }

  bind(binder: Binder): Bound {
    const results = [...this.#clauses.map(({ then }) => then), this.#otherwise];
    const values = bindAlike(results, binder);
    const branches = this.#clauses.map(({ condition }, index) => ({
      when: binder.condition(condition),
      then: values[index]!,
    }));
    const otherwise = values.at(-1)!;
    const all = [...values, ...branches.map(({ when }) => when)];
    const types = values.flatMap(({ type }) => (type === undefined ? [] : [type]));
    const known = types.length === 0 ? undefined : commonType('Case()', types);
    return {
      token: `case(${branches.map(({ when, then }) => `${when.token}?${then.token}`).join()}:${otherwise.token})`,
      type: known,
      hasAggregate: all.some(({ hasAggregate }) => hasAggregate),
      hasWindow: all.some(({ hasWindow }) => hasWindow),
      resolve(scope) {
        const made = branches.map(({ when, then }) => ({
          when: when.resolve(scope),
          then: then.resolve(scope),
        }));
        const type = known ?? typeOf(made[0]!.then);
        return { kind: 'case', branches: made, otherwise: otherwise.resolve(scope), type };
      },
    };
  }
}

export interface CaseOptions<Default> {
  /** What holds where no condition is met; default NULL. */
  readonly default?: Default;
}

/** The values of all clauses, and the default or null. */
type CaseOut<Args extends readonly unknown[]> =
  | Extract<Args[number], WhenClause>['out']
  | DefaultOut<Extract<Args[number], { readonly default: unknown }>>;

type DefaultOut<Options> = [Options] extends [never]
  ? null
  : Options extends { readonly default: infer Default }
    ? ArgumentOut<Default>
    : never;

/**
 * The first of several values whose condition is met.
 *
 * ```ts
 * Case(When({ votes__gte: 1000 }, Value('many')), { default: Value('few') })
 * ```
 */
export function Case<const Args extends readonly (WhenClause | CaseOptions<unknown>)[]>(
  ...args: Args
): Combinable<CaseOut<Args>> {
  const clauses = args.filter((arg) => arg instanceof WhenClause);
  const [options = {}, ...more] = args.filter((arg) => !(arg instanceof WhenClause));
  if (clauses.length === 0 || more.length > 0) {
    throw ormError('orm.expression.invalid', 'Case() takes When() clauses and options.', {
      hint: "Case(When({ votes__gte: 1000 }, Value('many')), { default: Value('few') })",
    });
  }
  const checked = checkOptions('Case()', options as object, { default: option.any }) as {
    default?: unknown;
  };
  const otherwise =
    checked.default === undefined ? new ValueExpression(null) : asExpression(checked.default);
  return new CaseExpression(clauses, otherwise);
}
