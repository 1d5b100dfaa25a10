import { expect, test } from 'vitest';
import { temporaryProject, uptempo } from './uptempo.ts';

const SITE = {
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': `
    export const config = {
      templates: { directories: ['templates'] },
      silencedChecks: { 'checks.static.unset': 'Another server has them.' },
    };`,
  'templates/movies.html': 'Film:\n  {{ title|uper }}{% load static %}{% static "a.css" %}',
};

test('a mistake is shown with its place, its line, what was meant and its id', async () => {
  const folder = temporaryProject(SITE);
  const { code, output, errors } = await uptempo(['check'], { folder });
  expect([code, errors]).toEqual([1, '']);
  expect(output).toContain(`templates/movies.html:2:12  error  templates.filter.unknown
  Unknown filter "uper".
    2 |   {{ title|uper }}{% load static %}{% static "a.css" %}
      |            ^
  hint  Did you mean "upper"?`);
  expect(output).toContain('silenced  checks.static.unset:');
  expect(output.trimEnd().split('\n').at(-1)).toBe('templates: 1 error (1 silenced).');
});

test('--json is the whole report, with paths from the project', async () => {
  const folder = temporaryProject(SITE);
  const { code, output } = await uptempo(['check', '--json', '--fail-level', 'critical'], {
    folder,
  });
  expect(code).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    checks: ['templates'],
    messages: [
      {
        level: 'error',
        id: 'templates.filter.unknown',
        message: 'Unknown filter "uper".',
        place: { file: 'templates/movies.html', line: 2, column: 12 },
      },
    ],
    silenced: [{ id: 'checks.static.unset', reason: 'Another server has them.' }],
  });
});
