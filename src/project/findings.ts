import type { Suppression } from '../observe/index.ts';
import type { Project } from './project.ts';

/**
 * The findings that the settings leave as they are, checked. Production looks for none, so the rules are
 * loaded where somebody asks for this.
 *
 * @throws observe.suppression.invalid, core.option.unknown, core.option.invalid
 */
export async function ignoredFindings({ settings }: Project): Promise<readonly Suppression[]> {
  const { ignore = [] } = settings.findings ?? {};
  if (ignore.length === 0) return ignore;
  const { checkSuppressions, findingCodes } = await import('../observe/index.ts');
  checkSuppressions('findings.ignore', ignore, findingCodes());
  return ignore;
}
