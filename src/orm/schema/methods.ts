import { altersData, checkOptions, option, suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { QuerySet } from '../query/query-set.ts';
import { ManyToManySet } from '../relations/many-to-many-set.ts';
import { RelatedSet } from '../relations/related-set.ts';

/** A model, or an abstract one that hands its methods on. */
interface Owner {
  readonly name?: string;
  readonly methods: PropertyDescriptorMap;
  queryMethods: PropertyDescriptorMap | undefined;
}

export interface MethodOptions<Name extends PropertyKey = string> {
  /** Names of the methods that change data: templates refuse to call them. */
  readonly altersData?: readonly Name[];
}

/** What the methods of an application share a QuerySet with. */
const OWN = [QuerySet.prototype, RelatedSet.prototype, ManyToManySet.prototype];

/** Gives rows methods and accessors, without calling the accessors. @throws orm.model.invalid */
export function addMethods(owner: Owner, given: object, options: MethodOptions): void {
  const altering = namesOfAltering('withMethods()', owner, given, options);
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(given))) {
    if (altering.has(name)) altersData(descriptor.value);
    owner.methods[name] = { ...descriptor, enumerable: false, configurable: true };
  }
}

/** Gives a model's QuerySets methods. @throws orm.model.invalid */
export function addQueryMethods(owner: Owner, given: object, options: MethodOptions): void {
  const altering = namesOfAltering('withQueryMethods()', owner, given, options);
  const added: PropertyDescriptorMap = {};
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(given))) {
    if (typeof value !== 'function') throw notCallable(owner, name);
    if (OWN.some((prototype) => name in prototype)) throw taken(owner, name);
    const method = fromCaller(value);
    if (altering.has(name)) altersData(method);
    added[name] = { value: method, writable: true, configurable: true };
  }
  owner.queryMethods = { ...owner.queryMethods, ...added };
}

type Method = (this: object, ...given: unknown[]) => unknown;

/** Has a finding name the line that calls the method rather than the one inside of it. */
function fromCaller(method: Method): Method {
  return function (...given) {
    QuerySet.begin(this);
    return method.apply(this, given);
  };
}

function namesOfAltering(
  where: string,
  owner: Owner,
  given: object,
  options: MethodOptions,
): ReadonlySet<string> {
  const { altersData: names = [] } = checkOptions(where, options, {
    altersData: option.arrayOf(option.string),
  });
  const methods = Object.getOwnPropertyDescriptors(given) as PropertyDescriptorMap;
  for (const name of names) {
    if (typeof methods[name]?.value === 'function') continue;
    throw ormError('orm.model.invalid', `${nameOf(owner)}: "${name}" is none of the methods.`, {
      hint: suggest(name, Object.keys(methods)),
    });
  }
  return new Set(names);
}

function notCallable(owner: Owner, name: string) {
  return ormError('orm.model.invalid', `${nameOf(owner)}: "${name}" is no method of QuerySets.`, {
    hint: `Write ${name}() { return this.filter({ … }); }.`,
  });
}

function taken(owner: Owner, name: string) {
  return ormError(
    'orm.model.invalid',
    `${nameOf(owner)}: QuerySets have a "${name}" of their own.`,
    {
      hint: 'Give the method another name.',
    },
  );
}

function nameOf({ name }: Owner): string {
  return name ?? 'abstractModel()';
}
