import { counted, duration, element, icon, nextIndex } from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { firstRequestNote } from './first-request.ts';

/** Opens a tab, or the one that is remembered when there is none to name. */
export type OpenTab = (tab: string | undefined) => void;

/** The bar in the corner: one stop for Tab, arrows move between its buttons. */
export class ToolbarBar {
  readonly element: HTMLElement;
  readonly #logo: HTMLButtonElement;
  readonly #total: HTMLButtonElement;
  readonly #queries: HTMLButtonElement;
  readonly #findings: HTMLButtonElement;
  readonly #live: HTMLButtonElement;

  constructor(open: OpenTab) {
    this.#logo = barButton('logo', 'Uptempo toolbar', () => open(undefined));
    this.#total = barButton('total', 'Where the time of this request went', () => open('timeline'));
    this.#queries = barButton('queries', 'Queries of this request', () => open('sql'));
    this.#findings = barButton('findings', 'Findings of this request', () => open('findings'));
    this.#live = barButton('live', 'Requests made since', () => open('history'));
    this.#logo.setAttribute('aria-label', 'Uptempo toolbar');
    this.#logo.append(icon('mark'));
    this.#logo.tabIndex = 0;
    this.#total.append('…');
    this.#live.hidden = true;
    this.element = element(
      'div',
      { class: 'bar', role: 'toolbar', 'aria-label': 'Uptempo', onkeydown: this.#move },
      ...this.#buttons,
    );
  }

  show(trace: TraceDocument): void {
    this.#total.replaceChildren(
      trace.totalMs === null ? '…' : duration(trace.totalMs),
      ...firstRequestNote(trace, 'first'),
    );
    this.#queries.replaceChildren(...queryText(trace));
    this.#findings.replaceChildren(...findingText(trace.findings.length));
    this.element.classList.toggle('has-findings', trace.findings.length > 0);
  }

  /** Says why there is no trace. */
  showProblem(message: string): void {
    this.#total.replaceChildren('no trace');
    this.#total.title = message;
    this.#queries.hidden = true;
    this.#findings.hidden = true;
  }

  /** Requests that the page's scripts have made since. */
  showLiveCount(count: number): void {
    const label = `${counted(count, 'request')} made since, show the history`;
    this.#live.hidden = count === 0;
    this.#live.replaceChildren(`+${count}`);
    this.#live.setAttribute('aria-label', label);
  }

  setExpanded(isExpanded: boolean): void {
    this.#logo.setAttribute('aria-expanded', String(isExpanded));
  }

  /** Focuses the button that had it last. */
  focus(): void {
    this.#focusOn(this.#buttons.find((button) => button.tabIndex === 0) ?? this.#logo);
  }

  get #buttons(): HTMLButtonElement[] {
    return [this.#logo, this.#total, this.#queries, this.#findings, this.#live];
  }

  #move = (event: KeyboardEvent): void => {
    const visible = this.#buttons.filter((button) => !button.hidden);
    const current = visible.indexOf(event.target as HTMLButtonElement);
    const next = nextIndex(event.key, current, visible.length);
    if (current === -1 || next === undefined) return;
    event.preventDefault();
    this.#focusOn(visible[next]!);
  };

  #focusOn(target: HTMLButtonElement): void {
    for (const button of this.#buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  }
}

function barButton(name: string, title: string, onclick: () => void): HTMLButtonElement {
  return element('button', { type: 'button', class: `bar-${name}`, title, tabindex: -1, onclick });
}

function queryText({ totals }: TraceDocument): (Node | string)[] {
  const time = element('span', { class: 'muted' }, duration(totals.queryMs));
  return [counted(totals.queryCount, 'query', 'queries'), ...(totals.queryCount > 0 ? [time] : [])];
}

function findingText(count: number): (Node | string)[] {
  if (count > 0) return [icon('warning'), counted(count, 'finding')];
  return [icon('check'), element('span', { class: 'off-screen' }, 'No findings')];
}
