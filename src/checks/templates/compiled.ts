import { compareCompiledTemplates } from '../../project/index.ts';
import type { Check } from '../check.ts';

/** Templates compiled ahead are those that there are now. */
export const compiledTemplatesCheck: Check = {
  name: 'compiled-templates',
  tags: ['templates', 'performance'],
  help: 'Templates compiled ahead are those that there are now.',
  isForDeploy: true,
  async run({ project }) {
    const { changed, missing, extra } = await compareCompiledTemplates(project);
    const names = [...changed, ...missing, ...extra];
    if (names.length === 0) return [];
    return [
      {
        level: 'warning',
        id: 'checks.templates.stale',
        message: `Templates have changed since they were compiled ahead: ${names.join(', ')}.`,
        hint: 'Run uptempo compiletemplates when you build the site.',
      },
    ];
  },
};
