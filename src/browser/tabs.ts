import { element } from './dom.ts';

/** One tab; its panel is built when it is first shown. */
export interface Tab {
  readonly name: string;
  readonly label: string;
  /** Shown behind the label. */
  readonly count?: number | undefined;
  /** Whether the count is one of problems. */
  readonly isProblem?: boolean;
  readonly build: () => HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  /** Shows a tab as if the reader had chosen it. */
  choose(name: string): void;
}

/** Tabs by the WAI-ARIA pattern: one stop for Tab, arrows, Home and End move and select. */
export function createTabs(
  tabs: readonly Tab[],
  selected: string,
  onSelect: (name: string) => void,
): Tabs {
  const buttons = tabs.map((tab) => tabButton(tab, () => choose(tab.name)));
  const panels = tabs.map((tab) => tabPanel(tab));
  const list = element(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': 'Panels', onkeydown: move },
    ...buttons,
  );
  const container = element('div', { class: 'tabbed' }, list, ...panels);

  function select(name: string): void {
    tabs.forEach((tab, index) => {
      const isSelected = tab.name === name;
      const panel = panels[index]!;
      buttons[index]!.setAttribute('aria-selected', String(isSelected));
      buttons[index]!.tabIndex = isSelected ? 0 : -1;
      panel.hidden = !isSelected;
      if (isSelected && panel.childElementCount === 0) panel.append(tab.build());
    });
  }

  function choose(name: string): void {
    select(name);
    buttons[tabs.findIndex((tab) => tab.name === name)]!.focus();
    onSelect(name);
  }

  function move(event: KeyboardEvent): void {
    const current = buttons.indexOf(event.target as HTMLButtonElement);
    const next = nextIndex(event.key, current, buttons.length);
    if (current === -1 || next === undefined) return;
    event.preventDefault();
    choose(tabs[next]!.name);
  }

  select(tabs.some((tab) => tab.name === selected) ? selected : tabs[0]!.name);
  return { element: container, choose };
}

/** Where an arrow key leads in a row of `count`; undefined for other keys. */
export function nextIndex(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (current + 1) % count;
    case 'ArrowLeft':
      return (current - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function tabButton(tab: Tab, onclick: () => void): HTMLButtonElement {
  const { name, label, count, isProblem = false } = tab;
  return element(
    'button',
    {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': `panel-${name}`,
      onclick,
    },
    label,
    count !== undefined &&
      element('span', { class: isProblem ? 'count problem' : 'count' }, count.toLocaleString('en')),
  );
}

function tabPanel({ name }: Tab): HTMLElement {
  return element('div', {
    class: 'tab-panel',
    role: 'tabpanel',
    id: `panel-${name}`,
    'aria-labelledby': `tab-${name}`,
    tabindex: 0,
    hidden: true,
  });
}
