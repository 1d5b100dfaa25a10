import { describe, expect, test } from 'vitest';
import { createRequestContext, runInContext } from '../../src/events/index.ts';
import {
  activateLanguage,
  activeLanguage,
  configureTranslations,
  gettext,
  gettextLazy,
  gettextNoop,
  languageInfo,
  ngettext,
  ngettextLazy,
  npgettext,
  npgettextLazy,
  pgettext,
  pgettextLazy,
  Translations,
  withLanguage,
} from '../../src/i18n/index.ts';
import { errorOf } from '../templates/renderer.ts';
import { localeFolder, messages } from './locale-folder.ts';

describe('the language that counts', () => {
  test('the default, the request, withLanguage, in this order', () => {
    configureTranslations({ languageCode: 'fr' });
    expect(activeLanguage()).toBe('fr');
    runInContext(createRequestContext(), () => {
      expect(activeLanguage()).toBe('fr');
      activateLanguage('de');
      expect(activeLanguage()).toBe('de');
      expect(withLanguage('it', activeLanguage)).toBe('it');
      expect(withLanguage(null, activeLanguage)).toBe(null);
      expect(activeLanguage()).toBe('de');
    });
    expect(activeLanguage()).toBe('fr');
  });

  test('requests at the same time have their own', async () => {
    const seen = await Promise.all(
      ['de', 'fr', 'it'].map((language) =>
        runInContext(createRequestContext(), async () => {
          activateLanguage(language);
          await new Promise((resolve) => setImmediate(resolve));
          return gettext('May');
        }),
      ),
    );
    expect(seen).toEqual(['Mai', 'mai', 'Maggio']);
  });

  test('outside of a request there is none to set', () => {
    expect(errorOf(() => activateLanguage('de')).code).toBe('i18n.context.missing');
  });
});

describe('functions for applications', () => {
  const entries = `${messages({ 'Hello %(name)s': 'Hallo %(name)s', '100%': '100 %' })}
msgctxt "verb"
msgid "film"
msgid_plural "films"
msgstr[0] "%(n)d filmt"
msgstr[1] "%(n)d filmen"
`;

  test('values are put in', () => {
    const folder = localeFolder();
    folder.write('de', entries, 'nplurals=2; plural=(n != 1);');
    configureTranslations({ languageCode: 'de', localePaths: [folder.path] });
    expect(gettext('Hello %(name)s', { name: 'Ida' })).toBe('Hallo Ida');
    expect(gettext('100%')).toBe('100 %');
    expect(gettext('%(n)d%%', { n: 5 })).toBe('5%');
    expect(pgettext('verb', 'film')).toBe('%(n)d filmt');
    expect(ngettext('%(n)d seat', '%(n)d seats', 2, { n: 2 })).toBe('2 seats');
    expect(npgettext('verb', 'film', 'films', 3, { n: 3 })).toBe('3 filmen');
    expect(gettextNoop('Hello %(name)s')).toBe('Hello %(name)s');
  });

  test('a value that is missing is told', () => {
    const error = errorOf(() => gettext('Hello %(name)s', { nmae: 'Ida' }));
    expect(error).toMatchObject({ code: 'i18n.message.placeholder' });
    expect(error.hint).toContain('nmae');
    expect(errorOf(() => gettext('%(constructor)s', {})).code).toBe('i18n.message.placeholder');
  });

  test('a lazy text is translated when it is printed', () => {
    configureTranslations({});
    const may = gettextLazy('May');
    expect(`${may}`).toBe('May');
    expect(withLanguage('fr', () => `${may}`)).toBe('mai');
    expect(withLanguage('fr', () => JSON.stringify({ may }))).toBe('{"may":"mai"}');
    expect(may.equals('May')).toBe(true);
    expect(withLanguage('fr', () => may.equals('May'))).toBe(false);
    const apart = pgettextLazy('abbrev. month', 'Dec.');
    expect(withLanguage('de', () => `${apart}`)).toBe('Dez.');
    const days = ngettextLazy('%(num)d day', '%(num)d days', 2, { num: 2 });
    expect(withLanguage('de', () => `${days}`)).toBe('2 Tage');
    const many = npgettextLazy('naturaltime-past', '%(num)d day', '%(num)d days', 2, { num: 2 });
    expect(withLanguage('de', () => `${many}`)).toBe('2 Tage');
  });
});

describe('what is known of languages', () => {
  test.each([
    ['de', { code: 'de', name: 'German', nameLocal: 'Deutsch', isBidi: false }],
    ['de-at', { code: 'de', name: 'German', nameLocal: 'Deutsch', isBidi: false }],
    ['he', { code: 'he', name: 'Hebrew', nameLocal: 'עברית', isBidi: true }],
    [
      'zh-tw',
      { code: 'zh-hant', name: 'Traditional Chinese', nameLocal: '繁體中文', isBidi: false },
    ],
  ])('%s', (code, info) => {
    expect(languageInfo(code)).toEqual(info);
  });

  test('an unknown one is told, with the nearest', () => {
    const error = errorOf(() => languageInfo('zz'));
    expect(error.code).toBe('i18n.language.unknown');
    expect(errorOf(() => languageInfo('constructor')).code).toBe('i18n.language.unknown');
  });
});

describe('settings', () => {
  test.each([
    [{ languageCode: 'de', languages: ['fr'] }, 'i18n.settings.language'],
    [{ languageCode: '../de' }, 'i18n.language.unknown'],
    [{ localePaths: ['/nowhere/at/all'] }, 'i18n.settings.locale_path'],
    [{ langauges: ['de'] }, 'core.option.unknown'],
    [{ formats: { de: { DATE_FROMAT: 'Y' } } }, 'core.option.unknown'],
    [{ formats: { de: { DATE_FORMAT: 5 } } }, 'core.option.invalid'],
  ])('%j is %s', (options, code) => {
    expect(errorOf(() => new Translations(options as never)).code).toBe(code);
  });

  test('languages may have names of their own', () => {
    const { languages } = new Translations({
      languageCode: 'de-at',
      languages: ['de', ['kis', 'Kinoisch']],
    });
    expect([...languages]).toEqual([
      ['de', 'German'],
      ['kis', 'Kinoisch'],
    ]);
  });

  test('formats of a project count before those that are known', () => {
    const translations = new Translations({ formats: { de: { DECIMAL_SEPARATOR: '·' } } });
    expect(translations.locale('de').number('-1234.5')).toBe('-1234·5');
    expect(translations.locale('de-at').number('1234.5', true)).toBe('1.234·5');
    expect(translations.locale('fr').number('1234.5', true)).toBe('1\u00a0234,5');
    const indian = new Translations({ formats: { hi: { NUMBER_GROUPING: [3, 2, 0] } } });
    expect(indian.locale('hi').number('123456789', true)).toBe('12,34,56,789');
  });
});
