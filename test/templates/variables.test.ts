import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/core/index.ts';
import { safe } from '../../src/templates/index.ts';
import { errorOf, render } from './renderer.ts';

class Director {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  get initials(): string {
    return this.name
      .split(' ')
      .map((word) => word[0])
      .join('');
  }
  greeting(): string {
    return `I am ${this.name}`;
  }
  films(count: number): number {
    return count;
  }
}

const kubrick = new Director('Stanley Kubrick');

describe('dotted lookup', () => {
  test.each([
    ['{{ title }}', { title: 'Jaws' }, 'Jaws'],
    ['{{ movie.title }}', { movie: { title: 'Jaws' } }, 'Jaws'],
    ['{{ movie.director.name }}', { movie: { director: kubrick } }, 'Stanley Kubrick'],
    ['{{ movie.title }}', { movie: new Map([['title', 'Jaws']]) }, 'Jaws'],
    ['{{ years.1975 }}', { years: new Map([[1975, 'Jaws']]) }, 'Jaws'],
    ['{{ movies.1 }}', { movies: ['Jaws', 'Alien'] }, 'Alien'],
    ['{{ movies.0.title }}', { movies: [{ title: 'Jaws' }] }, 'Jaws'],
    ['{{ title.0 }}', { title: 'Jaws' }, 'J'],
    ['{{ movies.length }}', { movies: ['Jaws', 'Alien'] }, '2'],
    ['{{ director.initials }}', { director: kubrick }, 'SK'],
    ['{{ director.greeting }}', { director: kubrick }, 'I am Stanley Kubrick'],
    ['{{ greet }}', { greet: () => 'hello' }, 'hello'],
    ['{{ latest.title }}', { latest: () => ({ title: 'Jaws' }) }, 'Jaws'],
    ['{{ données.é }}', { données: { é: 'oui' } }, 'oui'],
  ])('%s', (source, context, output) => {
    expect(render(source, context)).toBe(output);
  });

  test.each([
    ['{{ nothing }}', {}],
    ['{{ movie.nothing }}', { movie: { title: 'Jaws' } }],
    ['{{ movie.director.name }}', { movie: { director: null } }],
    ['{{ movie.director.name }}', { movie: undefined }],
    ['{{ movies.7 }}', { movies: ['Jaws'] }],
    ['{{ movie..title }}', { movie: { title: 'Jaws' } }],
    ['{{ director.films }}', { director: kubrick }],
    ['{{ count.title }}', { count: 3 }],
  ])('%s prints nothing', (source, context) => {
    expect(render(`[${source}]`, context)).toBe('[]');
  });

  test('a key of a Map comes before what every Map has', () => {
    expect(render('{{ room.size }}', { room: new Map([['size', 'large']]) })).toBe('large');
    expect(render('{{ room.size }}', { room: new Map([['seats', 90]]) })).toBe('1');
  });

  test('objects and Maps have the items, keys and values of a dictionary', () => {
    const ratings = { Jaws: 8.1, Alien: 8.5 };
    const source =
      '{% for title, rating in ratings.items %}{{ title }}={{ rating }} {% endfor %}' +
      '{{ ratings.keys|join:"," }} {{ ratings.values|join:"," }}';
    const output = 'Jaws=8.1 Alien=8.5 Jaws,Alien 8.1,8.5';
    expect(render(source, { ratings })).toBe(output);
    expect(render(source, { ratings: new Map(Object.entries(ratings)) })).toBe(output);
    expect(render('{{ ratings.items }}', { ratings: { items: 'own' } })).toBe('own');
  });

  test('a class is not called, a function marked so neither', () => {
    const marked = Object.assign(() => 'called', { doNotCallInTemplates: true, title: 'Jaws' });
    expect(render('{{ marked.title }}', { marked })).toBe('Jaws');
    expect(render('{{ Director.name.upper }}', { Director })).toBe('DIRECTOR');
  });

  test('an error of a method is thrown, unless it asks for silence', () => {
    const movie = {
      broken() {
        throw new TypeError('no projector');
      },
      missing() {
        throw Object.assign(new Error('no such film'), { silentVariableFailure: true });
      },
    };
    expect(errorOf(() => render('{{ movie.broken }}', { movie })).message).toBe('no projector');
    expect(render('[{{ movie.missing }}]', { movie })).toBe('[]');
  });
});

