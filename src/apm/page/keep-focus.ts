/**
 * Draws anew and puts the focus back on what had it, by its `data-key` or id; what was open stays
 * open.
 */
export function keepFocus(root: HTMLElement, draw: () => void): void {
  const focused = (root.getRootNode() as ShadowRoot).activeElement;
  const selector = focused === null ? undefined : selectorOf(focused);
  const open = [...root.querySelectorAll('[aria-expanded="true"]')].map(selectorOf);
  draw();
  for (const opened of open) {
    const button = opened === undefined ? null : root.querySelector<HTMLElement>(opened);
    if (button?.getAttribute('aria-expanded') === 'false') button.click();
  }
  if (selector !== undefined) root.querySelector<HTMLElement>(selector)?.focus();
}

function selectorOf(element: Element): string | undefined {
  const key = element.getAttribute('data-key');
  if (key !== null) return `[data-key="${CSS.escape(key)}"]`;
  return element.id === '' ? undefined : `#${CSS.escape(element.id)}`;
}
