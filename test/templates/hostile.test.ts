import { describe, expect, test } from 'vitest';
import { isUptempoError } from '../../src/core/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';

/**
 * Texts made to be slow. Time is the processor's for this thread, so that a busy machine does not
 * count, and only ever compared with that of a text an eighth as long.
 */
const TIMES = 8;

/**
 * Work that grows as its square takes 64 times as long, what grows as the text 8 times; collecting
 * garbage adds to either.
 */
const MOST = 40;

const engine = createTemplateEngine({ templates: { 'row.html': 'x' } });

function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The least of a few runs: what else a process does now and then only adds. */
function leastMs(work: () => unknown): number {
  return Math.min(...Array.from({ length: 3 }, () => cpuMs(work)));
}

/** A text that is small enough takes a fraction of a millisecond, in which nothing can be compared. */
const MEASURABLE_MS = 2;

/** How often a text is measured again that seems slow: only what is slow each time is. */
const ATTEMPTS = 4;

function growth(work: (size: number) => unknown): number {
  let size = 500;
  let small = leastMs(() => work(size));
  while (small < MEASURABLE_MS && size < 8_000) {
    size *= 2;
    small = leastMs(() => work(size));
  }
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least >= MOST; attempt++) {
    const large = cpuMs(() => work(size * TIMES));
    least = Math.min(least, large / Math.max(small, MEASURABLE_MS));
  }
  return least;
}

/** A page or a coded error; anything else is a mistake of ours. */
function attempt(template: string, context: object = {}): void {
  try {
    engine.fromString(template).render(context as never);
  } catch (error) {
    if (!isUptempoError(error)) throw error;
  }
}

describe('reading a template takes time that grows as the template', () => {
  test.each<[string, (size: number) => string]>([
    ['{', (size) => '{'.repeat(size)],
    ['{{', (size) => '{{'.repeat(size)],
    ['{%', (size) => '{%'.repeat(size)],
    ['{#', (size) => '{#'.repeat(size)],
    ['{{ and line ends', (size) => '{{\n'.repeat(size)],
    ['unclosed variables', (size) => '{{ a '.repeat(size)],
    ['text', (size) => 'text { } % '.repeat(size)],
    ['variables', (size) => '{{ a }}'.repeat(size)],
    ['a chain of filters', (size) => `{{ a${'|upper'.repeat(size)} }}`],
    ['a chain of unknown filters', (size) => `{{ a${'|nope'.repeat(size)} }}`],
    ['an unclosed quote', (size) => `{{ "${'\\"'.repeat(size)} }}`],
    ['quotes', (size) => `{{ ${'"'.repeat(size)} }}`],
    ['words', (size) => `{% url ${'a '.repeat(size)}%}`],
    ['named words', (size) => `{% include "row.html" with${' a=1'.repeat(size)} %}`],
    ['spaces', (size) => `{% if${' '.repeat(size)}a %}{% endif %}`],
    ['loads', (size) => '{% load humanize %}'.repeat(size)],
    [
      'blocks',
      (size) => Array.from({ length: size }, (_, n) => `{% block b${n} %}x{% endblock %}`).join(''),
    ],
    ['conditions', (size) => '{% if a %}x{% endif %}'.repeat(size)],
    ['loops', (size) => '{% for x in a %}x{% endfor %}'.repeat(size)],
    ['includes', (size) => '{% include "row.html" %}'.repeat(size)],
    ['comments', (size) => '{% comment %}'.repeat(size)],
    ['verbatim', (size) => '{% verbatim %}'.repeat(size)],
    ['names', (size) => `{% cycle ${'"a" '.repeat(size)}%}`],
    [
      'names in a loop',
      (size) =>
        `{% for ${Array.from({ length: size }, (_, n) => `x${n}`).join(', ')} in a %}{% endfor %}`,
    ],
    ['digits', (size) => `{{ ${'1'.repeat(size)} }}`],
    ['dots', (size) => `{{ a${'.'.repeat(size)} }}`],
    ['a late mistake', (size) => `${'text\n'.repeat(size)}{% nope %}`],
  ])('%s', (_what, template) => {
    expect(growth((size) => attempt(template(size)))).toBeLessThan(MOST);
  });
});

describe('filters take time that grows as their text', () => {
  // Those that look for something in it; the others replace characters one by one.
  const FILTERS = [
    'urlize',
    'striptags',
    'truncatewords_html:3',
    'truncatechars_html:9',
    'slugify',
    'wordwrap:5',
    'title',
  ];
  const TEXTS: readonly (readonly [string, (size: number) => string])[] = [
    ['<', (size) => '<'.repeat(size)],
    ['<a', (size) => '<a '.repeat(size)],
    ['</', (size) => '</'.repeat(size)],
    ['<!--', (size) => '<!--'.repeat(size)],
    ['&', (size) => '&'.repeat(size)],
    ['(', (size) => `http://a.org/${'('.repeat(size)}`],
    [')', (size) => `http://a.org/${')'.repeat(size)}`],
    ['&amp;', (size) => `www.a.org/${'&amp;'.repeat(size)}`],
    [';', (size) => `www.a.org/${';'.repeat(size)}`],
    ['www.', (size) => 'www.'.repeat(size)],
    ['@', (size) => 'a@'.repeat(size)],
    ['a@b.c', (size) => 'a@b.org '.repeat(size)],
    ['-', (size) => '-'.repeat(size)],
    ['spaces', (size) => `a${' '.repeat(size)}b`],
    ['line ends', (size) => '\n'.repeat(size)],
    ['digits', (size) => '1'.repeat(size)],
    ["'", (size) => "a'B".repeat(size)],
  ];
  test.each(FILTERS)('%s', (filter) => {
    const template = createTemplateEngine().fromString(`{% load humanize %}{{ text|${filter} }}`);
    for (const [name, make] of TEXTS) {
      const grown = growth((size) => {
        try {
          template.render({ text: make(size) });
        } catch (error) {
          if (!isUptempoError(error)) throw error;
        }
      });
      expect(grown, name).toBeLessThan(MOST);
    }
  });
});

test.each<[string, () => string]>([
  ['a megabyte of {', () => '{'.repeat(1_000_000)],
  ['a hundred thousand filters', () => `{{ a${'|upper'.repeat(100_000)} }}`],
  ['a hundred thousand tags', () => '{% if a %}'.repeat(100_000)],
  ['a hundred thousand parentheses', () => `{% if ${'('.repeat(100_000)}a %}{% endif %}`],
  [
    'seventy thousand names for an included template',
    () =>
      `{% include "row.html" with ${Array.from({ length: 70_000 }, (_, n) => `a${n}=1`).join(' ')} only %}`,
  ],
  ['a hundred thousand words', () => `{% if a${' or a'.repeat(100_000)} %}{% endif %}`],
])('%s is a page or a coded error', (_what, template) => {
  attempt(template());
});
