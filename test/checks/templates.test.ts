import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CheckOptions,
  type CheckReport,
  checkTags,
  isAtLeast,
  runChecks,
} from '../../src/checks/index.ts';
import { loadProject } from '../../src/project/index.ts';
import { temporaryProject } from '../cli/uptempo.ts';

const CONFIG = `
  import { defineConfig } from 'uptempo';
  export const config = defineConfig({
    templates: { directories: ['templates'] },
    static: { directory: 'static' },
    routes: () => import('./routes.ts'),
  });`;

const SITE = {
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': CONFIG,
  'routes.ts': `
    export function routes(app) {
      app.get('/movies', { name: 'movies' }, async () => 'all');
      app.get('/movies/:id', { name: 'movie-detail' }, async () => 'one');
    }`,
  'static/css/site.css': '',
  'templates/base.html':
    '{% load static %}<link href="{% static "css/site.css" %}">{% block content %}{% endblock %}',
  'templates/movies.html':
    '{% extends "base.html" %}{% block content %}{% for movie in movies %}{% include "row.html" %}{% endfor %}{% endblock %}',
  'templates/row.html': '{% url "movie-detail" movie.id %}{% url "movies" as link %}{{ link }}',
};

/** The report on the site with other files. */
async function check(
  files: Readonly<Record<string, string>>,
  options: CheckOptions = {},
): Promise<CheckReport> {
  return runChecks(await loadProject(temporaryProject({ ...SITE, ...files })), options);
}

/** `file:line:column id` of each message. */
function places({ messages }: CheckReport): readonly string[] {
  return messages.map(({ id, place }) =>
    place === undefined ? id : `${basename(place.file)}:${place.line}:${place.column} ${id}`,
  );
}

test('a site without mistakes has nothing to report', async () => {
  const report = await check({});
  expect(report).toEqual({ checks: ['templates'], messages: [], silenced: [] });
});

test('all mistakes of a template are found, and none that only follows from another', async () => {
  const report = await check({
    'templates/row.html': `{% if movie|nope %}{% if a %}x{% endif %}{% else %}y{% endif %}
{% fro movie in movies %}{{ movie.title|uper }}{% endfro %}
{{ "unclosed }}
{% intcomma %}{{ n|intcomma }}
{% block a %}{% if x %}{% endblock %}{% fr x in y %}{% endfor %}`,
  });
  expect(places(report)).toEqual([
    'row.html:1:13 templates.filter.unknown',
    'row.html:2:1 templates.tag.unknown',
    'row.html:2:41 templates.filter.unknown',
    'row.html:3:4 templates.syntax.invalid',
    'row.html:4:1 templates.tag.unknown',
    'row.html:4:20 templates.filter.unknown',
    'row.html:5:24 templates.tag.unknown',
    'row.html:5:38 templates.tag.unknown',
  ]);
  expect(report.messages[1]!.hint).toContain('Did you mean "for"?');
  expect(report.messages[5]!.hint).toContain('write {% load humanize %} first');
});

describe('what templates name', () => {
  test.each([
    ['a template', '{% include "rwo.html" %}', 'templates.template.not_found', 'row.html'],
    ['a parent', '{% extends "bas.html" %}', 'templates.template.not_found', 'base.html'],
    [
      'a static file',
      '{% load static %}{% static "css/sit.css" %}',
      'checks.static.missing',
      'css/site.css',
    ],
    ['a route', '{% url "movie-detal" 5 %}', 'http.route.unknown', 'movie-detail'],
    ['a parameter', '{% url "movie-detail" ib=5 %}', 'http.route.parameter_unknown', 'id'],
    [
      'a block',
      '{% extends "base.html" %}{% block contet %}{% endblock %}',
      'checks.block.unknown',
      'content',
    ],
    ['a library', '{% load humanise %}', 'templates.library.unknown', 'humanize'],
  ])('%s: %s', async (_what, template, id, near) => {
    const report = await check({ 'templates/new.html': template });
    expect(report.messages.map((message) => message.id)).toEqual([id]);
    expect(report.messages[0]!.hint).toContain(`Did you mean "${near}"?`);
    expect(report.messages[0]!.place!.file).toMatch(/new\.html$/);
  });

  test('what is known only while rendering is left alone', async () => {
    const report = await check({
      'templates/new.html':
        '{% extends parent %}{% load static %}{% block any %}{% include name %}{% include "row"|add:".html" %}{% static path %}{% url route %}{% url "nowhere" as link %}{% url "movie-detail" movie.slug %}{% endblock %}',
    });
    expect(report.messages).toEqual([]);
  });

  test('a block in a block of the child is its own', async () => {
    const report = await check({
      'templates/new.html':
        '{% extends "movies.html" %}{% block content %}{% block mine %}{% endblock %}{% endblock %}',
    });
    expect(report.messages).toEqual([]);
  });
});

