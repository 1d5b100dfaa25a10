import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFiles } from '../../support/files.ts';
import { hundredModels } from './hundred-models.ts';
import { typeCheck } from './type-check.ts';

/**
 * What 100 circular models and 800 queries may take, 1.25 × what they took when this was set. Types
 * that enumerate paths take ten times as much; raise it only for a reason.
 */
const MAX_INSTANTIATIONS = 1_900_000;

test('what must compile compiles, what must not does not', () => {
  const files = globSync('*.test-d.ts', { cwd: import.meta.dirname });
  expect(files.length).toBeGreaterThan(0);
  const { errors } = typeCheck(files.map((file) => join(import.meta.dirname, file)));
  expect(errors).toEqual([]);
});

test('a hundred circular models stay within their budget', () => {
  const folder = temporaryFiles({ 'models.mts': hundredModels() });
  const { errors, instantiations } = typeCheck([join(folder, 'models.mts')]);
  expect(errors).toEqual([]);
  expect(instantiations).toBeGreaterThan(1_000);
  expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
});
