import type { AnyModel } from './any-model.ts';
import { metaOf, type ToOneMeta } from './meta.ts';
import { registeredModels } from './registry.ts';

/** The foreign keys of all declared models that refer to a model, pair tables included. */
export function keysReferringTo(model: AnyModel): readonly ToOneMeta[] {
  // Working out a model may declare its pair tables, so the list is taken afterwards.
  for (const declared of registeredModels()) metaOf(declared);
  return registeredModels().flatMap((declared) =>
    [...metaOf(declared).relations.values()].filter(
      (relation): relation is ToOneMeta => relation.kind === 'toOne' && relation.target === model,
    ),
  );
}
