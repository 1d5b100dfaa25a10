import { afterEach, describe, expect, test } from 'vitest';
import { createApp, languages, rememberLanguage } from '../../src/http/index.ts';
import { activeLanguage, configureTranslations, gettext } from '../../src/i18n/index.ts';
import { errorOf } from '../templates/renderer.ts';

configureTranslations({ languageCode: 'en', languages: ['en', 'de', 'fr'] });

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

async function site(options: { cookie?: string } = {}) {
  const app = createApp({
    mode: 'development',
    templates: {
      templates: {
        'page.html':
          '{% load i18n %}{% get_current_language as l %}{{ l }} {% translate "May" %} {{ 1.5 }}',
      },
    },
  });
  opened.push(app);
  await app.register(languages, options);
  app.get('/', async (_request, reply) => reply.render('page.html'));
  app.get('/word', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return gettext('May');
  });
  app.get('/vary', async (_request, reply) => {
    reply.headers({ vary: 'Origin, accept-language', 'content-language': 'it' });
    return 'x';
  });
  app.post('/language', async (request, reply) => {
    const { language } = request.body as { language: string };
    return `${rememberLanguage(reply, language)} ${activeLanguage()}`;
  });
  return app;
}

describe('the language of a request', () => {
  test.each([
    [{}, 'en May 1.5', 'en'],
    [{ 'accept-language': 'de-at, en;q=0.5' }, 'de Mai 1,5', 'de'],
    [{ 'accept-language': 'ja, *' }, 'en May 1.5', 'en'],
    [{ 'accept-language': 'de', cookie: 'a=b; language=fr' }, 'fr mai 1,5', 'fr'],
    [{ 'accept-language': 'de', cookie: 'language=ja' }, 'de Mai 1,5', 'de'],
    [{ 'accept-language': 'de', cookie: 'language=../../etc/passwd' }, 'de Mai 1,5', 'de'],
  ])('%j', async (headers, page, language) => {
    const answer = await (await site()).inject({ url: '/', headers });
    expect(answer.body).toBe(page);
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.headers.vary).toBe('Accept-Language, Cookie');
  });

  test('requests at the same time keep apart', async () => {
    const app = await site();
    const codes = ['de', 'fr', 'en', 'de', 'fr', 'en'];
    const answers = await Promise.all(
      codes.map((code) => app.inject({ url: '/word', headers: { 'accept-language': code } })),
    );
    expect(answers.map(({ body }) => body)).toEqual(['Mai', 'mai', 'May', 'Mai', 'mai', 'May']);
  });

  test('what a view says itself stays', async () => {
    const answer = await (await site()).inject({ url: '/vary' });
    expect(answer.headers.vary).toBe('Origin, accept-language, Cookie');
    expect(answer.headers['content-language']).toBe('it');
  });

  test('pages of errors have it too', async () => {
    const app = await site();
    const answer = await app.inject({ url: '/none', headers: { 'accept-language': 'de' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-language']).toBe('de');
  });
});

describe('a language that is chosen', () => {
  test('is remembered, and used at once', async () => {
    const app = await site({ cookie: 'lang' });
    const chosen = await app.inject({
      method: 'POST',
      url: '/language',
      payload: { language: 'de-at' },
    });
    expect(chosen.body).toBe('de de');
    expect(chosen.headers['set-cookie']).toBe('lang=de; Max-Age=31536000; Path=/; SameSite=Lax');
    const next = await app.inject({ url: '/', headers: { cookie: 'lang=de' } });
    expect(next.body).toBe('de Mai 1,5');
  });

  test.each([['ja'], ['de\r\nset-cookie: a=b'], [''], [5]])('%j is refused', async (language) => {
    const answer = await (await site()).inject({
      method: 'POST',
      url: '/language',
      payload: { language },
      headers: { accept: 'application/json' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('without the plugin it is told', async () => {
    const app = createApp({ mode: 'development' });
    opened.push(app);
    app.get('/', async (_request, reply) => errorOf(() => rememberLanguage(reply, 'de')).code);
    expect((await app.inject('/')).body).toBe('http.language.unavailable');
  });
});

test('a name that is no name of a cookie is refused', async () => {
  const app = createApp({ mode: 'development' });
  opened.push(app);
  await expect(app.register(languages, { cookie: 'a; b' }).ready()).rejects.toMatchObject({
    code: 'core.option.invalid',
  });
});
