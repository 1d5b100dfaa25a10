import { describe, expect, test } from 'vitest';
import { gettext, gettextLazy, withLanguage } from '../../src/i18n/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { errorOf, render } from './renderer.ts';

const load = (body: string) => `{% load i18n %}${body}`;

describe('{% language %}', () => {
  test('holds for what is called and awaited inside, and for nothing beside', async () => {
    const later = () => new Promise((resolve) => setImmediate(() => resolve(gettext('May'))));
    const source = load(
      '{{ lazy }}{% language "de" %}{{ lazy }} {{ later }} {{ now }}{% endlanguage %} {{ later }} {{ now }}',
    );
    const context = { lazy: gettextLazy('May'), later, now: () => gettext('June') };
    const page = createTemplateEngine().fromString(source);
    const pages = await Promise.all([
      page.render(context),
      withLanguage('fr', () => page.render(context)),
    ]);
    expect(pages).toEqual(['MayMai Mai Juni May June', 'maiMai Mai Juni mai juin']);
  });

  test('an error inside names its line', () => {
    const error = errorOf(() =>
      render(load('\n{% language "de" %}{{ f }}{% endlanguage %}'), {
        f: () => {
          throw new Error('broken');
        },
      }),
    );
    expect(error.stack).toContain(':2:');
  });
});

test('mistakes name line and column, and the nearest option', () => {
  const error = errorOf(() => render(load('\n {% translate "x" contxt "y" %}')));
  expect(error).toMatchObject({ code: 'templates.syntax.invalid' });
  expect(error.message).toContain('line 2, column 19');
  expect(error.hint).toContain('Did you mean "context"?');
});
