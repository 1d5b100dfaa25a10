import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  blockTag,
  createTemplateEngine,
  defineLibrary,
  inclusionTag,
  type Library,
  nodeTag,
  safe,
  simpleTag,
} from '../../src/templates/index.ts';
import { errorOf } from './renderer.ts';

const cinema = defineLibrary({
  filters: {
    minutes: (value: number) => `${Math.floor(value / 60)} h ${value % 60} min`,
    repeat: (value: string, times: number) => value.repeat(times),
    slow: async (value: string) => `${value}…`,
    shout: {
      apply: (text: string, mark = '!') => text.toUpperCase() + mark,
      argument: 'optional',
      input: 'text',
    },
    same: { apply: (text: string) => text, input: 'text', isSafe: true },
  },
  tags: {
    poster: simpleTag({
      parameters: ['movie', 'size?'],
      render: ({ movie, size }) => `<${String(movie)}-${String(size ?? 'small')}>`,
    }),
    sum: simpleTag({
      parameters: ['...numbers', '**options'],
      render: ({ numbers, options }) =>
        numbers.reduce<number>((sum, number) => sum + Number(number), 0) *
        Number(options.times ?? 1),
    }),
    greet: simpleTag({
      render: (_args, context) => `${context.get('name')} ${context.autoescape}`,
    }),
    remember: simpleTag({
      parameters: ['name', 'value'],
      isAssigning: true,
      render({ name, value }, context) {
        context.set(String(name), value);
        return '';
      },
    }),
    later: simpleTag({ render: async () => 'later' }),
    quote: blockTag({
      parameters: ['by?'],
      render: (content, { by }) => safe(`<q title="${String(by ?? '')}">${content}</q>`),
    }),
    loud: blockTag({ endTag: 'quiet', render: (content) => String(content).toUpperCase() }),
    stars: inclusionTag({
      template: 'stars.html',
      parameters: ['rating'],
      context: ({ rating }) => ({ full: '★'.repeat(Number(rating)) }),
    }),
    twice: nodeTag((parser, tag) => {
      const times = parser.expression(tag.words[1]!);
      const body = parser.parse('endtwice');
      parser.endTag();
      return {
        expressions: [times],
        children: [body],
        async render(context) {
          let output = '';
          for (let round = 1; round <= Number(context.values[0]); round++) {
            output += await context.render(0, { round });
          }
          return output;
        },
      };
    }),
  },
});

const engine = createTemplateEngine({
  libraries: { cinema },
  templates: { 'stars.html': '[{{ full }}{{ title }}{{ csrf_token }}]' },
});

const context = { title: '<Jaws>', name: 'Brody', n: 2, banner: safe('<b>'), csrf_token: 't' };

describe('tags and filters of a library', () => {
  test.each([
    ['{{ 125|minutes }}', '2 h 5 min'],
    ['{{ "ab"|repeat:n }}', 'abab'],
    ['{{ title|slow }}', '&lt;Jaws&gt;…'],
    ['{{ title|slow|upper }}', '&lt;JAWS&gt;…'],
    ['{{ 5|shout }} {{ 5|shout:"?" }}', '5! 5?'],
    ['{{ banner|same }}{{ title|same }}', '<b>&lt;Jaws&gt;'],
    ['{% poster title %}', '&lt;&lt;Jaws&gt;-small&gt;'],
    ['{% autoescape off %}{% poster title size="large" %}{% endautoescape %}', '<<Jaws>-large>'],
    ['{% poster movie=title size=n as image %}[{{ image }}]', '[&lt;&lt;Jaws&gt;-2&gt;]'],
    ['{% sum 1 2 n times=10 %}', '50'],
    ['{% sum %}', '0'],
    [
      '{% greet %}{% with name="Hooper" %} {% greet %}{% endwith %}',
      'Brody True Hooper True'.replaceAll('True', 'true'),
    ],
    ['{% remember "x" title %}{{ x }}', '&lt;Jaws&gt;'],
    ['{% for i in "ab" %}{{ x }}{% remember "x" i %}{% endfor %}[{{ x }}]', 'a[]'],
    ['{% firstof "1" as x %}{% remember "x" "2" %}{{ x }}', '2'],
    ['{% later %}', 'later'],
    ['{% quote by="Quint" %}{{ title }}{% endquote %}', '<q title="Quint">&lt;Jaws&gt;</q>'],
    ['{% quote as q %}x{% endquote %}[{{ q }}]', '[<q title="">x</q>]'],
    ['{% loud %}a{{ name }}<{% quiet %}', 'ABRODY&lt;'],
    ['{% stars 3 %}', '[★★★t]'],
    [
      '{% for i in "ab" %}{% twice n %}{{ round }}{{ i }}{{ forloop.counter }} {% endtwice %}{% endfor %}[{{ round }}]',
      '1a1 2a1 1b2 2b2 []',
    ],
    [
      '{% twice 2 %}{% cycle "a" "b" %}{% include "stars.html" with full=round only %}{% endtwice %}',
      'a[1]b[2]',
    ],
  ])('%s', async (source, output) => {
    expect(await engine.fromString(`{% load cinema %}${source}`).render(context)).toBe(output);
  });

  test.each([
    ['{% poster %}', '"movie"'],
    ['{% poster a b c %}', 'at most 2'],
    ['{% poster a colour="red" %}', 'colour'],
    ['{% poster a size=1 size=2 %}', 'more than once'],
    ['{% poster size=1 a %}', 'before'],
    ['{{ 5|minutes:2 }}', 'no argument'],
    ['{{ 5|repeat }}', 'needs an argument'],
    ['{% quote %}', 'endquote'],
  ])('%s is refused', (source, message) => {
    const error = errorOf(() => engine.fromString(`{% load cinema %}${source}`));
    expect(error.message).toContain(message);
    expect(error.code).toMatch(/^templates\./);
  });

  test('an error in a tag has the line of the template', () => {
    const broken = defineLibrary({
      tags: {
        fail: simpleTag({
          render() {
            throw new Error('no film');
          },
        }),
      },
    });
    const failing = createTemplateEngine({ libraries: { broken } });
    const error = errorOf(() => failing.fromString('{% load broken %}\n {% fail %}').render());
    expect(error.message).toBe('no film');
    expect(error.stack).toContain('<template string>:2:2');
  });

  test('the types follow the parameters', () => {
    simpleTag({
      parameters: ['movie', 'size?', '...tags', '**options'],
      render(args) {
        expectTypeOf(args).toEqualTypeOf<{
          readonly movie: unknown;
          readonly size: unknown;
          readonly tags: readonly unknown[];
          readonly options: Readonly<Record<string, unknown>>;
        }>();
      },
    });
    expectTypeOf(cinema).toEqualTypeOf<Library>();
  });
});

