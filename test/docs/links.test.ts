import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/repository.ts';
import { type RepositoryPage, readPages } from './pages.ts';

const pages = readPages();

test('there are pages, and links between them', () => {
  expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(0);
});

test.each(pages.filter(({ links }) => links.length > 0))(
  'the links of $path lead somewhere',
  (page) => {
    const broken = page.links.filter(({ target }) => !resolves(page, target));
    expect(broken.map(({ target, line }) => `${page.path}:${line} ${target}`)).toEqual([]);
  },
);

test('docs/README.md leads to every page of docs/, in one step or more', () => {
  const reached = new Set<string>();
  const follow = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    const links = pages.find((page) => page.path === path)?.links ?? [];
    for (const { target } of links) follow(pathOf(path, target));
  };
  follow('docs/README.md');
  const all = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  expect(all.filter((path) => !reached.has(path))).toEqual([]);
});

function resolves(page: RepositoryPage, target: string): boolean {
  const path = pathOf(page.path, target);
  const anchor = target.split('#')[1];
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined) return true;
  return pages.find((candidate) => candidate.path === path)?.anchors.includes(anchor) === true;
}

/** From the root of the repository; a link that is an anchor alone stays on its page. */
function pathOf(from: string, target: string): string {
  const file = decodeURI(target.split('#')[0]!);
  return file === '' ? from : posix.join(dirname(from), file);
}
