import { describe, expect, test } from 'vitest';
import { safe } from '../../src/templates/index.ts';
import { errorOf, render } from './renderer.ts';

function table(cases: readonly (readonly [string, object, string])[]): void {
  test.each(cases)('%s', (source, context, output) => {
    expect(render(source, { ...context })).toBe(output);
  });
}

function refused(sources: readonly string[]): void {
  test.each(sources)('%s is refused', (source) => {
    expect(errorOf(() => render(source)).code).toMatch(/^templates\.(syntax|tag|filter)\./);
  });
}

describe('autoescape', () => {
  table([
    ['{% autoescape off %}{{ x }}{% endautoescape %}{{ x }}', { x: '<' }, '<&lt;'],
    [
      '{% autoescape off %}{% autoescape on %}{{ x }}{% endautoescape %}{{ x }}{% endautoescape %}',
      { x: '<' },
      '&lt;<',
    ],
    [
      '{% autoescape off %}{{ x|escape }}{{ x|force_escape }}{% endautoescape %}',
      { x: '<' },
      '&lt;&lt;',
    ],
  ]);
  refused([
    '{% autoescape %}{% endautoescape %}',
    '{% autoescape maybe %}{% endautoescape %}',
    '{% autoescape on off %}{% endautoescape %}',
    '{% autoescape on %}',
  ]);
});

describe('comment', () => {
  table([
    ['a{# {{ x }} {% if %} #}b', {}, 'ab'],
    ['a{% comment %}{% nothing %}{{ }}{% endcomment %}b', {}, 'ab'],
    ['a{% comment "note" %}x{% endcomment %}b', {}, 'ab'],
    ['{# not\na comment #}', {}, '{# not\na comment #}'],
  ]);
  refused(['{% comment %}', '{% comment %}{% comment %}{% endcomment %}{% endcomment %}']);
});

describe('csrf_token', () => {
  table([
    [
      '{% csrf_token %}',
      { csrf_token: 'a"b' },
      '<input type="hidden" name="csrfmiddlewaretoken" value="a&quot;b">',
    ],
    ['[{% csrf_token %}]', {}, '[]'],
    ['[{% csrf_token %}]', { csrf_token: 'NOTPROVIDED' }, '[]'],
  ]);
});

describe('cycle', () => {
  table([
    ['{% for x in "abcd" %}{% cycle "odd" "even" %} {% endfor %}', {}, 'odd even odd even '],
    ['{% for x in "ab" %}{% cycle one two %}{% endfor %}', { one: '<', two: safe('<') }, '&lt;<'],
    ['{% cycle "<" "b" %}', {}, '<'],
    ['{% cycle "a" "b" as row %}{{ row }}{% cycle row %}{{ row }}{% cycle row %}', {}, 'aabba'],
    ['{% cycle "a" "b" as row silent %}[{{ row }}]{% cycle row %}[{{ row }}]', {}, '[a][b]'],
    ['{% cycle "a" as row %}', {}, 'a'],
    [
      '{% for x in "ab" %}{% for y in "ab" %}{% cycle "1" "2" "3" %}{% endfor %}{% endfor %}',
      {},
      '1231',
    ],
    [
      '{% for x in "abc" %}{% cycle "1" "2" %}{% if x == "a" %}{% resetcycle %}{% endif %}{% endfor %}',
      {},
      '112',
    ],
    ['{% cycle "a" "b" as row %}{% cycle "1" "2" %}{% resetcycle row %}{% cycle row %}', {}, 'a1a'],
    ['{% autoescape off %}{% cycle x "b" %}{% endautoescape %}', { x: '<' }, '<'],
  ]);
  refused([
    '{% cycle %}',
    '{% cycle row %}',
    '{% cycle "a" "b" as row loud %}',
    '{% resetcycle %}',
    '{% resetcycle row %}',
    '{% cycle "a" "b" %}{% resetcycle row %}',
  ]);
});

