import { describe, expect, onTestFinished, test } from 'vitest';
import { type Cache, createCache } from '../../src/cache/index.ts';
import {
  createTemplateEngine,
  makeTemplateFragmentKey,
  type TemplateEngineOptions,
} from '../../src/templates/index.ts';

interface Kitchen {
  readonly caches: ReadonlyMap<string | undefined, Cache>;
  /** Renders a text that has `{% load cache %}` before it. */
  render(source: string, context?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** An engine with a cache for fragments and one called `other`. */
function kitchen(options: TemplateEngineOptions = {}): Kitchen {
  const caches = new Map([undefined, 'other'].map((name) => [name, createCache()]));
  onTestFinished(async () => {
    for (const cache of caches.values()) await cache.close();
  });
  const engine = createTemplateEngine({
    fragmentCaches(name) {
      const found = caches.get(name);
      if (found === undefined) throw new Error(`There is no cache "${name}"`);
      return found;
    },
    ...options,
  });
  return {
    caches,
    render: async (source, context) =>
      engine.fromString(`{% load cache %}${source}`).render(context),
  };
}

/** What Django 5.2 gives for the same templates with n = 1, then n = 2; null where it fails. */
const DJANGO: readonly [string, readonly [string, string] | null][] = [
  ['{% cache 100 x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100 "x" %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache "100" x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache " 100 " x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 1_000 x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 3.7 x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache True x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache None x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100|add:1 x %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 0 x %}{{ n }}{% endcache %}', ['1', '2']],
  ['{% cache -1 x %}{{ n }}{% endcache %}', ['1', '2']],
  ['{% cache missing x %}{{ n }}{% endcache %}', null],
  ['{% cache "soon" x %}{{ n }}{% endcache %}', null],
  ['{% cache %}{{ n }}{% endcache %}', null],
  ['{% cache 100 %}{{ n }}{% endcache %}', null],
  ['{% cache 100 x %}{{ n }}', null],
  ['{% cache 100 x n %}{{ n }}{% endcache %}', ['1', '2']],
  ['{% cache 100 x missing %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100 x|upper %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100 x using="other" %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100 using="other" %}{{ n }}{% endcache %}', ['1', '1']],
  ['{% cache 100 x using=missing %}{{ n }}{% endcache %}', null],
  ['{% cache 100 x using="nope" %}{{ n }}{% endcache %}', null],
  ['{% cache 100 x using="other" n %}{{ n }}{% endcache %}', null],
  ['{% cache 100 x %}{% now "Y" as y %}{% endcache %}[{{ y|length }}]', ['[4]', '[0]']],
  ['{% cache 100 x %}{{ h }}{% endcache %}', ['&lt;b&gt;', '&lt;b&gt;']],
  [
    '{% for i in "ab" %}{% cache 100 x %}{{ n }}{{ i }}{% endcache %}{% endfor %}',
    ['1a1a', '1a1a'],
  ],
  [
    '{% for i in "ab" %}{% cache 100 x i %}{{ n }}{{ i }}{% endcache %}{% endfor %}',
    ['1a1b', '1a1b'],
  ],
];

describe('{% cache %}', () => {
  test.for(DJANGO)('%s as in Django: %j', async ([source, expected]) => {
    const { render } = kitchen();
    const both = async () => [
      await render(source, { n: 1, h: '<b>' }),
      await render(source, { n: 2, h: '<b>' }),
    ];
    if (expected === null) await expect(both()).rejects.toThrow();
    else expect(await both()).toEqual(expected);
  });

  test('takes spans of time as well', async () => {
    const { render } = kitchen();
    const source = '{% cache "15m" x %}{{ n }}{% endcache %}';
    expect(await render(source, { n: 1 })).toBe('1');
    expect(await render(source, { n: 2 })).toBe('1');
  });

  test('says what is wrong, and where', async () => {
    const { render } = kitchen();
    await expect(render('\n{% cache "soon" x %}{% endcache %}')).rejects.toMatchObject({
      code: 'templates.cache.timeout',
      message: expect.stringContaining("'soon'"),
    });
    await expect(render('{% cache 100 %}{% endcache %}')).rejects.toMatchObject({
      code: 'templates.syntax.invalid',
    });
    await expect(
      kitchen({ fragmentCaches: undefined }).render('{% cache 1 x %}{% endcache %}'),
    ).rejects.toMatchObject({ code: 'templates.cache.unavailable' });
  });

  test('an error inside is the template’s, and nothing is kept', async () => {
    const { render } = kitchen();
    const source = '{% cache 100 x %}{{ reel.run }}{% endcache %}';
    const reel = {
      run() {
        throw new Error('The reel is torn');
      },
    };
    await expect(render(source, { reel })).rejects.toThrow('The reel is torn');
    expect(await render(source, { reel: { run: () => 'runs' } })).toBe('runs');
  });

  test('does not load what is inside on a hit, and waits for it on a miss', async () => {
    const { render } = kitchen();
    let loads = 0;
    const movies = {
      get list() {
        loads += 1;
        return Promise.resolve(['Jaws', 'Duel']);
      },
    };
    const source = '{% cache 100 x %}{% for m in movies.list %}{{ m }} {% endfor %}{% endcache %}';
    for (let i = 0; i < 3; i += 1) expect(await render(source, { movies })).toBe('Jaws Duel ');
    expect(loads).toBe(1);
  });

  test('of renders that miss at a time one renders', async () => {
    const { render } = kitchen();
    let runs = 0;
    const slow = async () => {
      runs += 1;
      await new Promise(setImmediate);
      return 'slow';
    };
    const source = '{% cache 100 x %}{{ slow }}{% endcache %}';
    const pages = await Promise.all(Array.from({ length: 20 }, () => render(source, { slow })));
    expect(new Set(pages)).toEqual(new Set(['slow']));
    expect(runs).toBe(1);
  });

  test('nests, stands in blocks and includes, and follows autoescape', async () => {
    const engine = createTemplateEngine({
      templates: {
        'base.html': '<{% block body %}{% endblock %}>',
        'row.html': '{% load cache %}{% cache 100 row m %}{{ m }}{{ n }}{% endcache %}',
        'page.html': `{% extends "base.html" %}{% load cache %}{% block body %}{% cache 100 list %}{% for m in movies %}{% include "row.html" %}{% cycle "," ";" %}{% endfor %}{% endcache %}{% autoescape off %}{% cache 100 raw %}{{ h }}{% endcache %}{% endautoescape %}{% endblock %}`,
      },
      fragmentCaches: kitchen().caches.get.bind(kitchen().caches) as never,
    });
    const context = { movies: ['Jaws', 'A&E'], h: '<i>' };
    for (const n of [1, 2]) {
      expect(await engine.render('page.html', { ...context, n })).toBe('<Jaws1,A&amp;E1;<i>>');
    }
  });

  test('streams around it', async () => {
    const { caches } = kitchen();
    const engine = createTemplateEngine({
      templates: {
        'page.html': '{% load cache %}head {% cache 100 x %}{{ slow }}{% endcache %} foot',
      },
      fragmentCaches: (name) => caches.get(name)!,
    });
    for (let i = 0; i < 2; i += 1) {
      const parts: string[] = [];
      for await (const part of engine.stream('page.html', { slow: Promise.resolve('body') })) {
        parts.push(part);
      }
      expect(parts.join('')).toBe('head body foot');
      expect(parts[0]).toBe('head ');
    }
  });

  test('works in templates compiled ahead', async () => {
    const templates = { 'page.html': '{% load cache %}{% cache 100 x n %}{{ n }}{% endcache %}' };
    const { caches } = kitchen();
    const text = createTemplateEngine({ templates }).compile();
    const { compiledTemplates } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const engine = createTemplateEngine({
      templates,
      compiled: compiledTemplates,
      fragmentCaches: (name) => caches.get(name)!,
    });
    expect(await engine.render('page.html', { n: 4 })).toBe('4');
  });
});

describe('keys of fragments', () => {
  test('delete the fragment', async () => {
    const { caches, render } = kitchen();
    const source = '{% cache 100 sidebar user.id flag %}{{ n }}{% endcache %}';
    const user = { id: 7 };
    expect(await render(source, { n: 1, user, flag: null })).toBe('1');
    expect(await render(source, { n: 2, user, flag: null })).toBe('1');
    const key = makeTemplateFragmentKey('sidebar', [7, null]);
    expect(key).toMatch(/^template\.cache\.sidebar\.[\w-]{43}$/);
    await caches.get(undefined)!.delete(key);
    expect(await render(source, { n: 3, user, flag: null })).toBe('3');
  });

  test('tell apart what Django’s separator would not, and take any name', () => {
    const lists = [
      [],
      [''],
      ['a', 'b'],
      ['a:b'],
      ['a,b'],
      ['a", "b'],
      ['ab'],
      ['', 'ab'],
      ['ab', ''],
      [['a', 'b']],
      [new Date(0)],
      [new Date(1)],
    ];
    const keys = lists.map((list) => makeTemplateFragmentKey('x', list));
    expect(new Set(keys).size).toBe(lists.length);
    expect(makeTemplateFragmentKey('x', [7])).toBe(makeTemplateFragmentKey('x', ['7']));
    for (const name of ['élan', '"x y"', 'x\r\nset', 'x'.repeat(500), '\ud800']) {
      expect(makeTemplateFragmentKey(name)).toMatch(/^[\x21-\x7e]{1,200}$/);
    }
    expect(makeTemplateFragmentKey('a', ['b'])).not.toBe(makeTemplateFragmentKey('ab'));
  });
});
