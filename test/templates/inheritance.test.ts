import { describe, expect, test } from 'vitest';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { errorOf, render, renderPage } from './renderer.ts';

const base =
  '<title>{% block title %}Cinema{% endblock %}</title>{% block content %}{% endblock %}';

describe('extends', () => {
  test.each([
    ['{% extends "base.html" %}', '<title>Cinema</title>'],
    [
      '{% extends "base.html" %}ignored{{ x }}{% block title %}Jaws{% endblock %}',
      '<title>Jaws</title>',
    ],
    [
      '{% extends "base.html" %}{% block content %}{{ x }}{% endblock content %}',
      '<title>Cinema</title>&lt;',
    ],
    [
      '{% extends "base.html" %}{% block title %}Jaws – {{ block.super }}{% endblock %}',
      '<title>Jaws – Cinema</title>',
    ],
    ['{% extends "base.html" %}{% block other %}unused{% endblock %}', '<title>Cinema</title>'],
    ['{% extends name %}{% block title %}Jaws{% endblock %}', '<title>Jaws</title>'],
    ['{% extends parent %}{% block title %}Jaws{% endblock %}', 'parent Jaws'],
    ['{% extends "ba"|add:"se.html" %}', '<title>Cinema</title>'],
    ['\n{% extends "base.html" %}', '\n<title>Cinema</title>'],
    ['{# why #}{% extends "base.html" %}', '<title>Cinema</title>'],
    [
      '{% extends "base.html" %}{% if no %}{% block title %}Jaws{% endblock %}{% endif %}',
      '<title>Jaws</title>',
    ],
  ])('%s', (page, output) => {
    const parent = createTemplateEngine().fromString('parent {% block title %}{% endblock %}');
    const context = { x: '<', name: 'base.html', parent };
    expect(renderPage({ 'base.html': base, 'page.html': page }, context)).toBe(output);
  });

  test('over several levels, each adding to its parent', () => {
    const templates = {
      'base.html': '{% block a %}1{% block b %}2{% endblock %}{% endblock %}',
      'section.html': '{% extends "base.html" %}{% block b %}{{ block.super }}3{% endblock %}',
      'page.html': '{% extends "section.html" %}{% block b %}{{ block.super }}4{% endblock %}',
    };
    expect(renderPage(templates)).toBe('1234');
    const skipping = { ...templates, 'section.html': '{% extends "base.html" %}' };
    expect(renderPage(skipping)).toBe('124');
  });

  test('a block sees the names where its parent places it', () => {
    const templates = {
      'base.html':
        '{% for m in movies %}{% with n=forloop.counter %}{% block row %}-{% endblock %}{% endwith %}{% endfor %}',
      'page.html':
        '{% extends "base.html" %}{% block row %}{{ n }}{{ m }}{{ block.super }}{% endblock %}',
    };
    expect(renderPage(templates, { movies: ['Jaws', 'Alien'] })).toBe('1Jaws-2Alien-');
  });

  test('block.super sees the names where it stands', () => {
    const templates = {
      'base.html': '{% block row %}[{{ title }}]{% endblock %}',
      'page.html':
        '{% extends "base.html" %}{% block row %}{% with title="Jaws" %}{{ block.super }}{% endwith %}{% endblock %}',
    };
    expect(renderPage(templates)).toBe('[Jaws]');
  });

  test('autoescape around a block holds for what fills it', () => {
    const templates = {
      'base.html':
        '{% autoescape off %}{% block a %}{{ x }}{% endblock %}{% endautoescape %}{{ x }}',
      'page.html': '{% extends "base.html" %}{% block a %}{{ x }}{{ block.super }}{% endblock %}',
    };
    expect(renderPage(templates, { x: '<' })).toBe('<<&lt;');
  });

  test('names set in a block end with it', () => {
    const source = '{% block a %}{% firstof "Jaws" as x %}{{ x }}{% endblock %}[{{ x }}]';
    expect(render(source)).toBe('Jaws[]');
  });

  test('block.super of two blocks that contain each other ends', () => {
    const templates = {
      'base.html': '{% block a %}{% endblock %}{% block b %}{% endblock %}',
      'section.html':
        '{% extends "base.html" %}{% block a %}A{% block b %}B{% endblock %}{% endblock %}',
      'page.html':
        '{% extends "section.html" %}{% block b %}b{% block a %}a{{ block.super }}{% endblock %}{% endblock %}',
    };
    expect(renderPage(templates)).toBe('aAbbaAB');
  });

  test('a template can extend its namesake of another loader', () => {
    const templates = {
      'page.html': '{% extends "page.html" %}{% block a %}{{ block.super }}site{% endblock %}',
    };
    const loaders = [
      {
        places: ['theme'],
        names: () => ['page.html'],
        locate: (name: string, skip: ReadonlySet<string>) =>
          name !== 'page.html' || skip.has('theme')
            ? undefined
            : {
                key: 'theme',
                file: undefined,
                stamp: '',
                read: () => '{% block a %}theme{% endblock %}',
              },
      },
    ];
    expect(renderPage(templates, {}, { loaders })).toBe('themesite');
    expect(errorOf(() => renderPage(templates)).code).toBe('templates.template.not_found');
  });

  test('relative names', () => {
    const templates = {
      'page.html': '{% include "films/deep/list.html" %}',
      'base.html': 'base {% block a %}{% endblock %}',
      'films/deep/list.html':
        '{% extends "../../base.html" %}{% block a %}{% include "./row.html" %}{% include up %}{% endblock %}',
      'films/deep/row.html': 'row',
      'films/head.html': 'head',
    };
    expect(renderPage(templates, { up: '../head.html' })).toBe('base rowhead');
  });

  test.each([
    ['{% extends "../outside.html" %}', 'templates.syntax.invalid'],
    ['{% extends "./page.html" %}', 'templates.syntax.invalid'],
    ['{% extends nothing %}', 'templates.template.name_refused'],
    ['{% extends "missing.html" %}', 'templates.template.not_found'],
    ['{% extends %}', 'templates.syntax.invalid'],
    ['{% extends "base.html" "b" %}', 'templates.syntax.invalid'],
    ['{{ x }}{% extends "base.html" %}', 'templates.syntax.invalid'],
    ['{% load static %}{% extends "base.html" %}', 'templates.syntax.invalid'],
    ['{% extends "base.html" %}{% extends "base.html" %}', 'templates.syntax.invalid'],
    ['{% block a %}{% endblock %}{% block a %}{% endblock %}', 'templates.block.duplicate'],
    ['{% block a %}{% endblock b %}', 'templates.tag.unknown'],
    ['{% block %}{% endblock %}', 'templates.syntax.invalid'],
    ['{% block a %}{{ block.super }}{% endblock %}', 'templates.block.misplaced'],
  ])('%s is an error', (page, code) => {
    expect(errorOf(() => renderPage({ 'base.html': base, 'page.html': page })).code).toBe(code);
  });
});