describe('a project', () => {
  test('without templates is told how to have some', async () => {
    const folder = temporaryProject({ 'uptempo.config.ts': 'export const config = {};' });
    const [message] = (await runChecks(await loadProject(folder))).messages;
    expect(message).toMatchObject({ level: 'info', id: 'checks.templates.none' });
    expect(message!.hint).toContain("Add templates: { directories: ['templates'] } to");
  });

  test('whose routes cannot be imported has that reported beside its templates', async () => {
    const report = await check({
      'routes.ts': 'export const nothing = 1;',
      'templates/new.html': '{{ a|uper }}',
    });
    expect(places(report)).toEqual([
      'project.module.no_export',
      'new.html:1:6 templates.filter.unknown',
    ]);
  });

  test('can silence an id with a reason, and is told of one that nothing reports', async () => {
    const report = await check({
      'uptempo.config.ts': CONFIG.replace(
        'routes:',
        "silencedChecks: { 'checks.static.missing': 'The build makes it.', 'checks.x': 'Old.' }, routes:",
      ),
      'templates/new.html': '{% load static %}{% static "built.js" %}',
    });
    expect(report.silenced).toMatchObject([
      { id: 'checks.static.missing', reason: 'The build makes it.' },
    ]);
    expect(report.messages).toMatchObject([{ level: 'info', id: 'checks.silenced.unused' }]);
  });

  test('has checks of its own, chosen by tag', async () => {
    const files = {
      'uptempo.config.ts': CONFIG.replace(
        'routes:',
        "checks: () => import('./checks.ts'), routes:",
      ),
      'checks.ts': `
        import { defineCheck } from 'uptempo/checks';
        export const checks = [defineCheck({
          name: 'posters', tags: ['files'], help: 'Posters are there.',
          run: ({ project }) => [{ level: 'warning', id: 'cinema.posters', message: 'None in ' + project.root.length }],
        })];`,
      'templates/new.html': '{{ a|uper }}',
    };
    const report = await check(files, { tags: ['files'] });
    expect([report.checks, places(report)]).toEqual([['posters'], ['cinema.posters']]);
    expect(report.messages.some(({ level }) => isAtLeast(level, 'error'))).toBe(false);
    expect(report.messages.some(({ level }) => isAtLeast(level, 'warning'))).toBe(true);
    const project = await loadProject(temporaryProject({ ...SITE, ...files }));
    expect(await checkTags(project)).toEqual(['files', 'performance', 'templates']);
    await expect(runChecks(project, { tags: ['flies'] })).rejects.toMatchObject({
      code: 'checks.tag.unknown',
      hint: expect.stringContaining('"files"'),
    });
  });

  test('whose list of checks is not one is told so', async () => {
    const files = {
      'uptempo.config.ts': CONFIG.replace(
        'routes:',
        "checks: () => import('./checks.ts'), routes:",
      ),
      'checks.ts': 'export const check = 1;',
    };
    await expect(check(files)).rejects.toMatchObject({ code: 'checks.check.invalid' });
    const wrong = { ...files, 'checks.ts': "export const checks = [{ nmae: 'x' }];" };
    await expect(check(wrong)).rejects.toMatchObject({ code: 'core.option.unknown' });
  });
});
