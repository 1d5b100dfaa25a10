import { describe, expect, test } from 'vitest';
import { errorOf, render } from './renderer.ts';

const movies = [
  { title: 'Jaws', year: 1975 },
  { title: 'Alien', year: 1979 },
  { title: 'Duel', year: 1971 },
];

describe('for', () => {
  test.each([
    ['{% for m in movies %}{{ m.title }} {% endfor %}', 'Jaws Alien Duel '],
    ['{% for m in movies reversed %}{{ m.title }} {% endfor %}', 'Duel Alien Jaws '],
    ['{% for x in "<b>" %}{{ x }},{% endfor %}', '&lt;,b,&gt;,'],
    ['{% for x in "añ😀" %}{{ x }},{% endfor %}', 'a,ñ,😀,'],
    ['{% for x in set %}{{ x }}{% endfor %}', '12'],
    ['{% for x in map %}{{ x }}{% endfor %}', 'ab'],
    ['{% for x in object %}{{ x }}{% endfor %}', 'ab'],
    ['{% for x in generator %}{{ x }}{% endfor %}', '34'],
    ['{% for x in movies|slice:":2" %}{{ x.year }} {% endfor %}', '1975 1979 '],
    ['{% for x in null %}x{% endfor %}', ''],
    ['{% for x in nothing %}x{% endfor %}', ''],
    ['{% for x in functions %}{{ x }}{% endfor %}', '56'],
  ])('%s', (source, output) => {
    const context = {
      movies,
      set: new Set([1, 2]),
      map: new Map([
        ['a', 1],
        ['b', 2],
      ]),
      object: { a: 1, b: 2 },
      *generator() {
        yield 3;
        yield 4;
      },
      null: null,
      functions: [() => 5, () => 6],
    };
    expect(render(source, context)).toBe(output);
  });

  test('the variable ends with the loop', () => {
    expect(render('{% for m in movies %}{% endfor %}[{{ m }}]', { movies, m: 'outer' })).toBe(
      '[outer]',
    );
  });

  test('a value that is no sequence is an error', () => {
    for (const value of [5, true, new Date(0)]) {
      const error = errorOf(() => render('{% for x in value %}{% endfor %}', { value }));
      expect(error.code).toBe('templates.value.not_iterable');
    }
  });
});

describe('forloop', () => {
  test.each([
    ['counter', '1 2 3 '],
    ['counter0', '0 1 2 '],
    ['revcounter', '3 2 1 '],
    ['revcounter0', '2 1 0 '],
    ['first', 'True False False '],
    ['last', 'False False True '],
  ])('%s', (name, output) => {
    expect(render(`{% for m in movies %}{{ forloop.${name} }} {% endfor %}`, { movies })).toBe(
      output,
    );
    const inWith = `{% for m in movies %}{% with l=forloop %}{{ l.${name} }} {% endwith %}{% endfor %}`;
    expect(render(inWith, { movies })).toBe(output);
  });

  test('parentloop is the loop around', () => {
    const source =
      '{% for row in rows %}{% for seat in row %}' +
      '{{ forloop.parentloop.counter }}{{ seat }}{% if forloop.parentloop.last %}!{% endif %} ' +
      '{% endfor %}{% endfor %}';
    expect(render(source, { rows: ['ab', 'cd'] })).toBe('1a 1b 2c! 2d! ');
  });

  test('prints as a dictionary', () => {
    expect(render('{% for x in "a" %}{{ forloop }}{% endfor %}', {}, { autoescape: false })).toBe(
      "{'parentloop': {}, 'counter0': 0, 'counter': 1, 'revcounter': 1, 'revcounter0': 0, " +
        "'first': True, 'last': True}",
    );
  });

  test('is not there outside of a loop', () => {
    expect(
      render('[{{ forloop.counter }}]{% for x in "" %}{% empty %}[{{ forloop }}]{% endfor %}'),
    ).toBe('[][]');
  });
});

describe('unpacking', () => {
  const ratings = new Map([
    ['Jaws', 8.1],
    ['Alien', 8.5],
  ]);

  test.each([
    '{% for title, rating in ratings.items %}{{ title }}={{ rating }} {% endfor %}',
    '{% for title,rating in ratings.items %}{{ title }}={{ rating }} {% endfor %}',
    '{% for title ,rating in ratings.items %}{{ title }}={{ rating }} {% endfor %}',
    '{% for title , rating in ratings.items %}{{ title }}={{ rating }} {% endfor %}',
  ])('%s', (source) => {
    expect(render(source, { ratings })).toBe('Jaws=8.1 Alien=8.5 ');
  });

  test.each([
    ['{% for a, b in items %}{% endfor %}', [[1, 2, 3]]],
    ['{% for a, b in items %}{% endfor %}', [[1]]],
    ['{% for a, b in items %}{% endfor %}', [5]],
    ['{% for a, b in items %}{% endfor %}', [null]],
  ])('%s of %o is an error', (source, items) => {
    expect(errorOf(() => render(source, { items })).code).toBe('templates.loop.unpack');
  });
});

describe('empty', () => {
  test.each([
    [[], 'none'],
    ['', 'none'],
    [{}, 'none'],
    [null, 'none'],
    [undefined, 'none'],
    [[1], '1'],
  ])('of %o', (list, output) => {
    expect(render('{% for x in list %}{{ x }}{% empty %}none{% endfor %}', { list })).toBe(output);
  });
});

test.each([
  '{% for %}{% endfor %}',
  '{% for movie in %}{% endfor %}',
  '{% for movie on movies %}{% endfor %}',
  '{% for movie in movies backwards %}{% endfor %}',
  '{% for movie,, year in movies %}{% endfor %}',
  '{% for "movie" in movies %}{% endfor %}',
  '{% for movie|upper in movies %}{% endfor %}',
  '{% for movie year in movies %}{% endfor %}',
])('%s is refused', (source) => {
  const error = errorOf(() => render(source));
  expect(error.code).toBe('templates.syntax.invalid');
  expect(error.hint).toContain('{% for');
});
