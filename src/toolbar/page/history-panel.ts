import { clockTime, counted, duration, element, statusBadge } from '../../browser/index.ts';
import type { HistoryEntry } from '../trace-document.ts';
import { fetchHistory } from './trace-client.ts';

/** Between two questions for new requests while the panel is looked at. */
const REFRESH_MS = 2_000;

/** The last requests, newest first, kept up to date while it is visible. */
export function historyPanel(
  currentId: string | undefined,
  open: (id: string) => void,
): HTMLElement {
  const list = element('ol', { class: 'rows', 'aria-label': 'Requests' });
  const panel = element('div', { class: 'history' }, list);
  let shown = '';

  async function refresh(): Promise<void> {
    const entries = await fetchHistory();
    const state = JSON.stringify(entries);
    if (state === shown) return;
    shown = state;
    const hadFocus = focusedIndex(list);
    list.replaceChildren(
      ...entries.map((entry) => historyRow(entry, entry.id === currentId, open)),
    );
    if (hadFocus !== undefined) list.querySelectorAll('button')[hadFocus]?.focus();
    if (entries.length === 0) list.append(element('li', { class: 'empty' }, 'No requests yet.'));
  }

  /** Ends by itself when the panel is taken out of the page. */
  async function keepFresh(): Promise<void> {
    do {
      if (isVisible(panel)) await refresh().catch((error: Error) => showProblem(list, error));
      await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
    } while (panel.isConnected);
  }
  queueMicrotask(keepFresh);
  return panel;
}

function isVisible(panel: HTMLElement): boolean {
  return document.visibilityState === 'visible' && panel.checkVisibility();
}

function focusedIndex(list: HTMLElement): number | undefined {
  const focused = (list.getRootNode() as Document | ShadowRoot).activeElement;
  const index = [...list.querySelectorAll('button')].indexOf(focused as HTMLButtonElement);
  return index === -1 ? undefined : index;
}

function showProblem(list: HTMLElement, error: Error): void {
  list.replaceChildren(element('li', { class: 'empty' }, error.message));
}

function historyRow(
  entry: HistoryEntry,
  isCurrent: boolean,
  open: (id: string) => void,
): HTMLElement {
  const { id, method, url, contentType, startedAt, totalMs } = entry;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'row-button history-columns',
      'aria-current': isCurrent ? 'true' : undefined,
      onclick: () => open(id),
    },
    element('span', { class: 'when muted' }, clockTime(startedAt)),
    element('span', { class: 'method' }, method),
    element('span', { class: 'url', title: url }, url),
    statusBadge(entry.status),
    element('span', { class: 'kind muted' }, kindOf(contentType)),
    element('span', { class: 'cell-rows' }, findingBadge(entry.findingCount)),
    element('span', { class: 'queries cell-rows' }, counted(entry.queryCount, 'query', 'queries')),
    element('span', { class: 'cell-time' }, totalMs === null ? '…' : duration(totalMs)),
  );
  return element('li', { class: isCurrent ? 'current' : undefined }, button);
}

function findingBadge(count: number): HTMLElement | undefined {
  if (count === 0) return undefined;
  return element('span', { class: 'count problem' }, counted(count, 'finding'));
}

/** `html`, `json`. */
function kindOf(contentType: string | null): string {
  return /^[\w-]+\/(?:[\w.-]+\+)?(?<kind>[\w.-]+)/.exec(contentType ?? '')?.groups?.kind ?? '';
}