describe('filter', () => {
  table([
    ['{% filter upper %}a{{ x }}{% endfilter %}', { x: '<b>' }, 'A&LT;B&GT;'],
    ['{% filter force_escape|lower %}<B>{% endfilter %}', {}, '&lt;b&gt;'],
    ['{% filter cut:" " %}a b{% endfilter %}', {}, 'ab'],
    ['{% filter cut:x %}a b{% endfilter %}', { x: 'a' }, ' b'],
    ['{% filter default:x %}{% endfilter %}', { x: '<' }, '&lt;'],
    ['{% filter default:"<br>" %}{% endfilter %}', {}, '<br>'],
  ]);
  refused([
    '{% filter %}{% endfilter %}',
    '{% filter safe %}{% endfilter %}',
    '{% filter upper|escape %}{% endfilter %}',
    '{% filter nothing %}{% endfilter %}',
  ]);
});

describe('firstof', () => {
  table([
    ['{% firstof a b c %}', { b: 0, c: 'Jaws' }, 'Jaws'],
    ['{% firstof a b %}', {}, ''],
    ['{% firstof a "neither" %}', {}, 'neither'],
    ['{% firstof a "<b>" %}{% firstof c %}', { c: '<' }, '<b>&lt;'],
    ['{% firstof a|safe %}', { a: '<' }, '<'],
    ['{% firstof a b as c %}[{{ c }}]', { b: '<' }, '[&lt;]'],
    ['{% firstof a as b %}[{{ b }}]', {}, '[]'],
  ]);
  refused(['{% firstof %}']);
});

describe('ifchanged', () => {
  table([
    [
      '{% for x in l %}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %}',
      { l: [1, 1, 2, 2, 1] },
      '121',
    ],
    [
      '{% for x in l %}{% ifchanged x %}[{% endifchanged %}{{ x }}{% endfor %}',
      { l: [1, 1, 2] },
      '[11[2',
    ],
    [
      '{% for x in l %}{% ifchanged x.a x.b %}*{% else %}={% endifchanged %}{% endfor %}',
      {
        l: [
          { a: 1, b: 1 },
          { a: 1, b: 1 },
          { a: 1, b: 2 },
        ],
      },
      '*=*',
    ],
    [
      '{% for x in "ab" %}{% for y in l %}{% ifchanged y %}{{ y }}{% endifchanged %}{% endfor %}{% endfor %}',
      { l: [1, 1] },
      '11',
    ],
    ['{% ifchanged %}a{% endifchanged %}{% ifchanged x %}b{% endifchanged %}', {}, 'ab'],
  ]);
  refused(['{% ifchanged %}', '{% ifchanged a %}{% else %}']);
});

describe('load', () => {
  table([
    ['{% load humanize %}{{ 4500|intcomma }}', {}, '4,500'],
    ['{% load static humanize %}{{ 4500|intcomma }}', {}, '4,500'],
    [
      '{% load intcomma ordinal from humanize %}{{ 4500|intcomma }} {{ 3|ordinal }}',
      {},
      '4,500 3rd',
    ],
  ]);
  test.each([
    '{% load nothing %}',
    '{% load nothing from humanize %}',
    '{% load intcomma from nothing %}',
  ])('%s is an error', (source) => {
    expect(errorOf(() => render(source)).code).toBe('templates.library.unknown');
  });
  test('a filter of a library is unknown before it is loaded', () => {
    expect(errorOf(() => render('{{ 1|intcomma }}')).code).toBe('templates.filter.unknown');
    expect(errorOf(() => render('{% load ordinal from humanize %}{{ 1|intcomma }}')).code).toBe(
      'templates.filter.unknown',
    );
  });
});

describe('now', () => {
  test('prints the current time', () => {
    expect(render('{% now "Y" %}')).toBe(String(new Date().getUTCFullYear()));
    expect(render("{% now 'Y' as year %}[{{ year }}]")).toBe(`[${new Date().getUTCFullYear()}]`);
    expect(render('{% now "\\Y\\e\\a\\r" %}')).toBe('Year');
  });
  refused(['{% now %}', '{% now "Y" "m" %}', '{% now "Y" as %}']);
});

