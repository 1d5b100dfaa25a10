import type { AnyModel } from '../schema/any-model.ts';

/** Any class of QuerySets. */
type QueryClass = abstract new (...args: never[]) => object;

const classes = new WeakMap<PropertyDescriptorMap, Map<QueryClass, QueryClass>>();

/**
 * A class of QuerySets with the methods of a model's `withQueryMethods()`: made once, and the class
 * itself for models without, whose QuerySets cost no more than before.
 */
export function queryClass<Base extends QueryClass>({ queryMethods }: AnyModel, base: Base): Base {
  if (queryMethods === undefined) return base;
  let extended = classes.get(queryMethods);
  if (extended === undefined) {
    extended = new Map();
    classes.set(queryMethods, extended);
  }
  let made = extended.get(base);
  if (made === undefined) {
    made = withMethods(base, queryMethods);
    extended.set(base, made);
  }
  return made as Base;
}

function withMethods(base: QueryClass, methods: PropertyDescriptorMap): QueryClass {
  const made = class extends (base as new (...args: unknown[]) => object) {};
  Object.defineProperty(made, 'name', { value: base.name });
  Object.defineProperties(made.prototype, methods);
  return made;
}
