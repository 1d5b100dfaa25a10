import { parseSync } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';
import { run, typeCheck, writeExamples } from './example-modules.ts';
import { readPages } from './pages.ts';

const FLAGS = /^(run|new|fragment|output|file=[\w./-]+\.ts)$/;

const pages = readPages().filter(({ path }) => /^(docs\/|README\.md$)/.test(path));
const modules = writeExamples(pages);

test('the examples of the pages type-check', () => {
  expect(modules.length).toBeGreaterThan(0);
  expect(typeCheck(modules)).toEqual([]);
});

describe('the examples that are marked as such run', () => {
  test.each(modules.filter(({ isRun }) => isRun))('$title', (module) => {
    const printed = run(module);
    if (module.output !== undefined) expect(printed).toBe(module.output);
  });
});

test('fragments are well-formed at least', () => {
  const malformed = pages.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language, flags }) => language === 'ts' && flags.includes('fragment'))
      .filter(({ code }) => parseSync('fragment.ts', code).errors.length > 0)
      .map(({ line }) => `${path}:${line}`),
  );
  expect(malformed).toEqual([]);
});

test('blocks have no flag that nobody knows', () => {
  const unknown = pages.flatMap(({ path, blocks }) =>
    blocks.flatMap(({ flags, line }) =>
      flags.filter((flag) => !FLAGS.test(flag)).map((flag) => `${path}:${line} ${flag}`),
    ),
  );
  expect(unknown).toEqual([]);
});
