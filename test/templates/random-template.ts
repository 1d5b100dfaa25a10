/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a value must never put into a page as it is. */
export const WICKED = '<x onx="\'&">';

const NAMES = [
  'a',
  'b',
  'list',
  'movie',
  'movies',
  'text',
  'number',
  'nothing',
  'when',
  'map',
  'call',
];
const ATTRIBUTES = [
  'title',
  'year',
  '0',
  '1',
  'director',
  'items',
  'length',
  'constructor',
  'size',
  'count',
];

/** Every built-in filter that does not mark its result safe on request, with arguments to try. */
const FILTERS = [
  'add',
  'addslashes',
  'capfirst',
  'center',
  'cut',
  'date',
  'default',
  'default_if_none',
  'dictsort',
  'dictsortreversed',
  'divisibleby',
  'escape',
  'escapejs',
  'escapeseq',
  'filesizeformat',
  'first',
  'floatformat',
  'force_escape',
  'get_digit',
  'iriencode',
  'join',
  'json_script',
  'last',
  'length',
  'linebreaks',
  'linebreaksbr',
  'linenumbers',
  'ljust',
  'lower',
  'make_list',
  'phone2numeric',
  'pluralize',
  'pprint',
  'random',
  'rjust',
  'slice',
  'slugify',
  'stringformat',
  'time',
  'timesince',
  'timeuntil',
  'title',
  'truncatechars',
  'truncatewords',
  'unordered_list',
  'upper',
  'urlencode',
  'urlize',
  'urlizetrunc',
  'wordcount',
  'wordwrap',
  'yesno',
] as const;

