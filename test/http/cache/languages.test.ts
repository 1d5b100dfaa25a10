import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from '../../../src/http/index.ts';
import { activeLanguage, configureTranslations } from '../../../src/i18n/index.ts';
import { site } from './site.ts';

beforeAll(() => configure(['en', 'de', 'fr']));
afterAll(() => configure(['en']));

function configure(codes: readonly string[]) {
  configureTranslations({ languages: codes, languageCode: 'en' });
}

test('each language has its page, whichever cookies the route declares', async () => {
  for (const cookies of [undefined, [], ['session']]) {
    const { app, page, get, runs } = site();
    await app.register(languages);
    page('/', { timeout: '1m', ...(cookies && { cookies }) }, () => activeLanguage());
    const cases: [Record<string, string>, string][] = [
      [{}, 'en'],
      [{ 'accept-language': 'de' }, 'de'],
      [{ 'accept-language': 'de-AT, de;q=0.9, en;q=0.5' }, 'de'],
      [{ cookie: 'language=fr' }, 'fr'],
      [{ cookie: 'language=fr', 'accept-language': 'de' }, 'fr'],
      [{ 'accept-language': 'fr;q=0.1' }, 'fr'],
    ];
    for (let round = 0; round < 3; round += 1) {
      for (const [headers, language] of cases) {
        const answer = await get('/', headers);
        expect([answer.body, answer.headers['content-language']]).toEqual([language, language]);
      }
    }
    // The two headers that get German share a page.
    expect(runs.get('/')).toBe(cases.length - 1);
  }
});
