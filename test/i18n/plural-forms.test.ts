import { describe, expect, test } from 'vitest';
import { Translations } from '../../src/i18n/index.ts';
import { errorOf } from '../templates/renderer.ts';
import { localeFolder } from './locale-folder.ts';

const FORMS = 'zero one two three four five'.split(' ');

/** The form that a catalogue with a header chooses for a number. */
function formOf(header: string, number: number): string {
  const folder = localeFolder();
  const forms = FORMS.map((form, index) => `msgstr[${index}] "${form}"`).join('\n');
  folder.write('xx', `msgid "film"\nmsgid_plural "films"\n${forms}\n`, header);
  const translations = new Translations({ localePaths: [folder.path] });
  return translations.locale('xx').ngettext('film', 'films', number);
}

describe('headers of languages', () => {
  const RUSSIAN =
    'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);';
  const ARABIC =
    'nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;';
  test.each([
    ['nplurals=2; plural=(n != 1);', [0, 1, 2, 1.5], ['one', 'zero', 'one', 'one']],
    ['nplurals=2; plural=(n > 1)', [0, 1, 2, 1.5], ['zero', 'zero', 'one', 'one']],
    ['nplurals=1; plural=0;', [0, 1, 2], ['zero', 'zero', 'zero']],
    [RUSSIAN, [1, 2, 5, 11, 21, 112], ['zero', 'one', 'two', 'two', 'zero', 'two']],
    [ARABIC, [0, 1, 2, 3, 11, 100], ['zero', 'one', 'two', 'three', 'four', 'five']],
  ])('%s', (header, numbers, forms) => {
    expect(numbers.map((number) => formOf(header, number))).toEqual(forms);
  });
});

describe('operators', () => {
  test.each([
    ['1+1*0', 0, 'one'],
    ['(1+1)*2', 0, 'four'],
    ['5-2-1', 0, 'two'],
    ['7/2', 0, 'three'],
    ['n%4', 7, 'three'],
    ['!n', 0, 'one'],
    ['!!n', 7, 'one'],
    ['1||0&&0', 0, 'one'],
    ['1?2?3:4:5', 0, 'three'],
    ['0?1:0?2:3', 0, 'three'],
    ['n<=3', 3, 'one'],
    ['n>=4', 3, 'zero'],
  ])('%s for %i', (expression, number, form) => {
    expect(formOf(`nplurals=6; plural=${expression};`, number)).toBe(form);
  });

  test.each([
    ['n-5', 1],
    ['n*9', 1],
    ['1/0', 1],
    ['n%0', 1],
  ])('%s is no form, so the last counts', (expression, number) => {
    expect(formOf(`nplurals=3; plural=${expression};`, number)).toBe('two');
  });
});

describe('what is no plural expression is refused', () => {
  test.each([
    ['nplurals=2; plural=process.exit(1);'],
    ['nplurals=2; plural=(n != 1'],
    ['nplurals=2; plural=n ==;'],
    ['nplurals=2; plural=n n;'],
    ['nplurals=2; plural=n ? 1;'],
    ['nplurals=2; plural=n = 1;'],
    ['nplurals=2; plural=constructor;'],
    ['nplurals=0; plural=0;'],
    ['nplurals=9999; plural=0;'],
    ['plural=n != 1;'],
    ['nplurals=2;'],
    [`nplurals=2; plural=${'('.repeat(300)}n${')'.repeat(300)};`],
    [`nplurals=2; plural=${'!'.repeat(300)}n;`],
    [`nplurals=2; plural=${'n+'.repeat(5000)}n;`],
  ])('%s', (header) => {
    const error = errorOf(() => formOf(header, 1));
    expect(error).toMatchObject({ code: 'i18n.plural.invalid' });
    expect(error.message).toContain('django.po');
  });
});
