import { counted, element } from '../../browser/index.ts';
import type { RequestPage } from '../request-source.ts';
import type { HistoryEntry } from '../trace-document.ts';
import { type Filters, historyFilters } from './history-filters.ts';
import { historyRow } from './history-row.ts';
import { comparePage, exportFile, fetchHistory } from './trace-client.ts';

/** Between two questions for new requests while the panel is looked at. */
const REFRESH_MS = 2_000;

/** Requests shown at first, and added by each "Show more"; more than the most are not shown. */
const SHOWN = 50;
const MAX_SHOWN = 500;

/** The requests that are kept, by the filters, kept up to date while it is visible. */
export function historyPanel(
  currentId: string | undefined,
  open: (id: string) => void,
  filters: Filters = {},
): HTMLElement {
  const panel = new HistoryPanel(currentId, open, filters);
  queueMicrotask(() => panel.keepFresh());
  return panel.element;
}

class HistoryPanel {
  readonly element: HTMLElement;
  readonly #currentId: string | undefined;
  readonly #open: (id: string) => void;
  readonly #list = element('ol', { class: 'rows', 'aria-label': 'Requests' });
  readonly #summary = element('p', { class: 'summary muted', role: 'status' });
  readonly #problem = element('p', { class: 'notice', role: 'alert', hidden: true });
  readonly #compare = element('a', { class: 'compare-link', hidden: true }, 'Compare the two');
  readonly #export = element('a', { class: 'quiet-button', download: 'history.jsonl' }, 'Export');
  readonly #more = element(
    'button',
    {
      type: 'button',
      class: 'link-button more-button',
      hidden: true,
      onclick: () => this.#showMore(),
    },
    'Show more',
  );
  /** In the order they were chosen. */
  readonly #chosen: string[] = [];
  #filters: Filters;
  #limit = SHOWN;
  #page: RequestPage | undefined;
  #shown = '';

  constructor(currentId: string | undefined, open: (id: string) => void, initial: Filters) {
    this.#currentId = currentId;
    this.#open = open;
    this.#filters = initial;
    const filters = historyFilters(initial, (given) => {
      this.#filters = given;
      this.#limit = SHOWN;
      void this.#refresh();
    });
    this.#export.href = exportFile(initial);
    const actions = element('div', { class: 'controls' }, this.#compare, this.#export);
    this.element = element(
      'div',
      { class: 'history' },
      filters,
      element('div', { class: 'panel-head history-head' }, this.#summary, actions),
      this.#problem,
      this.#list,
      this.#more,
    );
  }

  /** Ends by itself when the panel is taken out of the page. */
  async keepFresh(): Promise<void> {
    do {
      if (isVisible(this.element)) await this.#refresh();
      await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
    } while (this.element.isConnected);
  }

  async #refresh(): Promise<void> {
    const filters = this.#filters;
    try {
      const page = await fetchHistory({ ...filters, limit: String(this.#limit) });
      // Another search may have been begun meanwhile.
      if (filters === this.#filters) this.#show(page);
    } catch (error) {
      this.#showUnreachable(error instanceof Error ? error.message : String(error));
    }
  }

  #show(page: RequestPage): void {
    this.#showProblem(page.problem ?? undefined);
    const state = JSON.stringify(page);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#page = page;
    this.#export.href = exportFile(this.#filters);
    this.#render();
  }

  /** In place of the rows: whoever shows the panel may say the same as an alert. */
  #showUnreachable(text: string): void {
    this.#shown = '';
    this.#list.replaceChildren(element('li', { class: 'empty' }, text));
  }

  #showProblem(text: string | undefined): void {
    this.#problem.hidden = text === undefined;
    if (this.#problem.textContent !== (text ?? '')) this.#problem.textContent = text ?? '';
  }

  #render(): void {
    const { traces = [], nextCursor = null } = this.#page ?? {};
    const focused = this.#focused();
    this.#list.replaceChildren(...traces.map((entry) => this.#row(entry)));
    if (traces.length === 0)
      this.#list.append(element('li', { class: 'empty' }, this.#emptyText()));
    this.#more.hidden = nextCursor === null || this.#limit >= MAX_SHOWN;
    this.#restoreFocus(focused);
    this.#describe();
  }

  #row(entry: HistoryEntry): HTMLElement {
    const { id } = entry;
    const row = historyRow(entry, {
      isCurrent: id === this.#currentId,
      isChosen: this.#chosen.includes(id),
      open: () => this.#open(id),
      choose: (isChosen) => this.#choose(id, isChosen),
    });
    row.dataset.id = id;
    return row;
  }

  /** A third one takes the place of the first. */
  #choose(id: string, isChosen: boolean): void {
    const at = this.#chosen.indexOf(id);
    if (at !== -1) this.#chosen.splice(at, 1);
    if (isChosen) this.#chosen.push(id);
    if (this.#chosen.length > 2) this.#chosen.shift();
    this.#render();
  }

  #describe(): void {
    const [first, second] = this.#chosen;
    this.#compare.hidden = second === undefined;
    if (first !== undefined && second !== undefined) {
      this.#compare.href = comparePage(...this.#inOrder(first, second));
    }
    const text = [countsOf(this.#page), orphansText(this.#page), chosenText(this.#chosen.length)]
      .filter(Boolean)
      .join(' · ');
    if (this.#summary.textContent !== text) this.#summary.textContent = text;
  }

  /** The older one first: what is new in the other has come since. */
  #inOrder(first: string, second: string): readonly [string, string] {
    const startedAt = (id: string) =>
      this.#page?.traces.find((entry) => entry.id === id)?.startedAt ?? '';
    return startedAt(first) <= startedAt(second) ? [first, second] : [second, first];
  }

  #emptyText(): string {
    return Object.keys(this.#filters).length > 0 ? 'No request matches.' : 'No requests yet.';
  }

  #showMore(): void {
    this.#limit = Math.min(MAX_SHOWN, this.#limit + SHOWN);
    void this.#refresh();
  }

  /** Which control of which request has the focus. */
  #focused(): readonly [id: string, tag: string] | undefined {
    const { activeElement } = this.#list.getRootNode() as Document | ShadowRoot;
    const row = activeElement?.closest<HTMLElement>('[data-id]');
    if (!row || !this.#list.contains(row)) return undefined;
    return [row.dataset.id!, activeElement!.localName];
  }

  #restoreFocus(focused: readonly [id: string, tag: string] | undefined): void {
    if (focused === undefined) return;
    const rows = [...this.#list.children] as HTMLElement[];
    const row = rows.find(({ dataset }) => dataset.id === focused[0]);
    row?.querySelector<HTMLElement>(focused[1])?.focus({ preventScroll: true });
  }
}

function isVisible(panel: HTMLElement): boolean {
  return document.visibilityState === 'visible' && panel.checkVisibility();
}

/** `812 kept, of some 200,000`; nothing where only the memory is searched. */
function countsOf(page: RequestPage | undefined): string {
  if (page === undefined || page.kept === null) return '';
  const kept = `${page.kept.toLocaleString('en')} kept`;
  const estimated = page.estimated ?? page.kept;
  return estimated > page.kept ? `${kept}, of some ${estimated.toLocaleString('en')}` : kept;
}

/** `outside of requests 12 queries`: what a task or a timer does belongs to none of the rows. */
function orphansText(page: RequestPage | undefined): string {
  const { queries = 0, templates = 0, cacheCalls = 0 } = page?.orphans ?? {};
  const counts = [
    queries > 0 && counted(queries, 'query', 'queries'),
    templates > 0 && counted(templates, 'render'),
    cacheCalls > 0 && counted(cacheCalls, 'cache call'),
  ].filter((text) => text !== false);
  return counts.length === 0 ? '' : `outside of requests ${counts.join(', ')}`;
}

function chosenText(count: number): string {
  if (count === 0) return 'tick two to compare them';
  return count === 1 ? '1 chosen, tick another one' : '2 chosen';
}
