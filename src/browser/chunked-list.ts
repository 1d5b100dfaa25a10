import { element } from './dom.ts';

/**
 * Rows made at a time: about a window of them, few enough that a processor a quarter as fast makes and
 * lays them out in a tenth of a second.
 */
const CHUNK = 40;

/**
 * A list that makes its rows as they are scrolled to, so that thousands of them open at once.
 */
export function chunkedList<Item>(
  items: readonly Item[],
  row: (item: Item, index: number) => HTMLElement,
  attributes: Readonly<Record<string, string>>,
): HTMLElement {
  const list = element('ol', attributes);
  const more = element('li', { class: 'more', 'aria-hidden': 'true' });
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
