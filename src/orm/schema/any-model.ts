import { option } from '../../core/index.ts';
import type { QueryHolder } from '../expressions/expression.ts';
import { CheckConstraint, Index, UniqueConstraint } from './constraints.ts';

export interface ModelOptions {
  /** Name of the table; default the model's name in snake_case. */
  readonly table?: string;
  /** Order of QuerySets that ask for none: `['-rating', 'title']`. Default none. */
  readonly ordering?: readonly string[];
  /** Groups of fields whose values no two rows share together: `[['title', 'released']]`. */
  readonly unique?: readonly (readonly string[])[];
  /** What holds for the rows: `uniqueConstraint()`, `checkConstraint()`. */
  readonly constraints?: readonly (UniqueConstraint | CheckConstraint)[];
  /** Indexes beside those of single fields: `index()`. */
  readonly indexes?: readonly Index[];
}

/** How options of models are checked. */
export const MODEL_OPTIONS = {
  table: option.string,
  ordering: option.arrayOf(option.string),
  unique: option.arrayOf(option.arrayOf(option.string)),
  constraints: option.arrayOf({
    expected: 'a uniqueConstraint() or checkConstraint()',
    accepts: (value): value is UniqueConstraint | CheckConstraint =>
      value instanceof UniqueConstraint || value instanceof CheckConstraint,
  }),
  indexes: option.arrayOf({
    expected: 'an index()',
    accepts: (value): value is Index => value instanceof Index,
  }),
};

/** A model without its types: what the planner, the hydrator and the writers work with. */
export class AnyModel {
  readonly name: string;
  /** The fields and relations as they were declared. */
  readonly shape: object;
  readonly options: ModelOptions;
  /** Whether it is the model of pairs that nobody declared: its rows send no signals. */
  readonly isAutomatic: boolean = false;
  /** What rows can do beside what all rows can, for their prototype; see `withMethods()`. */
  readonly methods: PropertyDescriptorMap = Object.create(null);
  /** What QuerySets can do beside what all can, for their prototype; see `withQueryMethods()`. */
  queryMethods: PropertyDescriptorMap | undefined;
  /** What `objects` begins with, where a manager took its place; undefined: all rows. */
  defaultRows: (() => QueryHolder) | undefined;

  constructor(name: string, shape: object, options: ModelOptions) {
    this.name = name;
    this.shape = shape;
    this.options = options;
  }
}
