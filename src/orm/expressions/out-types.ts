import type { Decimal, Duration } from '../../core/index.ts';
import type { Invalid } from '../schema/shape-types.ts';
import type { Expression, OutOf, PathValue } from './expression.ts';
import type { GivenIn } from './q.ts';

/**
 * What an expression is known to be before a QuerySet takes it. Paths mean something only for a
 * model, so types that depend on one are kept as questions, which `Evaluated` of the QuerySet's
 * types answers.
 */

/** `Out` where it is not null: what is left of a nullable column by `Sum` or `Coalesce`. */
export interface Present<Out> {
  readonly ' present': Out;
}

/** The mean of values of type `Out`. */
export interface Mean<Out> {
  readonly ' mean': Out;
}

/** `Out`, whatever the arguments `From` are; their paths are still checked. */
export interface Made<Out, From> {
  readonly ' made': Out;
  readonly ' from': From;
}

/** As `Made`, and null where the arguments are: what databases call a strict function. */
export interface Strict<Out, From> {
  readonly ' strict': Out;
  readonly ' from': From;
}

/** No value of its own: conditions inside of an expression, which are checked with it. */
export interface Asked<Given> {
  readonly ' asked': Given;
}

/** The conditions of an aggregate's `filter`. */
export type AskedByFilter<Options> = Options extends { readonly filter: infer Condition }
  ? Asked<GivenIn<Condition>>
  : never;

/** Paths by which rows are ordered or told apart: `rating`, `-rating`, or a list of such. */
export type TermOut<Term> = Term extends readonly unknown[]
  ? TermOut<Term[number]>
  : Term extends '?'
    ? never
    : Term extends `-${infer Path}`
      ? PathValue<Path>
      : Term extends string | Expression
        ? ArgumentOut<Term>
        : never;

/** Options of an expression, without such as it does not have. */
export type OptionsOf<Known, Options> = Options & {
  readonly [Name in Exclude<
    keyof Options,
    keyof Known
  >]: Invalid<`there is no option "${Name & string}"`>;
};

/** Values of type `Out` as a list. */
export interface Listed<Out> {
  readonly ' items': Out;
}

/** Two values with an arithmetic operator between them. */
export interface Reckoned<Left, Right> {
  readonly ' left': Left;
  readonly ' right': Right;
}

/** The type that an argument of an expression stands for: a string names a field. */
export type ArgumentOut<Argument> = Argument extends Expression
  ? OutOf<Argument>
  : Argument extends string
    ? PathValue<Argument>
    : Widened<Argument>;

/** The type that an operand stands for: a string is itself, a number stays a literal. */
export type OperandOut<Operand> = Operand extends Expression ? OutOf<Operand> : Operand;

/** `'a'` is a text and `1` a number to everyone who reads the value. */
export type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends bigint
      ? bigint
      : Value extends boolean
        ? boolean
        : Value;

/** The mean of whole numbers is one with a fraction. */
export type MeanOf<Value> = Value extends number | bigint ? number : Value;

/** What two values come to; null when one of them is. */
export type SumOf<Left, Right> =
  | SumOfPresent<NonNullable<Left>, NonNullable<Right>>
  | Extract<Left | Right, null>;

/**
 * As the table of combinations at run time has it. The types of columns do not say which numbers are
 * whole, so a number column beside a decimal one is either; a literal takes on its neighbour's type.
 */
type SumOfPresent<Left, Right> = Left extends number
  ? Right extends number
    ? number
    : SumWithNumber<Left, Right>
  : Right extends number
    ? SumWithNumber<Right, Left>
    : Left extends Decimal | bigint
      ? Right extends bigint
        ? Left
        : Right extends Decimal | string
          ? Decimal
          : unknown
      : SumOfMoments<Left, Right>;

type SumWithNumber<Numeric, Other> = Other extends Decimal | bigint
  ? Other | (number extends Numeric ? number : never)
  : Other extends Duration
    ? Duration
    : Other extends string
      ? Decimal | number
      : unknown;

/** Days are texts, and so are times of day: with a duration a day becomes an instant. */
type SumOfMoments<Left, Right> = Left extends Duration
  ? Right extends Duration
    ? Duration
    : MomentAfter<Right>
  : Right extends Duration
    ? MomentAfter<Left>
    : Left extends Date | string
      ? Right extends Date | string
        ? Duration
        : unknown
      : unknown;

type MomentAfter<Moment> = Moment extends Date
  ? Date
  : Moment extends string
    ? Date | string
    : unknown;