describe('how values print', () => {
  test.each([
    [null, 'None'],
    [undefined, ''],
    [true, 'True'],
    [false, 'False'],
    [1975, '1975'],
    [7.5, '7.5'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [1e300, '1e+300'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [12n, '12'],
    [new Decimal('7.50'), '7.50'],
    [new Date('2024-06-20T15:04:00Z'), 'June 20, 2024, 3:04 p.m.'],
    ['1975-06-20', '1975-06-20'],
    [['Jaws', 1975, null, true, [1.5]], "['Jaws', 1975, None, True, [1.5]]"],
    [["O'Neil", 'a"b', 'a\nb'], `["O'Neil", 'a"b', 'a\\nb']`],
    [{ title: 'Jaws', year: 1975 }, "{'title': 'Jaws', 'year': 1975}"],
    [new Map([[1, 'Jaws']]), "{1: 'Jaws'}"],
    [new Set(['Jaws']), "{'Jaws'}"],
    [new Error('no film'), 'Error: no film'],
  ])('%o', (value, output) => {
    expect(render('{{ value }}', { value }, { autoescape: false })).toBe(output);
  });

  test('an object of a class prints its toString', () => {
    class Movie {
      toString() {
        return 'Jaws (1975)';
      }
    }
    expect(render('{{ movie }}', { movie: new Movie() })).toBe('Jaws (1975)');
  });
});

describe('literals', () => {
  test.each([
    ['{{ "Jaws" }}', 'Jaws'],
    ["{{ 'Jaws' }}", 'Jaws'],
    ['{{ "a \\"quoted\\" word" }}', 'a "quoted" word'],
    ["{{ 'it\\'s' }}", "it's"],
    ['{{ "a\\\\b" }}', 'a\\b'],
    ['{{ "<b>" }}', '<b>'],
    ['{{ 7 }}', '7'],
    ['{{ -7 }}', '-7'],
    ['{{ 7.25 }}', '7.25'],
    ['{{ 7.0 }}', '7.0'],
    ['{{ .5 }}', '0.5'],
    ['{{ 1e3 }}', '1000.0'],
    ['{{ _("Jaws") }}', 'Jaws'],
    ['{{ True }} {{ False }} {{ None }}', 'True False None'],
    ['{{ "a|b:c" }}', 'a|b:c'],
  ])('%s', (source, output) => {
    expect(render(source)).toBe(output);
  });
});

describe('filters', () => {
  test.each([
    ['{{ title|upper }}', 'JAWS'],
    ['{{ title|upper|lower }}', 'jaws'],
    ['{{ title | upper }}', 'JAWS'],
    ['{{ title|default:"none"|upper }}', 'JAWS'],
    ['{{ nothing|default:title }}', 'Jaws'],
    ['{{ nothing|default:movie.title }}', 'Alien'],
    ['{{ nothing|default:-5 }}', '-5'],
    ['{{ nothing|default:"a b" }}', 'a b'],
  ])('%s', (source, output) => {
    expect(render(source, { title: 'Jaws', movie: { title: 'Alien' } })).toBe(output);
  });

  test('a missing argument is an error, but not in a condition', () => {
    const error = errorOf(() => render('{{ title|default:nothing }}', { title: 'Jaws' }));
    expect(error.code).toBe('templates.variable.unknown');
    const source = '{% if title|default:nothing %}yes{% else %}no{% endif %}';
    expect(render(source, { title: 'Jaws' })).toBe('no');
  });
});

describe('escaping', () => {
  test('the five characters of HTML are escaped', () => {
    expect(render('{{ title }}', { title: `<b>"Jaws" & 'Alien'</b>` })).toBe(
      '&lt;b&gt;&quot;Jaws&quot; &amp; &#x27;Alien&#x27;&lt;/b&gt;',
    );
    expect(render('{{ title }}', { title: `${'x'.repeat(40)}<` })).toBe(`${'x'.repeat(40)}&lt;`);
  });

  test('what is marked safe is not', () => {
    expect(render('{{ banner }}', { banner: safe('<b>New</b>') })).toBe('<b>New</b>');
    expect(render('{{ banner|safe }}', { banner: '<b>New</b>' })).toBe('<b>New</b>');
  });

  test('lists, objects and objects of classes are', () => {
    const wicked = { toString: () => '<script>' };
    expect(render('{{ list }}', { list: ['<'] })).toBe('[&#x27;&lt;&#x27;]');
    expect(render('{{ wicked }}', { wicked: Object.assign(Object.create({}), wicked) })).toBe(
      '&lt;script&gt;',
    );
  });

  test('a filter that only moves letters keeps a text safe, another does not', () => {
    const context = { banner: safe('<b>') };
    expect(render('{{ banner|lower }}', context)).toBe('<b>');
    expect(render('{{ banner|upper }}', context)).toBe('&lt;B&gt;');
  });

  test('the engine can leave it off', () => {
    expect(render('{{ title }}', { title: '<b>' }, { autoescape: false })).toBe('<b>');
  });
});

describe('stringIfInvalid', () => {
  const options = { stringIfInvalid: 'INVALID' };

  test('stands for a missing variable and skips its filters', () => {
    expect(render('{{ title }}', {}, options)).toBe('INVALID');
    expect(render('{{ title|lower }}', {}, options)).toBe('INVALID');
    expect(render('{{ title|default:"none" }}', {}, options)).toBe('INVALID');
    expect(render('{{ movie.title }}', { movie: {} }, { stringIfInvalid: '?%s?' })).toBe(
      '?movie.title?',
    );
  });

  test('not in conditions and loops, nor for null', () => {
    expect(render('{% if title %}yes{% else %}no{% endif %}', {}, options)).toBe('no');
    expect(render('{% for x in movies %}x{% empty %}none{% endfor %}', {}, options)).toBe('none');
    expect(render('{{ title }}', { title: null }, options)).toBe('None');
  });
});

describe('strict mode', () => {
  const options = { isStrict: true };

  test.each([
    ['{{ titel }}', 'The context has no "titel"', 'Did you mean "title"?'],
    [
      '{{ movie.titel }}',
      '"movie" has no "titel", asked for as "movie.titel"',
      'Did you mean "title"?',
    ],
    ['{{ movie.director.nane.first }}', '"movie.director" has no "nane"', 'Did you mean "name"?'],
    [
      '{{ movie.director.initals }}',
      '"movie.director" has no "initals"',
      'Did you mean "initials"?',
    ],
    [
      '{% for film in list %}{{ flim }}{% endfor %}',
      'The context has no "flim"',
      'Did you mean "film"?',
    ],
    ['{{ map.yer }}', '"map" has no "yer"', 'Did you mean "year"?'],
    ['{{ titel|upper }}', 'The context has no "titel"', 'Did you mean "title"?'],
    ['{% with x=titel %}{% endwith %}', 'The context has no "titel"', 'Did you mean "title"?'],
  ])('%s is an error', (source, message, hint) => {
    const map = new Map([['year', 1975]]);
    const context = { title: 'Jaws', movie: { title: 'Jaws', director: kubrick }, list: [1], map };
    const error = errorOf(() => render(source, context, options));
    expect(error.code).toBe('templates.variable.unknown');
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  test('a condition, a loop and a default may ask for one', () => {
    expect(render('{% if title %}yes{% endif %}', {}, options)).toBe('');
    expect(render('{% for x in movies %}x{% endfor %}', {}, options)).toBe('');
    expect(render('{{ title|default:"none" }}', {}, options)).toBe('none');
  });
});
