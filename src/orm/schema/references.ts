import type { AnyModel } from './any-model.ts';
import { metaOf, type ToOneMeta } from './meta.ts';
import { registeredModels, registryVersion } from './registry.ts';

let index: ReadonlyMap<AnyModel, readonly ToOneMeta[]> = new Map();
let indexedVersion = -1;

/**
 * The foreign keys of all declared models that refer to a model, pair tables included. All models are
 * gone through once after the last declaration, not at each delete.
 */
export function keysReferringTo(model: AnyModel): readonly ToOneMeta[] {
  if (indexedVersion !== registryVersion()) {
    index = makeIndex();
    indexedVersion = registryVersion();
  }
  return index.get(model) ?? [];
}

function makeIndex(): ReadonlyMap<AnyModel, readonly ToOneMeta[]> {
  // Working out a model may declare its pair tables, so the list is taken afterwards.
  for (const declared of registeredModels()) workOut(declared);
  const made = new Map<AnyModel, ToOneMeta[]>();
  for (const declared of registeredModels()) {
    for (const relation of metaOf(declared).relations.values()) {
      if (relation.kind !== 'toOne') continue;
      const known = made.get(relation.target);
      if (known === undefined) made.set(relation.target, [relation]);
      else known.push(relation);
    }
  }
  return made;
}

/** Its meta, and the pair tables, which are declared when they are asked for. */
function workOut(model: AnyModel): void {
  for (const relation of metaOf(model).relations.values()) {
    if (relation.kind === 'manyToMany') metaOf(relation.through);
  }
}
