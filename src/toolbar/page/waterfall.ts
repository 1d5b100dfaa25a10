import {
  chunkedList,
  counted,
  duration,
  element,
  fullSite,
  icon,
  shortSite,
  timeStrip,
} from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { moveInList } from './list-keys.ts';
import {
  type EntryKind,
  KIND_LABELS,
  type NestedEntry,
  waterfallEntries,
} from './waterfall-entries.ts';

/** Steps to the right that are drawn; what lies deeper is drawn there. */
const MAX_INDENT = 8;

/** Everything a request did, in one list on one scale of time. */
export class Waterfall {
  readonly element: HTMLElement;
  readonly #entries: readonly NestedEntry[];
  readonly #totalMs: number;
  readonly #hidden = new Set<EntryKind>();
  readonly #list = element('div', { class: 'waterfall-list', onkeydown: moveInList });
  #text = '';

  constructor(trace: TraceDocument, totalMs: number) {
    this.#entries = waterfallEntries(trace);
    this.#totalMs = totalMs;
    this.element = element(
      'section',
      { class: 'waterfall', 'aria-label': 'Waterfall' },
      this.#head(),
      axis(totalMs),
      this.#list,
    );
    this.#show();
  }

  #head(): HTMLElement {
    const filter = element('input', {
      type: 'search',
      class: 'filter',
      placeholder: 'Filter',
      'aria-label': 'Filter the waterfall',
      oninput: () => {
        this.#text = filter.value.trim().toLowerCase();
        this.#show();
      },
    });
    return element(
      'div',
      { class: 'waterfall-head' },
      element(
        'div',
        { class: 'kinds', role: 'group', 'aria-label': 'Kinds shown' },
        ...this.#kinds(),
      ),
      filter,
    );
  }

  #kinds(): HTMLElement[] {
    const kinds = [...new Set(this.#entries.map(({ kind }) => kind))];
    return kinds.map((kind) => {
      const count = this.#entries.filter((entry) => entry.kind === kind).length;
      const button = element(
        'button',
        {
          type: 'button',
          class: `kind-button kind-${kind}`,
          'aria-pressed': 'true',
          onclick: () => {
            if (!this.#hidden.delete(kind)) this.#hidden.add(kind);
            button.setAttribute('aria-pressed', String(!this.#hidden.has(kind)));
            this.#show();
          },
        },
        KIND_LABELS[kind],
        element('span', { class: 'muted' }, count.toLocaleString('en')),
      );
      return button;
    });
  }

  #show(): void {
    const entries = this.#entries.filter(
      ({ kind, label }) =>
        !this.#hidden.has(kind) && (this.#text === '' || label.toLowerCase().includes(this.#text)),
    );
    if (entries.length === 0) {
      this.#list.replaceChildren(element('p', { class: 'empty' }, 'Nothing to show.'));
      return;
    }
    const rows = chunkedList(entries, (entry, index) => this.#row(entry, index), {
      class: 'rows',
      'aria-label': `${counted(entries.length, 'entry', 'entries')} of the waterfall`,
    });
    this.#list.replaceChildren(rows);
  }

  #row(entry: NestedEntry, index: number): HTMLElement {
    const { kind, label, depth, isProblem } = entry;
    const indent = Math.min(depth, MAX_INDENT);
    const button = element(
      'button',
      {
        type: 'button',
        class: 'row-button waterfall-columns',
        'aria-expanded': 'false',
        tabindex: index === 0 ? 0 : -1,
        onclick: () => toggle(button, entry),
      },
      element(
        'span',
        { class: 'cell-name', '--depth': String(indent) },
        icon('chevron'),
        element('span', { class: 'off-screen' }, `${KIND_LABELS[kind]} `),
        element('span', { class: `dot kind-${kind}`, 'aria-hidden': 'true' }),
        element('span', { class: 'waterfall-label', title: label }, label),
      ),
      timeStrip([entry], this.#totalMs, isProblem ? 'problem' : `kind-${kind}`),
      element('span', { class: 'cell-time' }, duration(entry.durationMs)),
      element('span', { class: 'cell-line' }, shortSite(entry.site)),
    );
    return element(
      'li',
      { 'aria-level': depth + 1, class: isProblem ? 'problem' : undefined },
      button,
    );
  }
}

function toggle(button: HTMLButtonElement, entry: NestedEntry): void {
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!isOpen));
  if (isOpen) button.nextElementSibling?.remove();
  else button.after(detail(entry));
}

function detail({ kind, label, offsetMs, durationMs, site, facts }: NestedEntry): HTMLElement {
  const fact = (name: string, value: string | HTMLElement) => [
    element('dt', {}, name),
    element('dd', {}, value),
  ];
  return element(
    'div',
    { class: 'detail' },
    element(
      'dl',
      { class: 'facts' },
      ...fact(KIND_LABELS[kind], element('code', {}, label)),
      ...fact('Time', `${duration(durationMs)}, began at ${duration(Math.max(0, offsetMs))}`),
      ...Object.entries(facts).flatMap(([name, value]) => fact(name, value)),
      ...(site === undefined ? [] : fact('Line', fullSite(site))),
    ),
  );
}

/** Four equal steps; round ones would leave the end of the request without a label. */
function axis(totalMs: number): HTMLElement {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    element('span', { '--left': `${share * 100}%` }, duration(totalMs * share)),
  );
  return element(
    'div',
    { class: 'waterfall-columns axis', 'aria-hidden': 'true' },
    element('span', {}),
    element('span', { class: 'ticks' }, ...ticks),
    element('span', {}),
    element('span', {}),
  );
}
