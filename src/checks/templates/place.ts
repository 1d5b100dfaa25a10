import type { TemplateLocation } from '../../templates/index.ts';
import type { CheckPlace } from '../check.ts';

/** The place in a template as that of a message. */
export function placeOf({ file, template, line, column, excerpt }: TemplateLocation): CheckPlace {
  return { file: file ?? template, line, column, excerpt };
}
