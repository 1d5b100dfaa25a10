import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/http/index.ts';
import { createRecorder } from '../../src/observe/index.ts';
import { connect, createTables, disconnect, integer, model } from '../../src/orm/index.ts';
import { temporaryFiles, writeFiles } from '../support/files.ts';

const BROWSER = { accept: 'text/html' };

const TEMPLATES = {
  'base.html':
    '<!doctype html><title>{% block title %}Cinema{% endblock %}</title>{% block body %}{% endblock %}',
  'movies.html':
    '{% extends "base.html" %}{% block body %}{% for movie in movies %}<p>{{ movie.title }}</p>{% endfor %}{% endblock %}',
  'links.html': `{% load static %}{% url 'movie-detail' 7 %} {% url 'movie-detail' id=title %} {% static 'site.css' %}`,
  'lost.html': `first line\n{% url 'movie-detial' 7 %}`,
  'here.html': '{{ request.method }} {{ request.path }} {{ request.query.q }}',
  'syntax.html': 'one\ntwo\n{% if %}',
  'outer.html': '{% include "syntax.html" %}',
  'throws.html': '<ul>\n  <li>{{ reel.title }}</li>\n</ul>',
};

interface Site {
  readonly app: App;
  readonly folder: string;
  readonly reported: unknown[];
}

function site(options: AppOptions = {}, files: Readonly<Record<string, string>> = TEMPLATES): Site {
  const folder = temporaryFiles(files);
  const reported: unknown[] = [];
  const app = createApp({
    mode: 'development',
    allowedHosts: ['localhost'],
    templates: { directories: [folder] },
    onServerError: (error) => reported.push(error),
    ...options,
  });
  onTestFinished(() => app.close());
  app.get('/movies/:id', { name: 'movie-detail' }, async () => 'one');
  return { app, folder, reported };
}

describe('reply.render', () => {
  test('answers with the page as HTML, with what its context promises', async () => {
    const { app } = site();
    app.get('/', async (_request, reply) =>
      reply.render('movies.html', { movies: pause(1, [{ title: 'Jaws' }, { title: '<Duel>' }]) }),
    );
    const answer = await app.inject('/');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toBe('<!doctype html><title>Cinema</title><p>Jaws</p><p>&lt;Duel&gt;</p>');
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)));
  });

  test('takes a status, and works in a view that returns nothing', async () => {
    const { app } = site();
    app.get('/gone', (_request, reply) => {
      reply.header('x-reel', 'torn').render('movies.html', {}, 410);
    });
    const answer = await app.inject('/gone');
    expect([answer.statusCode, answer.headers['x-reel']]).toEqual([410, 'torn']);
  });

  test('{% url %} and {% static %} know the app', async () => {
    const { app } = site();
    app.get('/', async (_request, reply) => reply.render('links.html', { title: 'a/b' }));
    expect((await app.inject('/')).body).toBe('/movies/7 /movies/a%2Fb /static/site.css');
  });

  test('the request is there as `request`', async () => {
    const { app } = site();
    app.get('/here', async (_request, reply) => reply.render('here.html'));
    expect((await app.inject('/here?q=<Jaws>')).body).toBe('GET /here &lt;Jaws&gt;');
  });

  test('reads a changed template again in development', async () => {
    const { app, folder } = site();
    app.get('/', async (_request, reply) => reply.render('here.html'));
    await app.inject('/');
    await pause(20);
    writeFiles(folder, { 'here.html': 'changed' });
    expect((await app.inject('/')).body).toBe('changed');
  });

  test('without templates says so', async () => {
    const reported: unknown[] = [];
    const app = createApp({ mode: 'development', onServerError: (error) => reported.push(error) });
    app.get('/', async (_request, reply) => reply.render('movies.html'));
    expect((await app.inject('/')).json().error.code).toBe('http.templates.missing');
  });

  test('settings that are wrong stop the start', async () => {
    const app = createApp({ mode: 'development', templates: { timeZone: 'Mars/Olympus' } });
    await expect(app.ready()).rejects.toMatchObject({ code: 'templates.engine.time_zone' });
    expect(() => createApp({ mode: 'development', templates: [] as unknown as object })).toThrow(
      expect.objectContaining({ code: 'core.option.invalid' }),
    );
  });
});

