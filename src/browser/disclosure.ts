import { type Child, element } from './dom.ts';

export interface Disclosure {
  readonly class: string;
  readonly summaryClass: string;
  readonly summary: readonly Child[];
  /** Builds what is shown below; called once, when it is first opened. */
  readonly detail: () => HTMLElement;
}

/** An item of a list that opens. */
export function disclosure(options: Disclosure): HTMLLIElement {
  const button = element(
    'button',
    {
      type: 'button',
      class: `row-button ${options.summaryClass}`,
      'aria-expanded': 'false',
      onclick: toggle,
    },
    ...options.summary,
  );
  const item = element('li', { class: options.class }, button);
  let detail: HTMLElement | undefined;

  function toggle(): void {
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    if (detail === undefined) {
      detail = options.detail();
      item.append(detail);
    }
    detail.hidden = isOpen;
  }
  return item;
}
