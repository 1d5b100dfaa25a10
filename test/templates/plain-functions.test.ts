import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { applicationFrames, templateRenderChannel } from '../../src/events/index.ts';
import { createTemplateEngine, templateLocation } from '../../src/templates/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { errorOf } from './renderer.ts';

/** A template is included as a plain function from its 21st render on. */
const MANY = Array.from({ length: 30 }, (_, index) => index);

function pageOf(card: string) {
  return createTemplateEngine({
    templates: { page: '{% for n in many %}{% include "card" %}{% endfor %}', card },
    maxNesting: 5,
  });
}

/** An object that counts how often its title is read. */
function counting() {
  const movie = {
    reads: 0,
    get title() {
      this.reads++;
      return 'Jaws';
    },
  };
  return movie;
}

test('values are waited for, and functions called once a card', async () => {
  let calls = 0;
  const late = async () => `late ${++calls}`;
  const engine = pageOf('{{ n }} {{ late }} {{ text }},');
  const context = { many: MANY, late, text: Promise.resolve('<') };
  const page = await engine.render('page', context);
  expect(page).toBe(MANY.map((n) => `${n} late ${n + 1} &lt;,`).join(''));
  expect(await engine.render('page', context)).toBe(
    MANY.map((n) => `${n} late ${n + 31} &lt;,`).join(''),
  );
});

test('an iterator is read once', async () => {
  const engine = pageOf('{{ letters|join:"" }}{{ late }}');
  engine.render('page', { many: MANY, letters: 'ab' });
  const letters = ['a', 'b'].values();
  expect(await engine.render('page', { many: [1], letters, late: Promise.resolve('!') })).toBe(
    'ab!',
  );
});

test('what has to be done again too often is not tried any more', async () => {
  const engine = pageOf('{{ movie.title }}{{ late }}');
  const readsOfPage = async (late: unknown) => {
    const movie = counting();
    await engine.render('page', { many: MANY, movie, late });
    return movie.reads;
  };
  await readsOfPage('text');
  expect(await readsOfPage('text')).toBe(MANY.length);
  expect(await readsOfPage(Promise.resolve('text'))).toBe(2 * MANY.length);
  await readsOfPage(Promise.resolve('text'));
  expect(await readsOfPage(Promise.resolve('text'))).toBe(MANY.length);
});

test('who listens hears of each card', () => {
  const engine = pageOf('{{ n }}');
  engine.render('page', { many: MANY });
  const heard: string[] = [];
  onTestFinished(templateRenderChannel.subscribe(({ template }) => void heard.push(template)));
  engine.render('page', { many: [1, 2] });
  expect(heard).toEqual(['card', 'card', 'page']);
});

test('a stream is sent in pieces within a card', async () => {
  const engine = pageOf('{% for x in list %}{{ x }} {% endfor %}');
  const list = Array.from({ length: 20_000 }, (_, index) => `Film ${index}`);
  engine.render('page', { many: MANY, list: [] });
  const parts = await Array.fromAsync(engine.stream('page', { many: [1], list }));
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.join('')).toBe(engine.render('page', { many: [1], list }));
});

test('errors and stacks name the line of the card', () => {
  const directory = temporaryFiles({
    page: '{% for n in many %}{% include "card" %}{% endfor %}',
    card: '\n{{ n }}\n{{ movie.title }}{{ list|first }}',
  });
  const engine = createTemplateEngine({ directories: [directory] });
  const file = join(directory, 'card');
  let frame: { file: string; line: number } | undefined;
  const movie = {
    get title() {
      frame = applicationFrames(new Error().stack ?? '').find((each) => each.file === file);
      return '';
    },
  };
  engine.render('page', { many: MANY, list: [], movie });
  expect(frame).toMatchObject({ file, line: 3 });
  const error = errorOf(() => engine.render('page', { many: [1], list: 5, movie }));
  expect(templateLocation(error)).toMatchObject({ template: 'card', line: 3, column: 26 });
});

test('a template that includes itself comes to an end', () => {
  const engine = pageOf('{% if deeper %}{% include "card" %}{% endif %}{{ n }}');
  engine.render('page', { many: MANY });
  const error = errorOf(() => engine.render('page', { many: [1], deeper: true }));
  expect(error).toMatchObject({ code: 'templates.limit.nesting' });
});

test('text, loops, names and further includes', () => {
  const engine = createTemplateEngine({
    templates: {
      page: '{% for n in many %}{% include "card" with more=list only %}{% endfor %}',
      card: '<{% for x in more %}{% with y=x %}{% include "row" %}{% endwith %}{% empty %}-{% endfor %}{% for x in nothing %}{{ x }}{% endfor %}>',
      row: '{% if y %}{{ y|upper }}{% else %}{% firstof y.title forloop.counter %}{% endif %}{{ y.0 }}',
    },
  });
  const context = { many: MANY, list: ['<b>', 0, ['a']] };
  expect(engine.render('page', context)).toBe(
    MANY.map(() => '<&lt;B&gt;&lt;2[&#x27;A&#x27;]a>').join(''),
  );
});
