import { expect, test } from 'vitest';
import { root } from '../support/repository.ts';
import { checkArchitecture } from './checker.ts';
import { readArchitecture } from './configuration.ts';
import { readSourceTree } from './source-tree.ts';

test('the sources keep to architecture.json', () => {
  const tree = readSourceTree(root, readArchitecture(root));
  expect(tree.sources.length).toBeGreaterThan(0);
  expect(checkArchitecture(tree)).toEqual([]);
});
