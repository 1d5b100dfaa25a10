import { isUptempoError } from '../../core/index.ts';
import type { App, RouteParameters } from '../../http/index.ts';
import type { TemplateInspection, TemplateReference } from '../../templates/index.ts';
import type { CheckMessage } from '../check.ts';
import type { CheckSubject } from '../subject.ts';
import { placeOf } from './place.ts';

type RouteReference = Extract<TemplateReference, { kind: 'route' }>;

/** Routes that `{% url %}` names exist and take the arguments given. */
export async function checkRoutes(
  templates: readonly TemplateInspection[],
  subject: CheckSubject,
): Promise<readonly CheckMessage[]> {
  const used = templates.flatMap(({ references }) =>
    references.filter((reference) => reference.kind === 'route' && !reference.isQuiet),
  ) as readonly RouteReference[];
  if (used.length === 0) return [];
  try {
    const app = await subject.app();
    return used.flatMap((reference) => checkRoute(reference, app));
  } catch (error) {
    // Without its app a project still has templates, of which the rest is said.
    if (!isUptempoError(error)) throw error;
    const { code, message, hint } = error;
    return [{ level: 'error', id: code, message, hint }];
  }
}

/** Stands for a value that is known only while rendering. */
const UNKNOWN = '1';

function checkRoute(reference: RouteReference, app: App): readonly CheckMessage[] {
  try {
    app.urlFor(reference.name, parametersOf(reference));
    return [];
  } catch (error) {
    if (!isUptempoError(error)) throw error;
    const { code, message, hint } = error;
    if (code === 'http.route.parameter_invalid' && hasUnknown(reference)) return [];
    return [{ level: 'error', id: code, message, hint, place: placeOf(reference.location) }];
  }
}

function parametersOf({ positional, named }: RouteReference): RouteParameters {
  if (positional.length > 0) return positional.map((value) => value ?? UNKNOWN);
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value ?? UNKNOWN]));
}

function hasUnknown({ positional, named }: RouteReference): boolean {
  return [...positional, ...Object.values(named)].includes(undefined);
}
