/** A QuerySet as data, for the naive implementation and for ours. */

export type Value = string | number | boolean | null;

/** A column over relations: `one00__amount`; without relations an annotation's name too. */
export interface Path {
  readonly relations: readonly string[];
  readonly column: string;
}

export interface Lookup {
  readonly kind: 'lookup';
  readonly path: Path;
  /** Between path and lookup: `year`, or ''. */
  readonly transform: string;
  readonly lookup: string;
  readonly value: Value | readonly Value[] | Expression;
}

export type Condition =
  | Lookup
  | { readonly kind: 'and' | 'or' | 'xor'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | Exists;

/** Whether a row of `model` exists whose foreign key `via` is this row and that meets a condition. */
export interface Exists {
  readonly kind: 'exists';
  readonly model: string;
  readonly via: string;
  readonly condition: Condition;
}

export type Expression =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Value }
  | {
      readonly kind: 'arithmetic';
      readonly operator: 'add' | 'sub' | 'mul';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** The first that is not NULL. */
  | { readonly kind: 'coalesce'; readonly operands: readonly Expression[] }
  | { readonly kind: 'length'; readonly operand: Expression }
  | {
      readonly kind: 'case';
      readonly condition: Condition;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

export interface Aggregate {
  readonly name: 'Count' | 'Sum' | 'Min' | 'Max' | 'Avg';
  readonly path: Path;
  readonly isDistinct: boolean;
  readonly filter: Condition | undefined;
}

export type Step =
  | { readonly kind: 'filter' | 'exclude'; readonly condition: Condition }
  | { readonly kind: 'annotate'; readonly name: string; readonly expression: Expression }
  | { readonly kind: 'aggregate'; readonly name: string; readonly aggregate: Aggregate }
  /** `values()` before aggregates: what rows are grouped by. */
  | { readonly kind: 'group'; readonly paths: readonly Path[] };

export interface OrderTerm {
  readonly path: Path;
  readonly isDescending: boolean;
  readonly nulls: 'first' | 'last' | undefined;
}

export interface Query {
  readonly model: string;
  readonly steps: readonly Step[];
  /** What `valuesList()` gives; undefined for rows. */
  readonly output: readonly Path[] | undefined;
  readonly isDistinct: boolean;
  /** Empty, or total over the rows. */
  readonly orderBy: readonly OrderTerm[];
  readonly slice: readonly [number, number | undefined] | undefined;
}

/** A path, or a path with a lookup, as Django writes it. */
export function keyOf({ relations, column }: Path, ...more: readonly string[]): string {
  return [...relations, column, ...more].filter((part) => part !== '').join('__');
}

/** Names of the annotations that steps add. */
export function annotationsOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => ('name' in step ? [step.name] : []));
}

export function isGrouped({ steps }: Pick<Query, 'steps'>): boolean {
  return steps.some(({ kind }) => kind === 'aggregate');
}
