import { isUptempoError } from '../../core/index.ts';
import type {
  TemplateEngine,
  TemplateInspection,
  TemplateReference,
} from '../../templates/index.ts';
import type { CheckMessage } from '../check.ts';
import { placeOf } from './place.ts';

/** Templates that `{% extends %}` and `{% include %}` name exist, and none extends itself. */
export function checkNames(
  templates: readonly TemplateInspection[],
  engine: TemplateEngine,
): readonly CheckMessage[] {
  return templates.flatMap(({ references }) =>
    references.flatMap((reference) => checkName(reference, engine)),
  );
}

function checkName(reference: TemplateReference, engine: TemplateEngine): readonly CheckMessage[] {
  if (reference.kind !== 'extends' && reference.kind !== 'include') return [];
  try {
    engine.source(reference.name);
    return [];
  } catch (error) {
    if (!isUptempoError(error)) throw error;
    const { code, message, hint } = error;
    return [{ level: 'error', id: code, message, hint, place: placeOf(reference.location) }];
  }
}
