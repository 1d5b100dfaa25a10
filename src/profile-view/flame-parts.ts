import { element, percent } from '../browser/index.ts';
import type { ProfileDocument, TreeJson } from './document.ts';
import { KINDS, kindShares, OTHERS_CODE } from './frame-kinds.ts';
import { keptTree } from './kept-tree.ts';

/** Without what others wrote; the whole tree where nothing of the application's is in it. */
export function ownCode({ tree, frames }: ProfileDocument): TreeJson {
  const isOwn = (frame: number) => !OTHERS_CODE.has(frames[frame]!.kind);
  const hasOwn = frames.some(({ kind }) => kind === 'application' || kind === 'template');
  return hasOwn ? keptTree(tree, isOwn) : tree;
}

export function searchBox(onInput: () => void): HTMLInputElement {
  return element('input', {
    type: 'search',
    class: 'filter',
    placeholder: 'Find a function',
    'aria-label': 'Find a function',
    oninput: onInput,
  });
}

/** The colours, and how much of the time each stands for. */
export function legend(profile: ProfileDocument): HTMLElement {
  const entries = kindShares(profile).map(([kind, share]) =>
    element(
      'li',
      {},
      element('span', { class: `swatch kind-${kind}`, 'aria-hidden': 'true' }),
      `${KINDS[kind]} `,
      element('span', { class: 'muted' }, percent(share)),
    ),
  );
  const label = 'Whose code the time was spent in';
  return element('ul', { class: 'legend', 'aria-label': label }, ...entries);
}

/** The node that an element stands for. */
export function nodeOf(target: EventTarget | null): number | undefined {
  const node = (target as HTMLElement | null)?.dataset?.node;
  return node === undefined ? undefined : Number(node);
}

/** What has the focus in the document or shadow tree that an element is in. */
export function activeIn(within: HTMLElement): Element | null {
  return (within.getRootNode() as Document | ShadowRoot).activeElement;
}
