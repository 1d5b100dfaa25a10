export interface ModelOptions {
  /** Name of the table; default the model's name in snake_case. */
  readonly table?: string;
  /** Order of QuerySets that ask for none: `['-rating', 'title']`. Default none. */
  readonly ordering?: readonly string[];
  /** Groups of fields whose values no two rows share together: `[['title', 'released']]`. */
  readonly unique?: readonly (readonly string[])[];
}

/** A model without its types: what the planner, the hydrator and the writers work with. */
export class AnyModel {
  readonly name: string;
  /** The fields and relations as they were declared. */
  readonly shape: object;
  readonly options: ModelOptions;

  constructor(name: string, shape: object, options: ModelOptions) {
    this.name = name;
    this.shape = shape;
    this.options = options;
  }
}