describe('regroup', () => {
  const movies = [
    { title: 'Jaws', year: 1975, director: { name: 'Spielberg' } },
    { title: 'Duel', year: 1975, director: { name: 'Spielberg' } },
    { title: 'Alien', year: 1979, director: { name: 'Scott' } },
  ];
  table([
    [
      '{% regroup movies by year as years %}{% for y in years %}{{ y.grouper }}:{% for m in y.list %} {{ m.title }}{% endfor %};{% endfor %}',
      { movies },
      '1975: Jaws Duel;1979: Alien;',
    ],
    [
      '{% regroup movies by director.name as ds %}{% for name, list in ds %}{{ name }} {{ list|length }} {% endfor %}',
      { movies },
      'Spielberg 2 Scott 1 ',
    ],
    [
      '{% regroup movies by title|length as ls %}{% for l in ls %}{{ l.grouper }} {% endfor %}',
      { movies },
      '4 5 ',
    ],
    ['{% regroup nothing by year as years %}[{% for y in years %}x{% endfor %}]', {}, '[]'],
    ['{% regroup movies by nothing as g %}{{ g|length }}', { movies }, '1'],
  ]);
  refused([
    '{% regroup movies by year %}',
    '{% regroup movies on year as years %}',
    '{% regroup movies by year at years %}',
  ]);
});

describe('spaceless', () => {
  table([
    ['{% spaceless %}\n <p>\n  <a>Jaws</a>\n </p>\n {% endspaceless %}', {}, '<p><a>Jaws</a></p>'],
    [
      '{% spaceless %}<b> Jaws </b> {{ x }}{% endspaceless %}',
      { x: safe(' <i></i>') },
      '<b> Jaws </b><i></i>',
    ],
  ]);
});

describe('templatetag', () => {
  table([
    [
      '{% templatetag openblock %} {% templatetag closeblock %} {% templatetag openvariable %} {% templatetag closevariable %} {% templatetag openbrace %} {% templatetag closebrace %} {% templatetag opencomment %} {% templatetag closecomment %}',
      {},
      '{% %} {{ }} { } {# #}',
    ],
  ]);
  refused(['{% templatetag %}', '{% templatetag open %}', '{% templatetag openblock x %}']);
});

describe('url', () => {
  const options = {
    resolveUrl(name: string, args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>) {
      if (name === 'missing') throw new Error('no such route');
      const query = new URLSearchParams(Object.entries(kwargs).map(([k, v]) => [k, String(v)]));
      return `/${[name, ...args].join('/')}/?${query}`;
    },
  };
  test.each([
    ['{% url "movies" %}', '/movies/?'],
    ['{% url "movie" 7 %}', '/movie/7/?'],
    ['{% url name id "a b" %}', '/movie/7/a b/?'],
    ['{% url "movies" page=2 genre="&" %}', '/movies/?page=2&amp;genre=%26'],
    ['{% autoescape off %}{% url "m" a=1 b=2 %}{% endautoescape %}', '/m/?a=1&b=2'],
    ['{% url "m" a=1 b=2 as link %}[{{ link }}]', '[/m/?a=1&amp;b=2]'],
    ['{% url "missing" as link %}[{{ link }}]', '[]'],
  ])('%s', (source, output) => {
    expect(render(source, { name: 'movie', id: 7 }, options)).toBe(output);
  });
  test('an address that can not be made is an error', () => {
    expect(errorOf(() => render('{% url "missing" %}', {}, options)).message).toBe('no such route');
    expect(errorOf(() => render('{% url "movies" %}')).code).toBe('templates.url.unavailable');
  });
  refused(['{% url %}']);
});

describe('verbatim', () => {
  table([
    ['{% verbatim %}{{ x }}{% if %}{# #}{% endverbatim %}', { x: 1 }, '{{ x }}{% if %}{# #}'],
    [
      '{% verbatim one %}{% endverbatim %}{{ x }}{% endverbatim one %}{{ x }}',
      { x: 1 },
      '{% endverbatim %}{{ x }}1',
    ],
  ]);
  refused(['{% verbatim %}', '{% verbatim one %}{% endverbatim %}']);
});