const ARGUMENTS = [
  '"2"',
  '2',
  '-1',
  '"x"',
  '""',
  '":2"',
  '"a,b"',
  '"title"',
  '"Y-m-d"',
  'text',
  'nothing',
  '"s"',
  '".2f"',
  '"1.5"',
];
const OPERATORS = ['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'is', 'is not', 'and', 'or'];

/** Makes templates of the whole language, now and then with a mistake in them. */
export class TemplateMaker {
  readonly #random: () => number;
  #depth = 0;
  #blocks = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  template(): string {
    this.#blocks = 0;
    const head = this.#chance(0.1) ? '{% extends "base.html" %}' : '';
    const text = head + this.#nodes();
    return this.#chance(0.1) ? this.#damaged(text) : text;
  }

  #nodes(): string {
    if (this.#depth > 3) return 'x';
    this.#depth++;
    const count = Math.floor(this.#random() * 4);
    const nodes = Array.from({ length: count }, () => this.#node());
    this.#depth--;
    return nodes.join('');
  }

  #node(): string {
    const inner = () => this.#nodes();
    const value = () => this.#expression();
    const name = () => this.#pick(NAMES);
    const makers: readonly (() => string)[] = [
      () => this.#pick(['word ', ' ', '\n', '{', '}}', '%}']),
      () => `{{ ${value()} }}`,
      () => `{{ ${value()} }}`,
      () =>
        `{% if ${this.#condition()} %}${inner()}{% elif ${value()} %}${inner()}{% else %}${inner()}{% endif %}`,
      () =>
        `{% for ${name()} in ${value()} %}${inner()}{{ forloop.counter }}{% empty %}${inner()}{% endfor %}`,
      () =>
        `{% for ${name()}, ${name()} in ${this.#pick(['map', 'movie'])}.items %}${inner()}{% endfor %}`,
      () => `{% with ${name()}=${value()} ${name()}=${value()} %}${inner()}{% endwith %}`,
      () => `{% block n${++this.#blocks} %}${inner()}{% endblock %}`,
      () => `{% block content %}{{ block.super }}${inner()}{% endblock %}`,
      () => `{% include "row.html" %}${this.#chance(0.2) ? '{% include text %}' : ''}`,
      () => `{% include "row.html" with a=${value()}${this.#chance(0.5) ? ' only' : ''} %}`,
      () => `{% filter ${this.#filters(1)} %}${inner()}{% endfilter %}`,
      () => `{% spaceless %}${inner()}{% endspaceless %}`,
      () => `{% autoescape on %}${inner()}{% endautoescape %}`,
      () => `{% cycle ${value()} ${value()} as ${name()} %}`,
      () => `{% firstof ${value()} ${value()} %}`,
      () =>
        `{% ifchanged ${this.#chance(0.5) ? value() : ''} %}${inner()}{% else %}${inner()}{% endifchanged %}`,
      () => `{% regroup ${value()} by ${this.#pick(ATTRIBUTES)} as ${name()} %}`,
      () => `{% widthratio ${value()} ${value()} 100 %}`,
      () => `{% now "Y" as ${name()} %}`,
      () => `{% querystring a=${value()} %}`,
      () => `{% comment %}${inner()}{% endcomment %}`,
      () => `{% verbatim %}{{ x }}{% endverbatim %}`,
      () => `{% templatetag openblock %}{% lorem 2 w %}{% csrf_token %}{% debug %}`,
    ];
    return this.#pick(makers)();
  }

  #condition(): string {
    const parts = [this.#expression()];
    while (this.#chance(0.4)) parts.push(this.#pick(OPERATORS), this.#expression());
    return (this.#chance(0.2) ? 'not ' : '') + parts.join(' ');
  }

  #expression(): string {
    const base = this.#chance(0.2)
      ? this.#pick(['"quoted"', "'it'", '5', '1.5', '-2', 'None', 'True'])
      : [this.#pick(NAMES), ...this.#attributes()].join('.');
    const filters = this.#filters(0);
    return filters === '' ? base : `${base}|${filters}`;
  }

  #attributes(): string[] {
    const attributes: string[] = [];
    while (this.#chance(0.35)) attributes.push(this.#pick(ATTRIBUTES));
    return attributes;
  }

  #filters(least: number): string {
    const filters: string[] = [];
    while (filters.length < least || this.#chance(0.35)) filters.push(this.#filter());
    return filters.join('|');
  }

  /** Half of the filters get an argument, whether they take one or not. */
  #filter(): string {
    const name = this.#pick(FILTERS);
    return this.#chance(0.5) ? `${name}:${this.#pick(ARGUMENTS)}` : name;
  }

  /** Takes characters out, doubles them or puts a delimiter in. */
  #damaged(text: string): string {
    const at = Math.floor(this.#random() * text.length);
    const end = at + Math.floor(this.#random() * 5);
    const piece = this.#pick([
      '',
      text.slice(at, end),
      '{%',
      '%}',
      '{{',
      '}}',
      '|',
      ':',
      '"',
      '\\',
    ]);
    return text.slice(0, at) + piece + text.slice(end);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}

/** Variables of every kind, with something to escape wherever there is text. */
export function randomContext(random: () => number): Record<string, unknown> {
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const text = () =>
    pick(WICKED, `${WICKED} http://a.org/${WICKED} ${WICKED}`, '', 'Jaws', "o'x", '12');
  const movie = () => ({
    title: text(),
    year: pick<unknown>(1975, '1975', null, undefined, Number.NaN, 1.5),
    director: pick<unknown>(null, { title: text() }, text(), Promise.resolve({ title: text() })),
    [WICKED]: text(),
  });
  const promised = (value: unknown) => (random() < 0.1 ? Promise.resolve(value) : value);
  return {
    a: promised(text()),
    b: pick<unknown>(null, 0, text(), [text()], true),
    list: promised([text(), [text(), [text()]], 5, null, { [text()]: text() }]),
    movie: promised(movie()),
    movies: promised(Array.from({ length: Math.floor(random() * 4) }, movie)),
    text: text(),
    number: pick<unknown>(0, -1, 7.5, 1e21, 12n, Number.POSITIVE_INFINITY),
    when: pick<unknown>(new Date(1e11), new Date(Number.NaN), '1975-06-20', '10:00', text()),
    map: new Map<unknown, unknown>([
      [text(), text()],
      [1, [text()]],
    ]),
    call: () => text(),
    csrf_token: text(),
    request: { query: { [WICKED]: text(), page: ['1', text()] } },
  };
}
