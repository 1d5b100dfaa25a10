import { checkOptions, option } from '../core/index.ts';
import type { Project } from '../project/index.ts';
import type { Check } from './check.ts';
import { checkError } from './errors.ts';

const CHECK = {
  name: option.string,
  tags: option.arrayOf(option.string),
  help: option.string,
  isForDeploy: option.boolean,
  run: option.function,
} as const;

/**
 * The checks that the project declares itself.
 *
 * @throws checks.check.invalid, core.option.unknown, core.option.invalid
 */
export async function projectChecks({ settings, configFile }: Project): Promise<readonly Check[]> {
  if (settings.checks === undefined) return [];
  const { checks } = (await settings.checks()) as { checks?: unknown };
  if (!Array.isArray(checks)) {
    throw checkError(
      'checks.check.invalid',
      `The module of the setting "checks" in ${configFile} exports no list "checks".`,
      { hint: 'Write export const checks = [defineCheck({ name, tags, help, run })];' },
    );
  }
  checks.forEach((check: unknown, index) => {
    checkOptions(`checks[${index}]`, check as Check, CHECK);
  });
  return checks;
}
