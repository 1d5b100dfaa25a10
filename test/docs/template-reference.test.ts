import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { configureTranslations } from '../../src/i18n/index.ts';
import {
  builtinFilters,
  builtinLibraries,
  builtinTags,
  createTemplateEngine,
} from '../../src/templates/index.ts';
import { root } from '../support/repository.ts';
import {
  firstBlock,
  type ReferenceEntry,
  type ReferenceExample,
  readRows,
  readSections,
} from './template-reference.ts';

type Kind = 'tags' | 'filters';
type Names = Readonly<Record<string, readonly string[]>>;

const OVERVIEW = 'docs/reference/templates.md';
const ALWAYS = 'builtins';

const pages: Readonly<Record<Kind, readonly ReferenceEntry[]>> = {
  tags: readSections('docs/reference/template-tags.md'),
  filters: readRows('docs/reference/template-filters.md'),
};

/** Written by builtin_names.py. */
const django: Readonly<Record<string, Readonly<Record<Kind, readonly string[]>>>> = JSON.parse(
  readFileSync(join(root, 'test/templates/django/builtin-names.json'), 'utf8'),
);

const context: Readonly<Record<string, unknown>> = runInThisContext(
  `${firstBlock(OVERVIEW, 'js')}\ncontext;`,
);

const cache = createCache();

beforeAll(() => {
  configureTranslations({ localePaths: [join(root, 'test/templates/django/locale')] });
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2025-06-20T12:00:00Z') });
});

afterAll(async () => {
  vi.useRealTimers();
  await cache.close();
});

function render(
  { template, templates }: ReferenceExample,
  library: string | undefined,
): string | Promise<string> {
  const engine = createTemplateEngine({
    templates: { ...templates, 'page.html': load(library) + template },
    resolveUrl: (name, args) => `/${name}/${args.map((arg) => `${arg}/`).join('')}`,
    fragmentCaches: () => cache,
  });
  return engine.render('page.html', context);
}

function load(library: string | undefined): string {
  return library === undefined ? '' : `{% load ${library} %}`;
}

function sortedByLibrary(entries: Iterable<readonly [string, Iterable<string>]>): Names {
  const filled = [...entries].map(([name, names]) => [name, [...names].sort()] as const);
  return Object.fromEntries(filled.filter(([, names]) => names.length > 0));
}

function namesOnPage(kind: Kind): Names {
  const byLibrary = Map.groupBy(pages[kind], ({ library }) => library ?? ALWAYS);
  return sortedByLibrary(
    Array.from(byLibrary, ([library, entries]) => [library, entries.flatMap(({ names }) => names)]),
  );
}

function namesInEngine(kind: Kind): Names {
  const always = { tags: builtinTags.tags, filters: builtinFilters.filters };
  return sortedByLibrary([
    [ALWAYS, always[kind].keys()],
    ...Array.from(builtinLibraries, ([name, library]) => [name, library[kind].keys()] as const),
  ]);
}

describe.each(['tags', 'filters'] as const)('the reference of %s', (kind) => {
  test('has what the engine has, each in its library and once', () => {
    expect(namesOnPage(kind)).toEqual(namesInEngine(kind));
  });

  test('has what Django has', () => {
    const names = Object.entries(django).map(([library, of]) => [library, of[kind]] as const);
    expect(namesOnPage(kind)).toEqual(sortedByLibrary(names));
  });

  test('has them in the order of the alphabet', () => {
    const byLibrary = Map.groupBy(pages[kind], ({ library }) => library);
    for (const entries of byLibrary.values()) {
      const first = entries.map(({ names }) => names[0]);
      expect(first).toEqual(first.toSorted());
    }
  });

  test('explains each, and shows it in an example', () => {
    const mark = kind === 'tags' ? '\\{% ' : '\\|';
    const unshown = pages[kind].flatMap(({ names, explanation, examples, at }) => {
      const texts = examples.flatMap(({ template, templates }) => [
        template,
        ...Object.values(templates),
      ]);
      const isShown = (name: string) =>
        texts.some((text) => new RegExp(`${mark}${name}\\b`).test(text));
      return explanation !== '' && names.every(isShown) ? [] : [at];
    });
    expect(unshown).toEqual([]);
  });

  test('shows what its examples print', async () => {
    const wrong: object[] = [];
    for (const { library, examples, at } of pages[kind]) {
      for (const example of examples) {
        const printed = await render(example, library);
        if (printed !== example.output) wrong.push({ at, ...example, printed });
      }
    }
    expect(wrong).toEqual([]);
  });
});
