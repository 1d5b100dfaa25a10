import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultRules, missingIndex } from '../../src/observe/index.ts';

const page = readFileSync(new URL('../../docs/reference/findings.md', import.meta.url), 'utf8');

test('the reference has a section for every rule, and no other', () => {
  const sections = [...page.matchAll(/^## `(.+)`$/gm)].map(([, code]) => code);
  const codes = [...defaultRules, missingIndex].map(({ code }) => code);
  expect(new Set(sections)).toEqual(new Set(codes));
});
