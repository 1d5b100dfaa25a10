import { element } from './dom.ts';

/** Rows made at a time: enough to fill any window, few enough not to be felt. */
const CHUNK = 100;

/**
 * A list that makes its rows as they are scrolled to, so that thousands of them open at once.
 */
export function chunkedList<Item>(
  items: readonly Item[],
  row: (item: Item, index: number) => HTMLElement,
  attributes: Readonly<Record<string, string>>,
): HTMLElement {
  const list = element('ol', attributes);
  const more = element('li', { class: 'more', role: 'presentation' });
  let made = 0;
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) addChunk();
  });

  function addChunk(): void {
    const chunk = items.slice(made, made + CHUNK).map((item, index) => row(item, made + index));
    made += chunk.length;
    more.before(...chunk);
    // Observed anew, as the observer speaks up only when visibility changes.
    observer.unobserve(more);
    if (made < items.length) observer.observe(more);
    else more.remove();
  }

  list.append(more);
  addChunk();
  return list;
}
