import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryProject, uptempo } from './uptempo.ts';

const SITE = {
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': `
    import { defineConfig } from 'uptempo';
    export const config = defineConfig({ templates: { directories: ['templates'] } });`,
  'templates/page.html': '{% load i18n %}\n{% translate "Films" %}',
  'views.ts':
    "import { gettext } from 'uptempo/i18n';\nexport const title = () => gettext('Seats');\ngettext(title());",
  'node_modules.md': '',
};

test('uptempo makemessages writes, keeps and checks catalogues', async () => {
  const folder = temporaryProject(SITE);
  const none = await uptempo(['makemessages'], { folder });
  expect(none.code).toBe(1);
  expect(none.errors).toContain('cli.locale.missing');

  const made = await uptempo(['makemessages', '--locale', 'de', '--json'], { folder });
  expect(made.code).toBe(0);
  const file = join(folder, 'locale/de/LC_MESSAGES/django.po');
  expect(JSON.parse(made.output)).toEqual({
    catalogues: [
      {
        added: 2,
        kept: 0,
        obsolete: 0,
        untranslated: 2,
        isChanged: true,
        file: 'locale/de/LC_MESSAGES/django.po',
      },
    ],
    unreadable: ['views.ts:3'],
  });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('#: templates/page.html:2\nmsgid "Films"\nmsgstr ""');
  expect(text).toContain('#: views.ts:2\nmsgid "Seats"');

  expect((await uptempo(['makemessages', '--check'], { folder })).code).toBe(0);
  writeFileSync(join(folder, 'templates/page.html'), '{% load i18n %}{% translate "Rows" %}');
  const stale = await uptempo(['makemessages', '--check'], { folder });
  expect(stale.code).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(existsSync(join(folder, 'locale/fr'))).toBe(false);
});
