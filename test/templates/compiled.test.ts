import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applicationFrames } from '../../src/events/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { root } from '../support/repository.ts';

const templates = {
  'base.html': '<{% block content %}{% endblock %}>',
  'page.html':
    '{% extends "base.html" %}{% load humanize %}{% block content %}{{ n|intcomma }} {% include "row.html" %}{% autoescape off %}{{ title }}{% endautoescape %}{% endblock %}',
  'row.html': '{% cycle "odd" "even" %}{{ title|truncatechars:3 }}',
};

/** Runs a script as a module in a process of its own. */
function run(script: string, ...flags: readonly string[]): string {
  const folder = temporaryFiles({ 'script.mjs': script });
  const entry = JSON.stringify(join(root, 'src/templates/index.ts'));
  return execFileSync(
    process.execPath,
    ['--conditions=uptempo-source', ...flags, join(folder, 'script.mjs')],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', ENTRY: entry }, stdio: 'pipe' },
  );
}

const setup = (compiled: string) => `
process.getBuiltinModule = () => undefined;
import { createTemplateEngine } from ${JSON.stringify(join(root, 'src/templates/index.ts'))};
const templates = ${JSON.stringify(templates)};
${compiled}
const engine = createTemplateEngine({ templates, compiled: compiledTemplates });
try {
  console.log(engine.render('page.html', { n: 4500, title: '<Jaws>' }));
} catch (error) {
  console.log(error.code);
}`;

test('templates compiled ahead render where code from text is forbidden', () => {
  const engine = createTemplateEngine({ templates });
  const module = engine.compile().replace('export const', 'const');
  const expected = engine.render('page.html', { n: 4500, title: '<Jaws>' });
  const flag = '--disallow-code-generation-from-strings';
  expect(run(setup(module), flag)).toBe(`${String(expected)}\n`);
  expect(run(setup('const compiledTemplates = {};'), flag)).toBe('templates.compiled.missing\n');
});

test('a template that has changed since is compiled anew', () => {
  const engine = createTemplateEngine({ templates });
  const changed = { ...templates, 'row.html': 'new row' };
  const factories = new Function(
    `${engine.compile().replace('export const', 'const')} return compiledTemplates;`,
  );
  const compiled = createTemplateEngine({ templates: changed, compiled: factories() });
  expect(compiled.render('page.html', { n: 1, title: 'x' })).toBe('<1 new rowx>');
});

describe('generated functions stand on the lines of their template', () => {
  const page = `<h1>
{{ title }}</h1>
{% for movie in movies %}
  <p>{{ movie.title }}
     {% if movie.year > 1970 %}
       {{ movie.year }}
     {% endif %}
{% endfor %}
{% block foot %}

  {{ foot }}
{% endblock %}`;
  const folder = () =>
    temporaryFiles({
      'page.html': page,
      'child.html':
        '\n{% extends "page.html" %}\n\n{% block foot %}\n{{ block.super }} {{ deep }}{% endblock %}',
    });

  /** The line of a template that called, as the stack has it. */
  function templateFrame(): string {
    const frames = applicationFrames(new Error().stack ?? '');
    const { file, line } = frames.find((frame) => frame.file.endsWith('.html'))!;
    return `${file}:${line}`;
  }

  test('variables, conditions and blocks', () => {
    const directory = folder();
    const lines: Record<string, string> = {};
    const note = (name: string) => {
      lines[name] ??= templateFrame();
      return 1975;
    };
    const movie = {
      get title() {
        return note('movie.title');
      },
      get year() {
        return note('movie.year');
      },
    };
    const context = { title: () => note('title'), movies: [movie], foot: () => note('foot') };
    createTemplateEngine({ directories: [directory] }).render('page.html', context);
    const file = join(directory, 'page.html');
    expect(lines).toEqual({
      title: `${file}:2`,
      'movie.title': `${file}:4`,
      'movie.year': `${file}:5`,
      foot: `${file}:11`,
    });
  });

  test('in a block and in the block it overrides', () => {
    const directory = folder();
    const places: string[] = [];
    const note = () => void places.push(templateFrame());
    const engine = createTemplateEngine({ directories: [directory] });
    engine.render('child.html', { foot: note, deep: note });
    expect(places).toEqual([
      `${join(directory, 'page.html')}:11`,
      `${join(directory, 'child.html')}:5`,
    ]);
  });
});

test.each(['\n', '\r', '\u2028', '\u2029', '"'])(
  'a template’s name with %j in it stays a comment of the module',
  (character) => {
    const name = `a${character}throw new Error('ran');//.html`;
    const hostile = { [name]: 'Jaws {{ n }}' };
    const module = createTemplateEngine({ templates: hostile }).compile();
    const script = `${module}
import { createTemplateEngine } from ${JSON.stringify(join(root, 'src/templates/index.ts'))};
const engine = createTemplateEngine({ templates: ${JSON.stringify(hostile)}, compiled: compiledTemplates });
console.log(engine.render(${JSON.stringify(name)}, { n: 1 }));`;
    expect(run(script, '--disallow-code-generation-from-strings')).toBe('Jaws 1\n');
  },
);