describe('a template that fails', () => {
  test.each([
    ['missing.html', 'templates.template.not_found', undefined],
    ['lost.html', 'http.route.unknown', ['lost.html', '{% url']],
    ['syntax.html', 'templates.syntax.invalid', ['syntax.html', '{% if %}']],
    ['outer.html', 'templates.syntax.invalid', ['syntax.html', '{% if %}']],
  ])('%s: the page names code, template and line', async (template, code, place) => {
    const { app, reported } = site();
    app.get('/', (_request, reply) => {
      void reply.render(template);
    });
    const { statusCode, body } = await app.inject({ url: '/', headers: BROWSER });
    expect(statusCode).toBe(500);
    expect(body).toContain(code);
    if (place !== undefined) {
      expect(body).toContain(`In the template <small>${place[0]}</small>`);
      expect(body).toMatch(
        new RegExp(`<li class="marked"><span class="number">\\d+</span>${place[1]}`),
      );
    }
    expect(reported).toHaveLength(1);
  });

  test('for what the application threw: the template line and the application’s line', async () => {
    const { app } = site();
    const reel = {
      get title(): string {
        throw new RangeError('The reel is torn');
      },
    };
    app.get('/', async (_request, reply) => reply.render('throws.html', { reel }));
    const { body } = await app.inject({ url: '/', headers: BROWSER });
    expect(body).toContain('RangeError');
    expect(body).toContain('In the template <small>throws.html</small>');
    expect(body).toContain('<span class="number">2</span>  &lt;li&gt;{{ reel.title }}');
    expect(body).toMatch(/Where it was thrown.*rendering\.test\.ts:\d+/s);
  });

  test('in production shows nothing of it', async () => {
    const { app } = site({ mode: 'production' });
    app.get('/', async (_request, reply) => reply.render('lost.html'));
    const { statusCode, body } = await app.inject({ url: '/', headers: BROWSER });
    expect(statusCode).toBe(500);
    expect(body).not.toMatch(/lost\.html|movie-det|route/);
  });
});

describe('a project’s own error pages', () => {
  const OWN = {
    '404.html': '<h1>{{ status }} nothing at the pictures</h1>{{ requestId }}',
    '500.html': '<h1>The film tore</h1>{{ message }}',
    '410.html': '{% url "nowhere" %}',
  };

  test('are used in production', async () => {
    const { app } = site({ mode: 'production' }, OWN);
    app.get('/broken', async () => {
      throw new Error('rosebud');
    });
    const missing = await app.inject({ url: '/nowhere', headers: BROWSER });
    expect(missing.statusCode).toBe(404);
    expect(missing.body).toBe(
      `<h1>404 nothing at the pictures</h1>${missing.headers['x-request-id']}`,
    );
    const broken = await app.inject({ url: '/broken', headers: BROWSER });
    expect([broken.statusCode, broken.body]).toEqual([
      500,
      '<h1>The film tore</h1>Something went wrong on the server.',
    ]);
    expect((await app.inject('/nowhere')).json().error.code).toBe('http.page.not_found');
  });

  test('give way to the built-in page when they fail', async () => {
    const { app, reported } = site({ mode: 'production' }, OWN);
    app.get('/gone', async () => {
      throw Object.assign(new Error('gone'), { statusCode: 410 });
    });
    const answer = await app.inject({ url: '/gone', headers: BROWSER });
    expect(answer.statusCode).toBe(410);
    expect(answer.body).toContain('<h1>Gone</h1>');
    expect(reported).toMatchObject([{ code: 'http.route.unknown' }]);
  });

  test('are left aside in development, where the details are wanted', async () => {
    const { app } = site({}, OWN);
    const { body } = await app.inject({ url: '/nowhere', headers: BROWSER });
    expect(body).toContain('Routes that were tried');
  });
});

test('the queries so far are on the development page while something records', async () => {
  const Reel = model('RenderingReel', { number: integer() });
  connect({ default: 'sqlite::memory:' });
  onTestFinished(() => disconnect());
  await createTables();
  await Reel.objects.create({ number: 1 });
  const { app } = site();
  app.get('/reels', async () => {
    await Reel.objects.filter({ number: 1 });
    throw new Error('The reel is torn');
  });
  const page = async () => (await app.inject({ url: '/reels', headers: BROWSER })).body;
  expect(await page()).not.toContain('Queries so far <small>');
  const recorder = createRecorder();
  recorder.start();
  onTestFinished(() => recorder.stop());
  const body = await page();
  expect(body).toMatch(/Queries so far <small>1, [\d.]+ ms<\/small>/);
  expect(body).toMatch(/<td class="sql">SELECT [^<]+ FROM [^<]*rendering_reel/i);
});
