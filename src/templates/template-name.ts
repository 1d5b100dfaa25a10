import { posix } from 'node:path';
import { errorAt, type TemplateSource } from './source.ts';

/**
 * A name as the loaders know it: `./row.html` and `../base.html` are taken from the folder of the
 * template they stand in, others are left alone.
 *
 * @param at - offset of the name in the template, for messages.
 * @param mayBeItself - whether the name may lead back to the same template.
 * @throws templates.syntax.invalid when the name leads out of the template directories
 */
export function relativeName(
  source: TemplateSource,
  name: string,
  at = 0,
  mayBeItself = true,
): string {
  if (!name.startsWith('./') && !name.startsWith('../')) return name;
  const refuse = (reason: string) =>
    errorAt(source, at, 'templates.syntax.invalid', `The relative name "${name}" ${reason}.`);
  if (source.name === undefined) throw refuse('needs a template that has a name itself');
  const own = source.name.replace(/^\/+/, '');
  const absolute = posix.normalize(posix.join(posix.dirname(own), name));
  if (absolute.startsWith('../')) throw refuse('leads out of the template directories');
  if (!mayBeItself && absolute === own) throw refuse('leads to the template it stands in');
  return absolute;
}
