import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  codeMessages,
  gatherMessages,
  parseCatalogueFile,
  Translations,
  updateCatalogue,
} from '../../src/i18n/index.ts';
import { templateMessages } from '../../src/templates/index.ts';
import { localeFolder, messages } from './locale-folder.ts';

const texts = (code: string) => codeMessages(code).messages.map(({ message }) => message);

describe('messages in code', () => {
  test('of every function, with contexts and plurals', () => {
    const code = `
      gettext('one'); gettextLazy("two"); gettextNoop(\`three\`); i18n.gettext('four');
      pgettext('menu', 'five'); pgettextLazy('menu', 'six', values);
      ngettext('%(n)d seat', '%(n)d seats', n, { n }); npgettextLazy('row', 'a', 'b', 2);`;
    const found = codeMessages(code).messages;
    expect(found.map(({ context, message, plural }) => [context, message, plural])).toEqual([
      [undefined, 'one', undefined],
      [undefined, 'two', undefined],
      [undefined, 'three', undefined],
      [undefined, 'four', undefined],
      ['menu', 'five', undefined],
      ['menu', 'six', undefined],
      [undefined, '%(n)d seat', '%(n)d seats'],
      ['row', 'a', 'b'],
    ]);
  });

  test.each([
    [`gettext('a ' + "b " + /* why */ \`c\`)`, ['a b c']],
    [String.raw`gettext('it\'s\n\u0041\x42\u{43}')`, ["it's\nABC"]],
    ['gettext(\n  // note\n  "below",\n)', ['below']],
    ['// gettext("no")\n/* gettext("no") */ gettext("yes")', ['yes']],
    [`"gettext('no')"; '\\'; gettext("no")'; gettext('yes')`, ['yes']],
    [`/gettext\\("no"\\)/.test(a); x = a / 2 / gettext('yes') / b`, ['yes']],
    ["return /[/'\"]/g.exec(gettext('yes'))", ['yes']],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code in a text
      "`it's ${gettext('in')} isn't ${ { a: gettext('deep') }.a } ${`x ${gettext('three')} '`}`",
      ['in', 'deep', 'three'],
    ],
    ['function gettext(message: string) {}', []],
    ['`${`${`', []],
    ['gettext(', []],
    ["gettext('open", []],
  ])('%s', (code, found) => {
    expect(texts(code)).toEqual(found);
  });

  test('what is computed is told with its line', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code in a text
    const code = "gettext('a');\ngettext(title);\nngettext('one', other, 2);\ngettext(`a ${b}`);";
    expect(codeMessages(code)).toMatchObject({ unreadable: [2, 3, 4] });
  });

  test('comments for translators, of the line before or the same', () => {
    const code = `
// Translators: a greeting,
// short
gettext('Hi');
/* Translators: a farewell */ gettext('Bye');
// Translators: too far

gettext('Far');
// no such comment
gettext('None');`;
    expect(codeMessages(code).messages.map(({ comment, line }) => [line, comment])).toEqual([
      [4, 'Translators: a greeting, short'],
      [5, 'Translators: a farewell'],
      [8, undefined],
      [10, undefined],
    ]);
  });

  test('long and hostile code is read once', () => {
    const started = performance.now();
    for (const piece of ['/*', '`', '"', '/', '${', "gettext('", '`${', '\\', '//']) {
      codeMessages(piece.repeat(30_000));
    }
    // Quadratic work on these takes minutes.
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('messages in templates', () => {
  test.each([
    ['{% translate "Films" %}', [['Films', undefined, undefined]]],
    ["{% trans 'it\\'s' as x %}", [["it's", undefined, undefined]]],
    ['{% translate "May" context "month" %}', [['May', undefined, 'month']]],
    ['{% translate title %}', []],
    [
      '{{ _("100%") }}{{ x|default:_("none") }}{% include "a" with b=_("c") %}',
      [
        ['100%%', undefined, undefined],
        ['none', undefined, undefined],
        ['c', undefined, undefined],
      ],
    ],
    [
      '{% blocktranslate with a=b %}x {{ a }} 5%{% endblocktranslate %}',
      [['x %(a)s 5%%', undefined, undefined]],
    ],
    [
      '{% blocktranslate trimmed count n=l context "c" %}\n one\n x\n{% plural %}\n {{ n }} \n{% endblocktranslate %}',
      [['one x', '%(n)s', 'c']],
    ],
    ['{% comment %}{% translate "no" %}{% endcomment %}{# _("no") #}', []],
    ['{% verbatim %}{% translate "no" %}{% endverbatim %}', []],
    ['{% nosuchtag %}{% translate "yes" %}', [['yes', undefined, undefined]]],
    ['{% blocktranslate %}open', [['open', undefined, undefined]]],
  ])('%s', (source, found) => {
    const list = templateMessages(source).messages;
    expect(list.map(({ message, plural, context }) => [message, plural, context])).toEqual(found);
  });

  test('lines, comments, and contexts that are computed', () => {
    const source = `{# Translators: the title #}
{% translate "a" %}
{% comment %}
  Translators: long
{% endcomment %}
{% translate "b" %}{% translate "c" context kind %}`;
    const { messages: found, unreadable } = templateMessages(source);
    expect(found.map(({ line, comment }) => [line, comment])).toEqual([
      [2, 'Translators: the title'],
      [6, 'Translators: long'],
    ]);
    expect(unreadable).toEqual([6]);
  });
});

describe('catalogues', () => {
  const found = (code: string) => gatherMessages([['views.ts', codeMessages(code)]]).messages;

  test('keep what is translated, and get it back', () => {
    const folder = localeFolder();
    const file = folder.write('de', `# a note\n${messages({ film: 'Film', seat: 'Platz' })}`);
    const code = "gettext('film'); gettext('row'); ngettext('%(n)d day', '%(n)d days', n)";
    const update = updateCatalogue(folder.path, 'de', found(code), true);
    expect(update).toMatchObject({
      file,
      added: 2,
      kept: 1,
      obsolete: 1,
      untranslated: 2,
      isChanged: true,
    });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('#~ msgid "seat"\n#~ msgstr "Platz"');
    expect(text).toContain('# a note');
    expect(text).toContain('#: views.ts:1\n#, python-format\nmsgid "%(n)d day"');
    expect(updateCatalogue(folder.path, 'de', found(code), false).isChanged).toBe(false);

    updateCatalogue(folder.path, 'de', found("gettext('seat')"), true);
    const german = new Translations({ localePaths: [folder.path] }).locale('de');
    expect(german.gettext('seat')).toBe('Platz');
    expect(readFileSync(file, 'utf8')).toContain('#~ msgid "film"');
  });

  test('a new one has the plural forms of its language', () => {
    const folder = localeFolder();
    const { file } = updateCatalogue(folder.path, 'ru', found("ngettext('a', 'b', 1)"), true);
    expect(file).toContain('ru/LC_MESSAGES/django.po');
    expect(parseCatalogueFile(file).translations['']!.a!.msgstr).toHaveLength(4);
    const first = readFileSync(file, 'utf8');
    expect(updateCatalogue(folder.path, 'ru', found("ngettext('a', 'b', 1)"), true).isChanged).toBe(
      false,
    );
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  test('messages may have the names of every object', () => {
    const folder = localeFolder();
    const code = "gettext('__proto__'); gettext('constructor'); pgettext('__proto__', 'x')";
    const { file } = updateCatalogue(folder.path, 'de', found(code), true);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('msgid "__proto__"');
    expect(text).toContain('msgid "constructor"');
    expect(text).toContain('msgctxt "__proto__"');
  });
});
