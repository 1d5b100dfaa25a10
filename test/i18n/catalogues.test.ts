import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gettextParser, parseCatalogueFile, Translations } from '../../src/i18n/index.ts';
import { errorOf } from '../templates/renderer.ts';
import { localeFolder, messages } from './locale-folder.ts';

function germanOf(...paths: readonly string[]) {
  return new Translations({ localePaths: paths }).locale('de');
}

describe('what a catalogue says', () => {
  test('a message, its plural, and their contexts', () => {
    const folder = localeFolder();
    folder.write(
      'de',
      `${messages({ film: 'Film' })}
msgctxt "verb"
msgid "film"
msgstr "filmen"

msgid "%(count)d film"
msgid_plural "%(count)d films"
msgstr[0] "%(count)d Film"
msgstr[1] "%(count)d Filme"

msgctxt "seat"
msgid "one"
msgid_plural "many"
msgstr[0] "einer"
msgstr[1] "viele"
`,
      'nplurals=2; plural=(n != 1);',
    );
    const german = germanOf(folder.path);
    expect(german.gettext('film')).toBe('Film');
    expect(german.pgettext('verb', 'film')).toBe('filmen');
    expect(german.pgettext('noun', 'film')).toBe('film');
    expect(german.ngettext('%(count)d film', '%(count)d films', 1)).toBe('%(count)d Film');
    expect(german.ngettext('%(count)d film', '%(count)d films', 2)).toBe('%(count)d Filme');
    expect(german.npgettext('seat', 'one', 'many', 5)).toBe('viele');
    expect(german.ngettext('one', 'many', 5)).toBe('many');
    expect(german.ngettext('one', 'many', 1)).toBe('one');
  });

  test('what is empty or fuzzy is not translated', () => {
    const folder = localeFolder();
    folder.write('de', `${messages({ seat: '' })}\n#, fuzzy\nmsgid "row"\nmsgstr "Reihe"\n`);
    expect(germanOf(folder.path).gettext('seat')).toBe('seat');
    expect(germanOf(folder.path).gettext('row')).toBe('row');
  });

  test('the empty message is no message, though the header stands there', () => {
    const folder = localeFolder();
    folder.write('de', messages({ seat: 'Platz' }));
    expect(germanOf(folder.path).gettext('')).toBe('');
  });

  test('names of every object are messages like others', () => {
    const folder = localeFolder();
    folder.write('de', messages({ constructor: 'Erbauer', __proto__x: 'x' }));
    const german = germanOf(folder.path);
    expect(german.gettext('constructor')).toBe('Erbauer');
    expect(german.gettext('__proto__')).toBe('__proto__');
    expect(german.gettext('toString')).toBe('toString');
  });

  test('line ends of Windows find the message', () => {
    const folder = localeFolder();
    folder.write('de', messages({ 'a\nb': 'A B' }));
    expect(germanOf(folder.path).gettext('a\r\nb')).toBe('A B');
    expect(germanOf(folder.path).gettext('a\rb')).toBe('A B');
  });
});

describe('where it is found', () => {
  test('the first directory counts, then the others, then the framework', () => {
    const [first, second] = [localeFolder(), localeFolder()];
    first.write('de', messages({ film: 'Film', May: 'Wonnemonat' }));
    second.write('de', messages({ film: 'Streifen', seat: 'Platz' }));
    const german = germanOf(first.path, second.path);
    expect(german.gettext('film')).toBe('Film');
    expect(german.gettext('seat')).toBe('Platz');
    expect(german.gettext('May')).toBe('Wonnemonat');
    expect(german.gettext('June')).toBe('Juni');
  });

  test('a variant falls back to its language, and that to the default', () => {
    const folder = localeFolder();
    folder.write('de_AT', messages({ film: 'Fülm' }));
    folder.write('de', messages({ film: 'Film', seat: 'Platz' }));
    folder.write('fr', messages({ seat: 'siège', row: 'rang' }));
    const translations = new Translations({ languageCode: 'fr', localePaths: [folder.path] });
    const austrian = translations.locale('de-at');
    expect(['film', 'seat', 'row', 'end'].map((each) => austrian.gettext(each))).toEqual([
      'Fülm',
      'Platz',
      'rang',
      'end',
    ]);
    expect(translations.locale('en').gettext('row')).toBe('row');
    expect(translations.locale('xx').gettext('row')).toBe('rang');
  });

  test('a .mo is read where there is no .po', () => {
    const folder = localeFolder();
    const file = folder.write('de', messages({ film: 'Film' }));
    const { mo } = gettextParser() as unknown as { mo: { compile(table: unknown): Uint8Array } };
    writeFileSync(file.replace('.po', '.mo'), mo.compile(parseCatalogueFile(file)));
    rmSync(file);
    expect(germanOf(folder.path).gettext('film')).toBe('Film');
  });

  test.each([['../../etc'], ['de/../fr'], ['de\0'], [''], ['x'.repeat(500)], ['de..at']])(
    '%j is no language',
    (code) => {
      const error = errorOf(() => new Translations().locale(code));
      expect(error.code).toBe('i18n.language.unknown');
    },
  );
});

