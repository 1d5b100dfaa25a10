import { describe, expect, test } from 'vitest';
import { LOAD, UptempoError } from '../../src/core/index.ts';
import { createTemplateEngine, templateLocation } from '../../src/templates/index.ts';
import { errorOf, render, renderPage } from './renderer.ts';

describe('an error of the text', () => {
  test('names the template, line and column, shows the line and suggests', () => {
    const page = '<h1>Movies</h1>\n{% fro movie in movies %}\n{% endfor %}';
    const error = errorOf(() => renderPage({ 'page.html': page }));
    expect(error.message).toBe(
      'page.html, line 2, column 1: Unknown tag "fro movie in movies".\n\n' +
        '  2 | {% fro movie in movies %}\n' +
        '    | ^',
    );
    expect(error.hint).toContain('Did you mean "for"?');
    expect(error).toMatchObject({
      details: { template: { name: 'page.html', line: 2, column: 1 } },
    });
  });

  test.each([
    ['{{ title|uper }}', 'templates.filter.unknown', 10, 'Did you mean "upper"?'],
    ['{% if a %}{% ednif %}', 'templates.tag.unknown', 11, 'Did you mean "endif"?'],
    ['{% if a %}', 'templates.tag.unclosed', 1, undefined],
    ['x{% for a in b %}{% if a %}{% endfor %}', 'templates.tag.unknown', 28, undefined],
    ['{% transalte "a" %}', 'templates.tag.unknown', 1, '"translate" of the library "i18n"'],
    ['{% localtim on %}', 'templates.tag.unknown', 1, '"localtime" of the library "tz"'],
    ['{% translate "a" %}', 'templates.tag.unknown', 1, 'write {% load i18n %} first'],
    ['{{ votes|intcoma }}', 'templates.filter.unknown', 10, '"intcomma" of the library "humanize"'],
    ['{% load humanise %}', 'templates.library.unknown', 9, 'Did you mean "humanize"?'],
    ['{% load intcoma from humanize %}', 'templates.library.unknown', 9, '"intcomma"'],
    ['{{ title|default: "x" }}', 'templates.filter.arguments', 10, 'colon'],
    ['{{ title|date:"Y"|upper:1 }}', 'templates.filter.arguments', 19, undefined],
    ['{{ a b }}', 'templates.syntax.invalid', 5, undefined],
    ['{{ }}', 'templates.syntax.invalid', 1, undefined],
    ['{% %}', 'templates.syntax.invalid', 1, undefined],
    ['{% if a == %}{% endif %}', 'templates.syntax.invalid', 1, undefined],
    ['{% if a = b %}{% endif %}', 'templates.syntax.invalid', 9, '=='],
    ['{{ movie.title() }}', 'templates.syntax.invalid', 15, 'without parentheses'],
    ['{{ movies[0] }}', 'templates.syntax.invalid', 10, 'list.0'],
    ['{% url movie-detail 5 %}', 'templates.syntax.invalid', 13, '"movie-detail"'],
  ])('%s', (source, code, column, hint) => {
    const error = errorOf(() => render(source));
    expect(error.code).toBe(code);
    expect(error).toMatchObject({ details: { template: { line: 1, column } } });
    if (hint !== undefined) expect(error.hint).toContain(hint);
  });

  test('a long line is cut around the place', () => {
    const source = `${'x'.repeat(5000)}{% nothing %}${'y'.repeat(5000)}`;
    const { message } = errorOf(() => render(source));
    expect(message).toContain('column 5001');
    expect(message.length).toBeLessThan(400);
    expect(message).toContain('{% nothing %}');
  });
});

describe('an error of a value', () => {
  test('a coded one keeps its code, status and hint and gains the place', () => {
    const row = {
      get votes() {
        throw new UptempoError('orm.column.not_loaded', 'Movie.votes is not loaded.', 500, {
          hint: 'Add it to only().',
          details: { column: 'votes' },
        });
      },
    };
    const templates = {
      'page.html': '<ul>\n{% for movie in movies %}\n{% include "row.html" %}{% endfor %}',
      'row.html': '<li>{{ movie.title }}\n  {{ movie.votes }}</li>',
    };
    const error = errorOf(() => renderPage(templates, { movies: [row] }));
    expect(error).toBeInstanceOf(UptempoError);
    expect(error.code).toBe('orm.column.not_loaded');
    expect(error.hint).toBe('Add it to only().');
    expect(error.message).toContain('row.html, line 2, column 6: Movie.votes is not loaded.');
    expect(error).toMatchObject({
      details: { column: 'votes', template: { name: 'row.html', line: 2 } },
    });
    expect(templateLocation(error)).toMatchObject({ template: 'row.html', line: 2, column: 6 });
  });

  test('another stays the same object, with the place in its stack', () => {
    const thrown = new RangeError('too far');
    const context = {
      distance: () => {
        throw thrown;
      },
    };
    const error = errorOf(() => renderPage({ 'page.html': 'a\nb {{ distance }}' }, context));
    expect(error).toBe(thrown);
    expect(error.message).toBe('too far');
    expect(error.stack).toContain('at template page.html (page.html:2:6)');
    expect(templateLocation(error)).toEqual({
      template: 'page.html',
      file: undefined,
      line: 2,
      column: 6,
      excerpt: '  2 | b {{ distance }}\n    |      ^',
    });
  });

  test('what is no Error becomes one', () => {
    const context = {
      thrower: () => {
        throw 'popcorn';
      },
    };
    const error = errorOf(() => render('{{ thrower }}', context));
    expect(error.code).toBe('templates.render.failed');
    expect(error.message).toContain('popcorn');
  });

  test('an asynchronous one has the place of what was awaited', async () => {
    const engine = createTemplateEngine({
      templates: { 'page.html': 'a\n{{ title }}\n{{ movie.director.name }}' },
    });
    const movie = { director: { [LOAD]: () => Promise.reject(new Error('connection lost')) } };
    const error = await Promise.resolve(
      engine.render('page.html', { title: Promise.resolve('Jaws'), movie }),
    ).catch((thrown: unknown) => thrown);
    expect(templateLocation(error)).toMatchObject({ template: 'page.html', line: 3, column: 4 });
  });

  test('in a block the place is in the template that defines it', () => {
    const templates = {
      'base.html': 'a\n{% block content %}{% endblock %}',
      'page.html':
        '{% extends "base.html" %}\n\n{% block content %}\n {{ list|first }}{% endblock %}',
    };
    const error = errorOf(() => renderPage(templates, { list: 5 }));
    expect(error.code).toBe('templates.filter.invalid');
    expect(templateLocation(error)).toMatchObject({ template: 'page.html', line: 4, column: 10 });
  });

  test('there is none where no template is to blame', () => {
    expect(templateLocation(new Error('other'))).toBeUndefined();
    expect(templateLocation('text')).toBeUndefined();
  });
});
