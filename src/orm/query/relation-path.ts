import { suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { leadsToOne, metaOf } from '../schema/meta.ts';

/** Checks a path of relations for an eager-loading method. @throws orm.relation.unknown */
export function assertRelations(
  model: AnyModel,
  path: string,
  method: 'selectRelated' | 'prefetchRelated',
): void {
  let at = model;
  for (const name of path.split('__')) {
    const { relations } = metaOf(at);
    const fitting = [...relations.values()].filter(
      (relation) => method === 'prefetchRelated' || leadsToOne(relation),
    );
    const relation = fitting.find((candidate) => candidate.name === name);
    if (relation === undefined)
      throw unknownRelation(at, name, method, relations.has(name), fitting);
    at = relation.target;
  }
}

function unknownRelation(
  model: AnyModel,
  name: string,
  method: string,
  isToMany: boolean,
  fitting: readonly { readonly name: string }[],
) {
  return ormError(
    'orm.relation.unknown',
    isToMany
      ? `${model.name}.${name} leads to many rows; ${method}() joins only relations to one row.`
      : `${model.name} has no relation "${name}".`,
    {
      hint: isToMany
        ? `Use prefetchRelated('${name}').`
        : suggest(
            name,
            fitting.map((relation) => relation.name),
          ),
      details: { model: model.name, relation: name },
    },
  );
}
