import { describe, expect, test } from 'vitest';
import { createTemplateEngine, templateLocation } from '../../src/templates/index.ts';

const templates = {
  'base.html': '<head></head>{% block content %}{% endblock %}<foot>',
  'page.html':
    '{% extends "base.html" %}{% block content %}<h1>{{ title }}</h1>{% for m in movies %}{% include "row.html" %}{% endfor %}{% endblock %}',
  'row.html': '<p>{{ m }}</p>',
  'captured.html':
    'a{% filter upper %}b{% include "row.html" %}{% for m in movies %}{{ m }}{% endfor %}{% endfilter %}c{% for m in movies %}{{ m }}{% endfor %}',
  'super.html':
    '{% extends "page.html" %}{% block content %}[{{ block.super|upper }}]{% endblock %}',
  'long.html': '{% for m in movies %}{{ m }} {% endfor %}',
  'broken.html': '<head></head>{% for m in movies %}{{ m|first }}{% endfor %}',
};

const engine = createTemplateEngine({ templates });

async function chunks(name: string, context: Readonly<Record<string, unknown>>): Promise<string[]> {
  return Array.fromAsync(engine.stream(name, context));
}

describe('a streamed page', () => {
  test('is sent up to where it waits', async () => {
    let fetchMovies: (movies: string[]) => void = () => {};
    const movies = new Promise<string[]>((resolve) => {
      fetchMovies = resolve;
    });
    const stream = engine.stream('page.html', { title: 'Films', movies });
    expect((await stream.next()).value).toBe('<head></head><h1>Films</h1>');
    fetchMovies(['Jaws', 'Alien']);
    expect((await stream.next()).value).toBe('<p>Jaws</p><p>Alien</p><foot>');
    expect((await stream.next()).done).toBe(true);
  });

  test.each(['page.html', 'captured.html', 'super.html', 'long.html'])(
    'is the same as %s in one piece',
    async (name) => {
      const context = () => ({
        title: Promise.resolve('Films'),
        movies: Promise.resolve(['Jaws', Promise.resolve('<Alien>')]),
        m: Promise.resolve('x'),
      });
      const parts = await chunks(name, context());
      expect(parts.join('')).toBe(await engine.render(name, context()));
      expect(parts.every((part) => part !== '')).toBe(true);
    },
  );

  test('that is long comes in pieces', async () => {
    const movies = Array.from({ length: 20_000 }, (_, index) => `Film number ${index}`);
    const parts = await chunks('long.html', { movies });
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.join('')).toBe(engine.render('long.html', { movies }));
  });

  test('that is empty has no parts', async () => {
    expect(await chunks('long.html', {})).toEqual([]);
  });

  test('fails where it fails, after what came before', async () => {
    const stream = engine.stream('broken.html', { movies: Promise.resolve([5]) });
    expect((await stream.next()).value).toBe('<head></head>');
    const error = await stream.next().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'templates.filter.invalid' });
    expect(templateLocation(error)).toMatchObject({ template: 'broken.html' });
  });

  test('of a missing template fails at once', () => {
    expect(() => engine.stream('missing.html')).toThrow('missing.html');
  });
});
