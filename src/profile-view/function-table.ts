import { duration, element, percent } from '../browser/index.ts';
import type { FunctionJson, ProfileDocument } from './document.ts';
import { placeText } from './frame-kinds.ts';

type Order = 'selfMs' | 'totalMs';

/**
 * Functions with their times, sorted by the one or the other.
 *
 * @param find - shows a function in the flame graph.
 */
export function functionTable(profile: ProfileDocument, find: (name: string) => void): HTMLElement {
  const body = element('tbody', {});
  const heads = {
    selfMs: sortHead('Own', 'Time in the function itself', () => sort('selfMs')),
    totalMs: sortHead('With calls', 'Time in it and in what it calls', () => sort('totalMs')),
  };

  function sort(order: Order): void {
    for (const [name, head] of Object.entries(heads)) {
      head.setAttribute('aria-sort', name === order ? 'descending' : 'none');
    }
    const rows = profile.functions.toSorted((left, right) => right[order] - left[order]);
    body.replaceChildren(...rows.map((row) => functionRow(profile, row, find)));
  }

  sort('selfMs');
  return element(
    'table',
    { class: 'functions' },
    element('caption', { class: 'off-screen' }, 'Functions by their time'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.selfMs,
        heads.totalMs,
        element('th', { scope: 'col' }, 'Function'),
        element('th', { scope: 'col' }, 'Place'),
      ),
    ),
    body,
  );
}

function sortHead(label: string, title: string, onclick: () => void): HTMLElement {
  const button = element('button', { type: 'button', title, onclick }, label);
  return element('th', { scope: 'col', class: 'cell-time' }, button);
}

function functionRow(
  { frames, times }: ProfileDocument,
  { frame, selfMs, totalMs }: FunctionJson,
  find: (name: string) => void,
): HTMLElement {
  const named = frames[frame]!;
  const show = () =>
    find(named.file === '' ? named.name : `${named.name} ${named.file}:${named.line}`);
  return element(
    'tr',
    {},
    timeCell(selfMs, times.busyMs),
    timeCell(totalMs, times.busyMs),
    element(
      'th',
      { scope: 'row' },
      element('span', { class: `swatch kind-${named.kind}`, 'aria-hidden': 'true' }),
      element(
        'button',
        { type: 'button', class: 'link-button', title: 'Show in the flame graph', onclick: show },
        named.name,
      ),
    ),
    element('td', { class: 'site' }, placeText(named)),
  );
}

/** Milliseconds and their share, which also is the length of a bar behind them. */
export function timeCell(ms: number, wholeMs: number): HTMLElement {
  const share = wholeMs === 0 ? 0 : ms / wholeMs;
  return element(
    'td',
    { class: 'cell-time share', '--share': share },
    ms === 0 ? '' : duration(ms),
    ms > 0 && element('span', { class: 'muted' }, ` ${percent(share)}`),
  );
}
