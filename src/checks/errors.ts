import { declareErrors } from '../core/index.ts';

export const checkError = declareErrors({
  'checks.tag.unknown': { summary: '`uptempo check --tag` names a tag that no check has.' },
  'checks.check.invalid': {
    summary: 'The setting `checks` imports a module that exports no list of checks.',
  },
  'checks.silenced.unused': {
    summary: 'The setting `silencedChecks` names an id that no check has reported.',
  },
  'checks.block.unknown': {
    summary:
      'A block of a template that extends another is in none of its parents, so nothing shows it.',
  },
  'checks.static.missing': {
    summary: '`{% static %}` names a file that the static directory does not have.',
  },
  'checks.static.unset': {
    summary: '`{% static %}` is used in a project that serves no static directory.',
  },
  'checks.templates.none': { summary: 'The project has no templates to check.' },
  'checks.templates.stale': {
    summary: 'Templates have changed since they were compiled ahead.',
  },
  'checks.performance.url': {
    summary: '`uptempo check --performance` is given a URL that is none of the project.',
  },
  'checks.performance.file': {
    summary: '`uptempo check --performance --urls` names a file that cannot be read.',
  },
  'checks.performance.off': {
    summary: 'An option of `uptempo check --performance` is given without `--performance`.',
  },
});