describe('widthratio', () => {
  table([
    ['{% widthratio 175 200 100 %}', {}, '88'],
    ['{% widthratio part whole width %}', { part: 1, whole: 3, width: '90' }, '30'],
    ['{% widthratio 1 0 100 %}', {}, '0'],
    ['[{% widthratio part 10 100 %}]', {}, '[]'],
    ['[{% widthratio "x" 10 100 %}]', {}, '[]'],
    ['{% widthratio 5 2 1 %} {% widthratio 7 2 1 %}', {}, '2 4'],
    ['{% widthratio 1 4 100 as width %}[{{ width }}]', {}, '[25]'],
  ]);
  test('the width must be a number', () => {
    expect(errorOf(() => render('{% widthratio 1 2 "x" %}')).code).toBe('templates.filter.invalid');
  });
  refused(['{% widthratio 1 2 %}', '{% widthratio 1 2 3 at x %}']);
});

describe('with', () => {
  table([
    [
      '{% with x=movie.title y="<" %}{{ x }}{{ y }}{% endwith %}[{{ x }}]',
      { movie: { title: '<' } },
      '&lt;<[]',
    ],
    ['{% with movie.title as x %}{{ x }}{% endwith %}', { movie: { title: 'Jaws' } }, 'Jaws'],
    ['{% with 1 as a and 2 as b %}{{ a }}{{ b }}{% endwith %}', {}, '12'],
    [
      '{% with x=x|add:1 %}{{ x }}{% with x=x|add:1 %}{{ x }}{% endwith %}{{ x }}{% endwith %}',
      { x: 1 },
      '232',
    ],
    ['{% with x=nothing %}[{{ x }}{{ x|default:"-" }}]{% endwith %}', { x: 1 }, '[-]'],
    ['{% with True=5 %}{{ True }}{% endwith %}', {}, '5'],
  ]);
  refused([
    '{% with %}{% endwith %}',
    '{% with a %}{% endwith %}',
    '{% with a=1 b %}{% endwith %}',
    '{% with a=1 and b=2 %}{% endwith %}',
  ]);
});

describe('static', () => {
  const source = '{% load static %}{% static "css/my site.css" %} {% get_static_prefix %}';

  test('puts the prefix before a path', () => {
    expect(render(source)).toBe('/static/css/my%20site.css /static/');
    expect(render(source, {}, { staticUrl: 'https://cdn.example/a' })).toBe(
      'https://cdn.example/a/css/my%20site.css https://cdn.example/a',
    );
    expect(render('{% load static %}{% static path as url %}[{{ url }}]', { path: 'a&b' })).toBe(
      '[/static/a%26b]',
    );
  });

  test('may be a function', () => {
    const staticUrl = (path: string) => `/hashed/${path}?v=1&w=2`;
    expect(render('{% load static %}{% static "a.css" %}', {}, { staticUrl })).toBe(
      '/hashed/a.css?v=1&amp;w=2',
    );
  });
  refused(['{% static "a.css" %}', '{% load static %}{% static %}']);
});

describe('names that tags set', () => {
  table([
    ['{% firstof "a" as x %}{% if True %}{% firstof "b" as x %}{% endif %}{{ x }}', {}, 'b'],
    ['{% if False %}{% firstof "b" as x %}{% endif %}{{ x }}', { x: 'root' }, 'root'],
    ['{% with y=1 %}{% firstof "a" as x %}{{ x }}{% endwith %}[{{ x }}]', {}, 'a[]'],
    ['{% for y in "ab" %}[{{ x }}]{% firstof y as x %}{% endfor %}[{{ x }}]', {}, '[][a][]'],
    ['{% for a, b in l %}[{{ x }}]{% firstof a as x %}{% endfor %}', { l: ['12', '34'] }, '[][]'],
    ['{% spaceless %}{% firstof "a" as x %}{% endspaceless %}{{ x }}', {}, 'a'],
  ]);
});
