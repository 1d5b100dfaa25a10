import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { isUptempoError } from '../../src/core/index.ts';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { randomContext, randomSource, TemplateMaker } from './random-template.ts';

/** `UPTEMPO_FUZZ=100000` makes it long; the seed of a failure stands in its message. */
const COUNT = Number(process.env.UPTEMPO_FUZZ ?? 3000);
const FIRST_SEED = Number(process.env.UPTEMPO_FUZZ_SEED ?? 1);

/** The elements that filters and tags make themselves; their attributes come from nowhere else. */
const OWN_TAGS =
  /<\/?(?:p|br|ul|li)>|<a href="[^"<>]*"(?: rel="nofollow")?>|<\/a>|<script(?: id="[^"<>]*")? type="application\/json">[^<>]*<\/script>|<input type="hidden" name="csrfmiddlewaretoken" value="[^"<>]*">/g;

/** Templates that send such elements through further filters, which may cut and change them. */
const CHANGES_TAGS =
  /\{% filter|(?:linebreaks(?:br)?|urlize(?:trunc)?|unordered_list|json_script)(?::[^|}\s]*)?\s*\|/;

const templates = {
  'base.html':
    '{% for x in movies %}{% block content %}{{ x.title }}{% endblock %}{% endfor %}{% block n1 %}{% endblock %}',
  'row.html':
    '[{{ a }}{{ movie.title }}{{ forloop.counter }}{% cycle a "b" %}{% ifchanged a %}{{ a }}{% endifchanged %}]',
};

test(`${COUNT} random templates give safe pages or coded errors`, {
  timeout: 600_000,
}, async () => {
  const engine = createTemplateEngine({ templates, isDevelopment: true, maxNesting: 5 });
  let pages = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
    const random = randomSource(seed);
    const source = new TemplateMaker(random).template();
    try {
      const page = await engine.fromString(source).render(randomContext(random));
      pages++;
      expect(strayMarkup(page), describeCase(seed, source)).toEqual([]);
      expect(page, describeCase(seed, source)).not.toMatch(/<x/i);
      if (CHANGES_TAGS.test(source)) continue;
      expect(page.replace(OWN_TAGS, ''), describeCase(seed, source)).not.toMatch(/[<>]/);
    } catch (error) {
      if (!isUptempoError(error)) throw new Error(describeCase(seed, source), { cause: error });
    }
  }
  expect(pages).toBeGreaterThan(COUNT / 3);
});

/** A template that is included often becomes a plain function, where that is possible. */
const OFTEN = 22;
const REPEATED = Math.ceil(COUNT / 3);

test(`${REPEATED} random templates are the same page when they are included often`, {
  timeout: 600_000,
}, async () => {
  let plain = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + REPEATED; seed++) {
    const source = new TemplateMaker(randomSource(seed)).template();
    if (/random|lorem/.test(source)) continue;
    const page = '{% include "case.html" %}';
    const engine = createTemplateEngine({
      templates: { ...templates, 'case.html': source, page },
      maxNesting: 5,
    });
    const outcome = async (name: string) => {
      try {
        return await engine.render(name, randomContext(randomSource(-seed)));
      } catch (error) {
        if (isUptempoError(error)) return error.message;
        throw new Error(describeCase(seed, source), { cause: error });
      }
    };
    const expected = await outcome('case.html');
    for (let render = 1; render < OFTEN; render++) await outcome('page');
    expect(await outcome('page'), describeCase(seed, source)).toBe(expected);
    if (isPlain(engine)) plain++;
  }
  expect(plain).toBeGreaterThan(REPEATED / 5);
});

function isPlain(engine: ReturnType<typeof createTemplateEngine>): boolean {
  try {
    return engine.compile(['case.html', 'page']).includes('return (function template(');
  } catch {
    return false;
  }
}

/**
 * What a browser would make of the values that must never be markup: elements `x`, and attributes
 * `onx`, wherever they come up.
 */
function strayMarkup(page: string): readonly string[] {
  const stray: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) {
      const handlers = node.attrs.filter(({ name }) => name.startsWith('on'));
      if (node.tagName === 'x' || handlers.length > 0) stray.push(node.tagName);
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(page));
  return stray;
}

function describeCase(seed: number, source: string): string {
  return `seed ${seed}: ${source}`;
}