describe('changes', () => {
  test('a catalogue is read again in development, and kept in production', () => {
    const folder = localeFolder();
    const file = folder.write('de', messages({ film: 'Film' }));
    const development = new Translations({ localePaths: [folder.path], isDevelopment: true });
    const production = new Translations({ localePaths: [folder.path] });
    expect(development.locale('de').gettext('film')).toBe('Film');
    expect(production.locale('de').gettext('film')).toBe('Film');
    const unchanged = development.locale('de');
    expect(development.locale('de')).toBe(unchanged);

    folder.write('de', messages({ film: 'Streifen' }));
    utimesSync(file, new Date(), new Date('2030-01-01'));
    expect(development.locale('de').gettext('film')).toBe('Streifen');
    expect(production.locale('de').gettext('film')).toBe('Film');
    renameSync(file, `${file}.away`);
    expect(development.locale('de').gettext('film')).toBe('film');
  });
});

describe('what is no catalogue', () => {
  test.each([
    ['binary', Buffer.from([0xde, 0x12, 0x04, 0x95, 0xff, 0xff, 0xff, 0x7f])],
    ['a page', '<!doctype html><p>msgid'],
    ['an unquoted text', 'msgid film\nmsgstr Film'],
  ])('%s is refused with its name', (_kind, content) => {
    const folder = localeFolder();
    writeFileSync(folder.write('de', ''), content);
    const error = errorOf(() => germanOf(folder.path));
    expect(error).toMatchObject({ code: 'i18n.catalogue.unreadable' });
    expect(error.message).toContain('django.po');
  });

  test('a .mo that lies about its size is refused', () => {
    const folder = localeFolder();
    const file = folder.write('de', '');
    rmSync(file);
    const bytes = Buffer.alloc(28);
    bytes.writeUInt32LE(0x950412de);
    bytes.writeUInt32LE(0xffffffff, 8);
    bytes.writeUInt32LE(28, 12);
    writeFileSync(file.replace('.po', '.mo'), bytes);
    expect(errorOf(() => germanOf(folder.path)).code).toBe('i18n.catalogue.unreadable');
  });

  test('a file larger than a catalogue may be is not read', () => {
    const folder = localeFolder();
    const file = folder.write('de', '');
    writeFileSync(file, Buffer.alloc(20 * 1024 * 1024 + 1, '#'));
    expect(errorOf(() => germanOf(folder.path)).code).toBe('i18n.catalogue.unreadable');
  });
});

test('the files of the framework are catalogues that msgfmt accepts', () => {
  const available = hasMsgfmt();
  const names = ['de', 'ru', 'ar', 'pt_BR', 'zh_Hans'];
  for (const name of names) {
    const file = new URL(`../../src/i18n/locale/${name}.po`, import.meta.url).pathname;
    expect(Object.keys(parseCatalogueFile(file).translations['']!).length).toBeGreaterThan(50);
    if (available) execFileSync('msgfmt', ['--check-format', '-o', '/dev/null', file]);
  }
});

function hasMsgfmt(): boolean {
  try {
    execFileSync('msgfmt', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