describe('include', () => {
  const row = '[{{ title }}{{ year }}{{ forloop.counter }}]';

  test.each([
    ['{% include "row.html" %}', '[Jaws]'],
    ['{% include name %}', '[Jaws]'],
    ['{% include names %}', '[Jaws]'],
    ['{% include template %}', 'template Jaws'],
    ['{% include "row.html" with year=1975 %}', '[Jaws1975]'],
    ['{% include "row.html" with title=title|upper year=1975 %}', '[JAWS1975]'],
    ['{% include "row.html" only %}', '[]'],
    ['{% include "row.html" with year=1975 only %}', '[1975]'],
    ['{% include "row.html" only with year=1975 %}', '[1975]'],
    ['{% for title in "ab" %}{% include "row.html" %}{% endfor %}', '[a1][b2]'],
    ['{% for title in "ab" %}{% include "row.html" only %}{% endfor %}', '[][]'],
    ['{% with title="<" %}{% include "row.html" %}{% endwith %}', '[<]'],
    [
      '{% autoescape off %}{% include "raw.html" %}{% endautoescape %}{% include "raw.html" %}',
      '<&lt;',
    ],
    ['{% include "setter.html" %}[{{ set }}]', 'inside[]'],
    ['{% include "child.html" %}', 'child of base'],
  ])('%s', (page, output) => {
    const templates = {
      'page.html': page,
      'row.html': row,
      'raw.html': '{{ raw }}',
      'setter.html': '{% firstof "inside" as set %}{{ set }}',
      'parent.html': '{% block a %}parent{% endblock %} base',
      'child.html': '{% extends "parent.html" %}{% block a %}child of{% endblock %}',
    };
    const template = createTemplateEngine().fromString('template {{ title }}');
    const names = ['missing.html', 'row.html'];
    const context = { title: 'Jaws', name: 'row.html', names, template, raw: '<' };
    expect(renderPage(templates, context)).toBe(output);
  });

  test('cycles of an included template begin anew each time', () => {
    const templates = {
      'page.html': '{% for x in "abc" %}{% include "row.html" %}{% endfor %}',
      'row.html': '{% cycle "odd" "even" %} ',
    };
    expect(renderPage(templates)).toBe('odd odd odd ');
  });

  test('ifchanged of an included template remembers the loop around it', () => {
    const templates = {
      'page.html': '{% for x in "aab" %}{% include "row.html" %}{% endfor %}',
      'row.html': '{% ifchanged x %}{{ x }}{% else %}-{% endifchanged %}',
    };
    expect(renderPage(templates)).toBe('a-b');
  });

  test('a template that includes itself needs an end', () => {
    const tree =
      '{{ node.name }}{% for node in node.children %}({% include "tree.html" %}){% endfor %}';
    const templates = { 'page.html': '{% include "tree.html" %}', 'tree.html': tree };
    const node = { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }, { name: 'd' }] };
    expect(renderPage(templates, { node })).toBe('a(b(c))(d)');
    const error = errorOf(() => renderPage({ 'page.html': '{% include "page.html" %}' }));
    expect(error.code).toBe('templates.limit.nesting');
  });

  test.each([
    ['{% include %}', 'templates.syntax.invalid'],
    ['{% include "row.html" with %}', 'templates.syntax.invalid'],
    ['{% include "row.html" also %}', 'templates.syntax.invalid'],
    ['{% include "row.html" only only %}', 'templates.syntax.invalid'],
    ['{% include "missing.html" %}', 'templates.template.not_found'],
    ['{% include 5 %}', 'templates.template.name_refused'],
    ['{% include "../../etc/passwd" %}', 'templates.syntax.invalid'],
    ['{% include "/etc/passwd" %}', 'templates.template.name_refused'],
    ['{% include name %}', 'templates.template.name_refused'],
  ])('%s is an error', (page, code) => {
    const templates = { 'page.html': page, 'row.html': row };
    expect(errorOf(() => renderPage(templates, { name: 'a/../../b' })).code).toBe(code);
  });
});
