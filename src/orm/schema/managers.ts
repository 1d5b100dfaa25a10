import { ormError } from '../errors.ts';
import type { QueryHolder } from '../expressions/expression.ts';
import { QuerySet } from '../query/query-set.ts';
import { rowOperations } from '../relations/row-operations.ts';
import type { AnyModel } from './any-model.ts';

/** Gives a model QuerySets to begin with. @throws orm.model.invalid */
export function addManagers(model: AnyModel, managers: object): void {
  for (const [name, begin] of Object.entries(managers)) {
    if (name !== 'objects' && name in model) throw taken(model, name);
    if (typeof begin !== 'function') throw notCallable(model, name);
    const begun = () => begin.call(QuerySet.of(model, rowOperations)) as QueryHolder;
    if (name === 'objects') model.defaultRows = begun;
    Object.defineProperty(model, name, { get: begun });
  }
}

function taken({ name: model }: AnyModel, name: string) {
  return ormError('orm.model.invalid', `${model}.${name} cannot be a manager.`, {
    hint: 'Models have a property of that name; only "objects" can be replaced.',
  });
}

function notCallable({ name: model }: AnyModel, name: string) {
  return ormError('orm.model.invalid', `${model}.${name} is no manager: it is not a method.`, {
    hint: `Write ${name}() { return this.filter({ … }); }.`,
  });
}
