import type { Filter } from './library.ts';

/** A constant written in a template. Texts are safe: whoever writes the template is trusted. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number;
  readonly text: string;
  readonly at: number;
  /** Written `_("…")`: translated when it is rendered. */
  readonly isTranslated: boolean;
}

/** `movie.director.name` */
export interface Variable {
  readonly kind: 'variable';
  /** At least one name; digits are an index or a key. */
  readonly path: readonly string[];
  readonly text: string;
  readonly at: number;
}

export type Operand = Literal | Variable;

export interface FilterCall {
  readonly filter: Filter;
  readonly argument: Operand | undefined;
  readonly at: number;
}

/** A value and the filters it goes through: `movie.title|upper|truncatechars:20`. */
export interface Expression {
  readonly text: string;
  readonly at: number;
  readonly base: Operand;
  readonly filters: readonly FilterCall[];
}
