import { describe, expect, test } from 'vitest';
import { LOAD } from '../../src/core/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';

const engine = createTemplateEngine({
  templates: {
    'base.html': '<{% block title %}{{ site }}{% endblock %}>',
    'child.html':
      '{% extends "base.html" %}{% block title %}{{ title }} {{ block.super }}{% endblock %}',
    'row.html': '[{{ movie.title }} {{ movie.director.name }}]',
  },
});

function later<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(resolve, value));
}

/** A list that is fetched when it is awaited, and counts how often. */
class Programme {
  runs = 0;
  readonly #rows: readonly unknown[];
  constructor(rows: readonly unknown[]) {
    this.#rows = rows;
  }
  then<R>(resolve: (rows: readonly unknown[]) => R): Promise<R> {
    this.runs++;
    return later(this.#rows).then(resolve);
  }
  count(): Promise<number> {
    return later(this.#rows.length);
  }
  first(): Promise<unknown> {
    return later(this.#rows[0]);
  }
}

/** A row whose director is fetched on demand. */
function unloaded(name: string): { [LOAD](): Promise<unknown>; name: string } {
  return { name: 'relation', [LOAD]: () => later({ name }) };
}

describe('a template with nothing to wait for', () => {
  test('gives a string', () => {
    expect(engine.fromString('{{ title }}').render({ title: 'Jaws' })).toBe('Jaws');
    expect(engine.render('child.html', { title: 'Jaws', site: 'Cinema' })).toBe('<Jaws Cinema>');
  });

  test('also after it had to wait once', async () => {
    const template = engine.fromString('{{ title }}');
    await template.render({ title: later('Jaws') });
    expect(template.render({ title: 'Jaws' })).toBe('Jaws');
  });

  test('also when a value to wait for is not used', () => {
    const source = '{{ title }}{% if False %}{{ slow }}{% endif %}';
    expect(engine.fromString(source).render({ title: 'Jaws', slow: later(1) })).toBe('Jaws');
  });
});

describe('values to wait for', () => {
  const movies = () => new Programme([{ title: 'Jaws' }, { title: '<Alien>' }]);

  test.each([
    ['{{ title }}', { title: later('<Jaws>') }, '&lt;Jaws&gt;'],
    ['{{ title|lower }}', { title: later('Jaws') }, 'jaws'],
    ['{{ none|default:title }}', { title: later('Jaws') }, 'Jaws'],
    ['{{ movie.title }}', { movie: later({ title: 'Jaws' }) }, 'Jaws'],
    ['{{ movie.title }}', { movie: { title: later('Jaws') } }, 'Jaws'],
    ['{{ movie.title }}', { movie: () => later({ title: 'Jaws' }) }, 'Jaws'],
    ['{{ movie.director.name }}', { movie: { director: unloaded('Spielberg') } }, 'Spielberg'],
    ['{{ year }}', { year: later(1975) }, '1975'],
    ['{{ nothing }}', { nothing: later(undefined) }, ''],
    ['{{ nothing }}', { nothing: later(null) }, 'None'],
    ['{% if shown %}yes{% endif %}', { shown: later(true) }, 'yes'],
    [
      '{% if year > 1970 and year in years %}yes{% endif %}',
      { year: later(1975), years: later([1975]) },
      'yes',
    ],
    [
      '{% for movie in movies %}{{ movie.title }} {% endfor %}',
      { movies: movies() },
      'Jaws &lt;Alien&gt; ',
    ],
    [
      '{% for movie in movies %}{{ movie }}{% endfor %}',
      { movies: [later('Jaws'), 'Alien'] },
      'JawsAlien',
    ],
    ['{% for a, b in pairs %}{{ a }}{{ b }}{% endfor %}', { pairs: [later([later(1), 2])] }, '12'],
    ['{% for x in none %}x{% empty %}none{% endfor %}', { none: later([]) }, 'none'],
    ['{{ movies.count }}', { movies: movies() }, '2'],
    ['{{ movies.first.title }}', { movies: movies() }, 'Jaws'],
    ['{{ movies.1.title }}', { movies: movies() }, '&lt;Alien&gt;'],
    ['{{ movies|length }}', { movies: movies() }, '2'],
    ['{% with m=movies.first %}{{ m.title }}{% endwith %}', { movies: movies() }, 'Jaws'],
    ['{% with m=movies %}{{ m.count }}{% endwith %}', { movies: movies() }, '2'],
    ['{% firstof none title %}', { title: later('Jaws') }, 'Jaws'],
    ['{% cycle title "b" %}', { title: later('Jaws') }, 'Jaws'],
    ['{% filter upper %}{{ title }}{% endfilter %}', { title: later('Jaws') }, 'JAWS'],
    ['{% widthratio part whole 100 %}', { part: later(1), whole: later(4) }, '25'],
    [
      '{% spaceless %}<b> {{ title }} </b> <i></i>{% endspaceless %}',
      { title: later('x') },
      '<b> x </b><i></i>',
    ],
    [
      '{% regroup movies by year as g %}{% for x in g %}{{ x.grouper }}:{{ x.list|length }} {% endfor %}',
      { movies: [{ year: later(1975) }, { year: 1975 }, { year: 1979 }] },
      '1975:2 1979:1 ',
    ],
    [
      '{% for m in movies|dictsort:"director.name" %}{{ m.title }} {% endfor %}',
      {
        movies: [
          { title: 'Jaws', director: unloaded('Spielberg') },
          { title: 'Barry Lyndon', director: unloaded('Kubrick') },
        ],
      },
      'Barry Lyndon Jaws ',
    ],
  ])('%s', async (source, context, output) => {
    const rendered = engine.fromString(source).render(context);
    expect(rendered).toBeInstanceOf(Promise);
    expect(await rendered).toBe(output);
  });

  test('in blocks, their parents and included templates', async () => {
    expect(await engine.render('child.html', { title: later('Jaws'), site: later('Cinema') })).toBe(
      '<Jaws Cinema>',
    );
    const source = '{% for movie in movies %}{% include "row.html" %}{% endfor %}';
    const rows = ['Jaws', 'Duel'].map((title) => ({ title, director: unloaded('Spielberg') }));
    expect(await engine.fromString(source).render({ movies: rows })).toBe(
      '[Jaws Spielberg][Duel Spielberg]',
    );
  });

  test('an asynchronous iterable is a sequence', async () => {
    async function* movies() {
      yield 'Jaws';
      yield 'Alien';
    }
    const source = '{% for movie in movies %}{{ movie }} {% endfor %}';
    expect(await engine.fromString(source).render({ movies })).toBe('Jaws Alien ');
  });

  test('what a loop waits for is waited for once a row', async () => {
    let loads = 0;
    const director = {
      [LOAD]: () => {
        loads++;
        return later({ name: 'Spielberg', born: 1946 });
      },
    };
    const source =
      '{% for d in directors %}{{ d.name }} {{ d.born }}{% if d.name %}!{% endif %}{% endfor %}';
    expect(await engine.fromString(source).render({ directors: [director] })).toBe(
      'Spielberg 1946!',
    );
    expect(loads).toBe(1);
  });

  test('a list that is not used is not fetched', () => {
    const unused = movies();
    const source = '{% with m=movies %}{{ title }}{% endwith %}';
    expect(engine.fromString(source).render({ movies: unused, title: 'Jaws' })).toBe('Jaws');
    expect(unused.runs).toBe(0);
  });

  test('many renders at once keep apart', async () => {
    const template = engine.fromString(
      '{% for x in list %}{% cycle "a" "b" %}{{ x }}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %}',
    );
    const render = (n: number) => template.render({ list: [later(n), later(n), later(n)] });
    const outputs = await Promise.all([render(1), render(2), render(3)]);
    expect(outputs).toEqual(['a11b1a1', 'a22b2a2', 'a33b3a3']);
  });
});

describe('a promise that fails', () => {
  test('fails the render with the line of the template', async () => {
    const template = engine.fromString('one\n{{ broken }}');
    const failing = template.render({ broken: Promise.reject(new Error('no projector')) });
    await expect(failing).rejects.toThrow('no projector');
    const error = await Promise.resolve(failing).catch((thrown: Error) => thrown);
    expect((error as Error).stack).toContain('<template string>:2:4');
  });

  test('does not end the process while another is awaited', async () => {
    const source = '{% for x in list %}{{ x }}{% endfor %}';
    const list = [
      new Promise((resolve) => setTimeout(resolve, 5)),
      Promise.reject(new Error('no')),
    ];
    await expect(engine.fromString(source).render({ list })).rejects.toThrow('no');
  });
});
