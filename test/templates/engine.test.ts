import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { temporaryFiles, writeFiles } from '../support/files.ts';
import { errorOf } from './renderer.ts';

describe('options', () => {
  test('a misspelled one is refused', () => {
    const error = errorOf(() => createTemplateEngine({ directory: 'templates' } as object));
    expect(error.code).toBe('core.option.unknown');
    expect(error.hint).toContain('directories');
    const wrong = { directories: 'templates' } as unknown as { directories: string[] };
    expect(errorOf(() => createTemplateEngine(wrong)).code).toBe('core.option.invalid');
  });

  test('a time zone must exist', () => {
    const error = errorOf(() => createTemplateEngine({ timeZone: 'Europe/Atlantis' }));
    expect(error.code).toBe('templates.engine.time_zone');
  });
});

describe('directories', () => {
  test('the first that has a template counts', () => {
    const folder = temporaryFiles({
      'site/movies/list.html': 'site',
      'theme/movies/list.html': 'theme',
      'theme/base.html': 'base of the theme',
    });
    const directories = [join(folder, 'site'), join(folder, 'theme')];
    const engine = createTemplateEngine({ directories });
    expect(engine.render('movies/list.html')).toBe('site');
    expect(engine.render('base.html')).toBe('base of the theme');
    expect(engine.render(['missing.html', 'base.html'])).toBe('base of the theme');
    expect(engine.getTemplate('base.html').source.file).toBe(join(folder, 'theme/base.html'));
    expect(engine.templateNames()).toEqual(new Set(['movies/list.html', 'base.html']));
  });

  test('templates in memory come first, loaders last', () => {
    const folder = temporaryFiles({ 'a.html': 'file', 'b.html': 'file' });
    const loaders = [
      {
        places: ['database'],
        names: () => ['c.html'],
        locate: (name: string) => ({
          key: `db:${name}`,
          file: undefined,
          stamp: '',
          read: () => 'loader',
        }),
      },
    ];
    const engine = createTemplateEngine({
      directories: [folder],
      templates: { 'a.html': 'memory' },
      loaders,
    });
    expect(['a.html', 'b.html', 'c.html'].map((name) => engine.render(name))).toEqual([
      'memory',
      'file',
      'loader',
    ]);
  });

  test('a missing template names the places and the nearest match', () => {
    const folder = temporaryFiles({ 'movies/list.html': '' });
    const missing = join(folder, 'missing');
    const engine = createTemplateEngine({ directories: [folder, missing] });
    const error = errorOf(() => engine.render('movies/lists.html'));
    expect(error.code).toBe('templates.template.not_found');
    expect(error.message).toBe('There is no template "movies/lists.html".');
    expect(error.hint).toBe(`Did you mean "movies/list.html"? Looked in: ${folder}, ${missing}.`);
    expect(error).toMatchObject({ status: 500, details: { places: [folder, missing] } });
    const several = errorOf(() => engine.getTemplate(['a.html', 'b.html']));
    expect(several.message).toBe('None of the templates "a.html", "b.html" exists.');
    expect(errorOf(() => createTemplateEngine().render('a.html')).hint).toBe(
      'No loader is set up.',
    );
  });

  test.each([
    '/etc/passwd',
    '../secret.html',
    'movies/../../secret.html',
    '..\\secret.html',
    'C:\\secret.html',
    'a\0.html',
    '',
  ])('the name %j is refused', (name) => {
    const folder = temporaryFiles({ 'secret.html': 'secret', 'templates/page.html': 'page' });
    const engine = createTemplateEngine({ directories: [join(folder, 'templates')] });
    expect(errorOf(() => engine.render(name)).code).toBe('templates.template.name_refused');
  });

  test('a directory is no template', () => {
    const folder = temporaryFiles({ 'movies/list.html': '' });
    const engine = createTemplateEngine({ directories: [folder] });
    expect(errorOf(() => engine.render('movies')).code).toBe('templates.template.not_found');
  });
});

describe('changed files', () => {
  function change(folder: string, name: string, text: string): void {
    writeFiles(folder, { [name]: text });
    const later = new Date(Date.now() + 5000);
    utimesSync(join(folder, name), later, later);
  }

  test('are read again in development, parents and includes too', () => {
    const folder = temporaryFiles({
      'base.html': 'old {% block a %}{% endblock %}',
      'page.html': '{% extends "base.html" %}{% block a %}{% include "row.html" %}{% endblock %}',
      'row.html': 'row',
    });
    const engine = createTemplateEngine({ directories: [folder], isDevelopment: true });
    expect(engine.render('page.html')).toBe('old row');
    change(folder, 'base.html', 'new {% block a %}{% endblock %}');
    change(folder, 'row.html', 'changed row');
    expect(engine.render('page.html')).toBe('new changed row');
    rmSync(join(folder, 'row.html'));
    expect(errorOf(() => engine.render('page.html')).code).toBe('templates.template.not_found');
  });

  test('a template that appears in an earlier directory is found in development', () => {
    const folder = temporaryFiles({ 'theme/page.html': 'theme' });
    mkdirSync(join(folder, 'site'));
    const directories = [join(folder, 'site'), join(folder, 'theme')];
    const engine = createTemplateEngine({ directories, isDevelopment: true });
    expect(engine.render('page.html')).toBe('theme');
    writeFileSync(join(folder, 'site/page.html'), 'site');
    expect(engine.render('page.html')).toBe('site');
  });

  test('are not read again otherwise', () => {
    const folder = temporaryFiles({ 'page.html': 'old' });
    const engine = createTemplateEngine({ directories: [folder] });
    expect(engine.render('page.html')).toBe('old');
    change(folder, 'page.html', 'new');
    expect(engine.render('page.html')).toBe('old');
  });

  test('templates in memory may change in development', () => {
    const templates = new Map([['page.html', 'old']]);
    const engine = createTemplateEngine({ templates, isDevelopment: true });
    expect(engine.render('page.html')).toBe('old');
    templates.set('page.html', 'new');
    expect(engine.render('page.html')).toBe('new');
  });
});

test('a link to a file is followed', () => {
  const folder = temporaryFiles({ 'real/page.html': 'linked', 'templates/base.html': '' });
  symlinkSync(join(folder, 'real/page.html'), join(folder, 'templates/page.html'));
  const engine = createTemplateEngine({ directories: [join(folder, 'templates')] });
  expect(engine.render('page.html')).toBe('linked');
});

describe('context processors', () => {
  const templates = { 'page.html': '{{ site }} {{ title }} {{ path }}' };

  test('add variables, which the context overrides', () => {
    const contextProcessors = [
      () => ({ site: 'Cinema', title: 'untitled' }),
      (context: Readonly<Record<string, unknown>>) => ({ path: `/${String(context.title)}` }),
    ];
    const engine = createTemplateEngine({ templates, contextProcessors });
    expect(engine.render('page.html', { title: 'Jaws' })).toBe('Cinema Jaws /Jaws');
  });

  test('may be asynchronous', async () => {
    const contextProcessors = [async () => ({ site: 'Cinema' })];
    const engine = createTemplateEngine({ templates, contextProcessors });
    expect(await engine.render('page.html', { title: 'Jaws', path: '/' })).toBe('Cinema Jaws /');
  });
});