describe('a library that is not well formed', () => {
  test.each([
    [
      () => defineLibrary({ tags: { 'my-tag': simpleTag({ render: () => '' }) } }),
      'templates.library.invalid',
    ],
    [() => defineLibrary({ filters: { 'my filter': () => '' } }), 'templates.library.invalid'],
    [
      () => defineLibrary({ tags: { year: 1975 as unknown as never } }),
      'templates.library.invalid',
    ],
    [() => defineLibrary({ filter: {} } as object), 'core.option.unknown'],
    [() => simpleTag({ parameters: ['a b'], render: () => '' }), 'templates.library.invalid'],
    [() => simpleTag({ parametres: [], render: () => '' } as never), 'core.option.unknown'],
    [() => inclusionTag({ template: 5 as never, context: () => ({}) }), 'core.option.invalid'],
  ])('%s', (define, code) => {
    expect(errorOf(define).code).toBe(code);
  });

  test('set() without isAssigning is told', () => {
    const forgetful = defineLibrary({
      tags: { keep: simpleTag({ render: (_args, context) => context.set('a', 1) }) },
    });
    const error = errorOf(() =>
      createTemplateEngine({ libraries: { forgetful } })
        .fromString('{% load forgetful %}{% keep %}')
        .render(),
    );
    expect(error.message).toContain('isAssigning');
  });
});

describe('querystring', () => {
  const request = { query: { page: '1', genre: ['a b', '&'] } };
  test.each([
    ['{% querystring %}', '?page=1&amp;genre=a+b&amp;genre=%26'],
    ['{% querystring page=2 %}', '?page=2&amp;genre=a+b&amp;genre=%26'],
    ['{% querystring genre=None %}', '?page=1'],
    ['{% querystring genre=None page=None %}', '?'],
    ['{% querystring genre=list %}', '?page=1&amp;genre=x&amp;genre=y'],
    ['{% querystring other q="é" %}', '?a=1&amp;q=%C3%A9'],
    ['{% querystring empty %}', ''],
    [
      '{% autoescape off %}{% querystring page=2 as next %}{{ next }}{% endautoescape %}',
      '?page=2&genre=a+b&genre=%26',
    ],
  ])('%s', (source, output) => {
    const context = { request, list: ['x', 'y'], other: new URLSearchParams('a=1'), empty: {} };
    expect(createTemplateEngine().fromString(source).render(context)).toBe(output);
  });
});

describe('lorem and debug', () => {
  test('lorem', () => {
    const text = (source: string) => String(createTemplateEngine().fromString(source).render());
    expect(text('{% lorem 3 w %}')).toBe('lorem ipsum dolor');
    expect(text('{% lorem %}')).toMatch(/^Lorem ipsum dolor sit amet.*laborum\.$/);
    expect(text('{% lorem 2 p %}')).toMatch(/^<p>Lorem [^<]*<\/p>\n\n<p>[^<]*<\/p>$/);
    expect(text('{% lorem 30 w random %}').split(' ')).toHaveLength(30);
    expect(errorOf(() => text('{% lorem 1 2 w %}')).code).toBe('templates.syntax.invalid');
  });

  test('debug shows the context in development, escaped', () => {
    const source = '{% with year=1975 %}{% debug %}{% endwith %}';
    const inMode = (isDevelopment: boolean) =>
      createTemplateEngine({ isDevelopment }).fromString(source).render({ title: '<Jaws>' });
    expect(inMode(true)).toBe('title: &#x27;&lt;Jaws&gt;&#x27;\nyear: 1975');
    expect(inMode(false)).toBe('');
  });
});
