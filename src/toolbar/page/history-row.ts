import { clockTime, counted, duration, element, statusBadge } from '../../browser/index.ts';
import type { HistoryEntry } from '../trace-document.ts';

export interface HistoryRowOptions {
  /** Whether it is the request that is looked at. */
  readonly isCurrent: boolean;
  /** Whether it is one of those to compare. */
  readonly isChosen: boolean;
  readonly open: () => void;
  readonly choose: (isChosen: boolean) => void;
}

/** A request in the list: a box to compare it by, and a button that opens it. */
export function historyRow(entry: HistoryEntry, options: HistoryRowOptions): HTMLElement {
  const { isCurrent, isChosen, open, choose } = options;
  const { method, url, contentType, startedAt, totalMs } = entry;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'row-button history-columns',
      'aria-current': isCurrent ? 'true' : undefined,
      onclick: open,
    },
    element('span', { class: 'when muted', title: startedAt }, moment(startedAt)),
    element('span', { class: 'method' }, method),
    element('span', { class: 'url', title: url }, url),
    statusBadge(entry.status),
    element('span', { class: 'kind muted' }, kindOf(contentType)),
    element('span', { class: 'cell-rows' }, findingBadge(entry.findingCount)),
    element('span', { class: 'queries cell-rows' }, counted(entry.queryCount, 'query', 'queries')),
    element('span', { class: 'cell-time' }, totalMs === null ? '…' : duration(totalMs)),
  );
  const box = element('input', {
    type: 'checkbox',
    class: 'choice',
    checked: isChosen,
    'aria-label': `Compare ${method} ${url} of ${moment(startedAt)}`,
    onchange: () => choose(box.checked),
  });
  const classes = ['history-row', isCurrent && 'current', isChosen && 'chosen'];
  return element('li', { class: classes.filter(Boolean).join(' ') }, box, button);
}

/** The time of a request of today; before, the day as well. */
function moment(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  if (isToday) return clockTime(iso);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${clockTime(iso).slice(0, 5)}`;
}

function findingBadge(count: number): HTMLElement | undefined {
  if (count === 0) return undefined;
  return element('span', { class: 'count problem' }, counted(count, 'finding'));
}

/** `html`, `json`. */
function kindOf(contentType: string | null): string {
  return /^[\w-]+\/(?:[\w.-]+\+)?(?<kind>[\w.-]+)/.exec(contentType ?? '')?.groups?.kind ?? '';
}
