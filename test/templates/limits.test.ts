import { describe, expect, test } from 'vitest';
import { createTemplateEngine } from '../../src/templates/index.ts';
import { errorOf } from './renderer.ts';

const engine = createTemplateEngine({
  limits: { timeMs: 100, outputLength: 10_000 },
  maxNesting: 5,
  templates: {
    'row.html': '{% for x in list %}{{ x }}{% endfor %}',
    'self.html': '{% include "self.html" %}',
  },
});

const list = Array.from({ length: 100 }, (_, index) => index);

function codeOf(source: string, context: object = {}): string | undefined {
  return errorOf(() => engine.fromString(source).render({ list, ...context })).code;
}

describe('a render under limits', () => {
  test('works as any other within them', () => {
    const source =
      '{% for x in list|slice:":3" %}{{ x|add:1 }}{% include "row.html" with list="ab" %}{% endfor %}';
    expect(engine.fromString(source).render({ list })).toBe('1ab2ab3ab');
  });

  test.each([
    '{% for a in list %}{% for b in list %}{{ a }}{{ b }}{% endfor %}{% endfor %}',
    '{% for a in list %}{% for b in list %}text{% endfor %}{% endfor %}',
    '{{ "x"|center:20000 }}',
    '{% filter upper %}{{ "x"|center:20000 }}{% endfilter %}',
    '{% for a in list %}{% include "row.html" %}{% endfor %}',
    '{% lorem 100 p %}',
  ])('%s writes too much', (source) => {
    expect(codeOf(source)).toBe('templates.limit.output');
  });

  test('loops that write nothing take too long', () => {
    const loops = 5;
    const source = '{% for a in list %}'.repeat(loops) + '{% endfor %}'.repeat(loops);
    expect(codeOf(source)).toBe('templates.limit.time');
  });

  test('waiting counts', async () => {
    const never = new Promise(() => {});
    await expect(engine.fromString('{{ never }}').render({ never })).rejects.toMatchObject({
      code: 'templates.limit.time',
    });
  });

  test('templates include one another only so deep', () => {
    expect(codeOf('{% include "self.html" %}')).toBe('templates.limit.nesting');
  });
});

describe('a template that is too deep to read', () => {
  test.each([
    '{% if a %}'.repeat(5000) + '{% endif %}'.repeat(5000),
    '{% for a in b %}'.repeat(5000) + '{% endfor %}'.repeat(5000),
    `{% if a${' and a'.repeat(5000)} %}{% endif %}`,
    `{{ a${'.a'.repeat(5000)} }}`,
  ])('is refused', (source) => {
    expect(codeOf(source)).toBe('templates.limit.nesting');
  });
});

test('limits must be complete and positive', () => {
  const define = (limits: object) => () => createTemplateEngine({ limits: limits as never });
  expect(errorOf(define({ timeMs: 5 })).code).toBe('templates.engine.limits');
  expect(errorOf(define({ timeMs: 0, outputLength: 5 })).code).toBe('core.option.invalid');
  expect(errorOf(define({ timeMs: 1, outputLength: 5, memory: 1 })).code).toBe(
    'core.option.unknown',
  );
});
