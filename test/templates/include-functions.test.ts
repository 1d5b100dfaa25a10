import { expect, test } from 'vitest';
import {
  type CompiledTemplates,
  createTemplateEngine,
  defineLibrary,
  simpleTag,
} from '../../src/templates/index.ts';

const set = simpleTag({
  isAssigning: true,
  render(_args, context) {
    context.set('y', 'set');
    return '';
  },
});

function loaded(module: string): CompiledTemplates {
  const text = `${module.replace('export const', 'const')} return compiledTemplates;`;
  return new Function(text)() as CompiledTemplates;
}

/** A template that is included with names that are known gets them as arguments of its function. */
const many = Array.from({ length: 40 }, (_, index) => `n${index}`);

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'names of the loop, of with and of include, the innermost first',
    {
      page: '{% for x in list %}{% with y=x %}{% include "row" with x="i" z=y %} {% endwith %}{% endfor %}',
      row: '{{ x }}{{ y }}{{ z }}{{ forloop.counter }}{{ title }}',
    },
    'i111T i222T ',
  ],
  [
    'a name that is missing hides that of the context',
    { page: '{% include "row" with title=nothing %}', row: '[{{ title }}]' },
    '[]',
  ],
  [
    'nothing else with only',
    {
      page: '{% for x in list %}{% include "row" with y=x only %}{% endfor %}',
      row: '{{ x }}{{ y }}{{ title }}{{ forloop.counter }};',
    },
    '1;2;',
  ],
  [
    'through several includes',
    {
      page: '{% for x in list %}{% include "middle" %}{% endfor %}',
      middle: '{% with y="y" %}{% include "row" %}{% include "row" with x=0 %}{% endwith %}',
      row: '{{ x }}{{ y }} ',
    },
    '1y 0y 2y 0y ',
  ],
  [
    'into blocks of an included template, and of its parent',
    {
      page: '{% for x in list %}{% include "child" %}{% endfor %}',
      child: '{% extends "base" %}{% block b %}{{ x }}{{ block.super }}{% endblock %}',
      base: '<{% block b %}{{ forloop.counter }}{% endblock %}>',
    },
    '<11><22>',
  ],
  [
    'names that an included template sets are its own',
    {
      page: '{% for x in list %}{% include "row" %}{{ x }}{% endfor %}',
      row: '{% firstof "set" as x %}{{ x }}',
    },
    'set1set2',
  ],
  [
    'text alone, included and overridden',
    {
      page: '{% extends "base" %}{% block b %}{{ block.super }}{{ block.super }}{% endblock %}',
      base: '{% for x in list %}{% include "row" %}{% block b %}<b>{% endblock %}{% endfor %}{% block c %}{% endblock %}',
      row: '<text>',
    },
    '<text><b><b><text><b><b>',
  ],
  [
    'more names than a function takes',
    {
      page: `{% with ${many.map((name) => `${name}="${name}"`).join(' ')} %}{% include "row" %}{% endwith %}`,
      row: many.map((name) => `{{ ${name} }}`).join(' '),
    },
    many.join(' '),
  ],
  [
    'more names than a function takes, with only',
    {
      page: `{% include "row" with ${many.map((name) => `${name}="${name}"`).join(' ')} only %}`,
      row: `${many.map((name) => `{{ ${name} }}`).join(' ')}{{ title }}`,
    },
    many.join(' '),
  ],
  [
    'more ways to include than a template has functions for',
    {
      page: many.map((name) => `{% include "row" with ${name}="${name} " %}`).join(''),
      row: many.map((name) => `{{ ${name} }}`).join(''),
    },
    many.map((name) => `${name} `).join(''),
  ],
  [
    'names that a tag sets while rendering',
    {
      page: '{% load loud %}{% for x in list %}{% set %}{% include "row" %}{% endfor %}',
      row: '{{ x }}{{ y }} ',
    },
    '1set 2set ',
  ],
])('%s', (_what, templates, expected) => {
  const libraries = { loud: defineLibrary({ tags: { set } }) };
  const data = { list: [1, 2], title: 'T' };
  const engine = createTemplateEngine({ templates, libraries });
  expect(engine.render('page', data)).toBe(expected);
  expect(engine.render('page', data)).toBe(expected);
  const compiled = createTemplateEngine({
    templates,
    libraries,
    compiled: loaded(engine.compile()),
  });
  expect(compiled.render('page', data)).toBe(expected);
  const development = createTemplateEngine({ templates, libraries, isDevelopment: true });
  expect(development.render('page', data)).toBe(expected);
});

test('what is compiled ahead has the functions of includes', () => {
  const templates = {
    page: '{% for x in list %}{% include "row" %}{% endfor %}',
    row: '{{ x }}{% include "cell" with y=x %}',
    cell: '{{ x }}{{ y }}',
  };
  const module = createTemplateEngine({ templates }).compile();
  expect(module.match(/function\* template\(\$r, \$c, \$l, \$a0, \$a1\)/g)).not.toBeNull();
  const compiled = loaded(module);
  const engine = createTemplateEngine({ templates, compiled });
  expect(engine.render('page', { list: [1, 2] })).toBe('111222');
});
