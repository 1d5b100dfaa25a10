import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';

/**
 * Models such that those that refer to others come before them. Where they refer to each other in a
 * circle any order will do: foreign keys are checked at the end of the transaction.
 */
export function inDeletionOrder(models: readonly AnyModel[]): readonly AnyModel[] {
  const ordered: AnyModel[] = [];
  const left = new Set(models);
  while (left.size > 0) {
    const free = [...left].filter((model) => !isReferredTo(model, left));
    for (const model of free.length > 0 ? free : [...left]) {
      left.delete(model);
      ordered.push(model);
    }
  }
  return ordered;
}

function isReferredTo(model: AnyModel, by: ReadonlySet<AnyModel>): boolean {
  return [...by].some(
    (other) =>
      other !== model &&
      [...metaOf(other).relations.values()].some(
        (relation) => relation.kind === 'toOne' && relation.target === model,
      ),
  );
}
