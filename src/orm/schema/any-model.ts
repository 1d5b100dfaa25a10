import { option } from '../../core/index.ts';
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
  /** What rows can do beside what all rows can, for their prototype; see `withMethods()`. */
  readonly methods: PropertyDescriptorMap = Object.create(null);

  constructor(name: string, shape: object, options: ModelOptions) {
    this.name = name;
    this.shape = shape;
    this.options = options;
  }
}

/** Adds methods and accessors as they are declared, without calling the accessors. */
export function addMethods(methods: PropertyDescriptorMap, given: object): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(given))) {
    methods[name] = { ...descriptor, enumerable: false, configurable: true };
  }
}
