import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/repository.ts';

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);

const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);

test('each locked package has its checksum, so that npm ci installs what was tested', () => {
  expect(installed.length).toBeGreaterThan(0);
  const unchecked = installed.filter(([, { integrity }]) => integrity === undefined);
  expect(unchecked.map(([path]) => path)).toEqual([]);
});

test('no locked package is bound to one registry', () => {
  const bound = installed.filter(([, { resolved }]) => resolved !== undefined);
  expect(bound.map(([path]) => path)).toEqual([]);
});
