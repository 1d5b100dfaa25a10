import { describe, expect, test } from 'vitest';
import { altersData } from '../../src/core/index.ts';
import { errorOf, render, renderPage } from './renderer.ts';

class Movie {
  readonly title = 'Jaws';
  isDeleted = false;
  delete = altersData(() => {
    this.isDeleted = true;
  });
}

describe('no way out of the context', () => {
  test.each([
    '{{ movie.constructor }}',
    '{{ movie.constructor.constructor }}',
    '{{ movie.constructor.name }}',
    '{{ title.constructor }}',
    '{{ list.constructor }}',
    '{{ count.constructor }}',
    '{{ call.constructor }}',
    '{{ Movie.prototype }}',
    '{{ Movie.constructor }}',
    '{{ movie.toString }}',
    '{{ movie.valueOf }}',
    '{{ movie.hasOwnProperty }}',
    '{{ movie.isPrototypeOf }}',
    '{{ constructor }}',
    '{{ toString }}',
    '{{ hasOwnProperty }}',
    '{{ map.constructor }}',
    '{{ map.clear }}',
    '{{ map.get }}',
    '{{ set.clear }}',
    '{{ list.pop }}',
    '{{ list.reverse }}',
    '{{ list.concat }}',
    '{{ title.big }}',
    '{{ title.splice }}',
    '{{ title.split.constructor }}',
    '{{ title.split.push }}',
    '{{ date.setTime }}',
    '{{ call.call }}',
    '{{ call.apply }}',
    '{{ call.bind }}',
    '{{ call.name }}',
    '{{ forloop.constructor }}',
    '{% for x in list %}{{ forloop.constructor }}{{ forloop.changes.clear }}{{ x.constructor }}{% endfor %}',
    '{% with m=movie %}{{ m.constructor }}{% endwith %}',
    '{% regroup list by constructor as groups %}{% for g in groups %}{{ g.grouper|default_if_none:"" }}{% endfor %}',
  ])('%s prints nothing', (source) => {
    const context = {
      movie: new Movie(),
      Movie,
      title: 'Jaws',
      count: 3,
      call: () => ({}),
      list: ['a', 'b'],
      map: new Map([['a', 1]]),
      set: new Set(['a']),
      date: new Date(0),
    };
    expect(render(`[${source}]`, context)).toBe('[]');
    expect(context.list).toEqual(['a', 'b']);
    expect(context.map.size).toBe(1);
    expect(context.set.size).toBe(1);
  });

  test('an included template sees no more', () => {
    const templates = {
      'page.html': '{% for x in list %}{% include "row.html" %}{% endfor %}',
      'row.html': '[{{ constructor }}{{ toString }}{{ x.constructor }}]',
    };
    expect(renderPage(templates, { list: [1] })).toBe('[]');
  });

  test('plain data may have such a name', () => {
    const race = { constructor: 'Ferrari', valueOf: 7 };
    expect(render('{{ race.constructor }} {{ race.valueOf }}', { race })).toBe('Ferrari 7');
    expect(render('{{ constructor }}', { constructor: 'Ferrari' })).toBe('Ferrari');
  });

  test.each(['{{ _secret }}', '{{ movie._secret }}', '{{ movie.__proto__ }}', '{{ __proto__ }}'])(
    '%s is refused when it is read',
    (source) => {
      expect(errorOf(() => render(source)).code).toBe('templates.syntax.invalid');
    },
  );

  test('a name can be set to __proto__ without effect on others', () => {
    const templates = {
      'page.html': '{% with __proto__=movie %}{% include "row.html" %}{% endwith %}',
      'row.html': '[{{ title }}]',
    };
    expect(renderPage(templates, { movie: { title: 'Jaws' } })).toBe('[]');
  });
});

test('what a method of a text gives is escaped, as Django does', () => {
  expect(render('{{ title.split }}', { title: '<b> Jaws' })).toBe(
    '[&#x27;&lt;b&gt;&#x27;, &#x27;Jaws&#x27;]',
  );
  expect(render('{{ title.strip }}', { title: ' <b> ' })).toBe('&lt;b&gt;');
});

test('a method that changes data is not called', () => {
  const movie = new Movie();
  expect(render('[{{ movie.delete }}]', { movie })).toBe('[]');
  expect(render('[{{ delete }}]', { delete: movie.delete })).toBe('[]');
  expect(render('{% if movie.delete %}yes{% endif %}', { movie })).toBe('');
  expect(movie.isDeleted).toBe(false);
});

test('a text of the template can not break out of the generated code', () => {
  const wicked = "`\\\" \u2028 '+process.exit()+' */ // </script>\r\n";
  expect(render(wicked)).toBe(wicked);
  const quoted = wicked.replaceAll('\n', '').replaceAll('"', '');
  expect(render(`{{ "${quoted}" }}`)).toContain("'+process.exit()+'");
});
