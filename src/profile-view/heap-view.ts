import { bytes, clockTime, counted, element } from '../browser/index.ts';
import type { HeapChangeJson, HeapEntry } from './document.ts';

/** What the heap consists of, and what has changed since the summary before. */
export function heapView(summaries: readonly HeapEntry[]): HTMLElement {
  const [latest, before] = summaries;
  if (latest === undefined) {
    return element(
      'div',
      { class: 'empty' },
      element('p', {}, 'No summary yet.'),
      element(
        'p',
        {},
        'Take one before and one after what may leak, and see what there is more of.',
      ),
    );
  }
  const { objectCount, shallowBytes, takenAt, changes, groups } = latest;
  const since = before === undefined ? '' : `, compared with ${clockTime(before.takenAt)}`;
  const totals = `${counted(objectCount, 'object')}, ${bytes(shallowBytes)}`;
  const rows =
    changes ?? groups.map((group) => ({ ...group, countDelta: undefined, bytesDelta: undefined }));
  return element(
    'div',
    {},
    element('p', { class: 'heads' }, `At ${clockTime(takenAt)}${since}: ${totals}.`),
    heapTable(rows),
  );
}

type Row = Omit<HeapChangeJson, 'countDelta' | 'bytesDelta'> & {
  readonly countDelta: number | undefined;
  readonly bytesDelta: number | undefined;
};

function heapTable(rows: readonly Row[]): HTMLElement {
  const heads = ['More objects', 'More bytes', 'Objects', 'Bytes'];
  return element(
    'table',
    { class: 'functions heap' },
    element('caption', { class: 'off-screen' }, 'Objects of the heap by constructor'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...heads.map((head) => element('th', { scope: 'col', class: 'cell-time' }, head)),
        element('th', { scope: 'col' }, 'Constructor'),
      ),
    ),
    element('tbody', {}, ...rows.map(heapRow)),
  );
}

function heapRow({ name, count, shallowBytes, countDelta, bytesDelta }: Row): HTMLElement {
  const cell = (text: string) => element('td', { class: 'cell-time' }, text);
  return element(
    'tr',
    { class: (bytesDelta ?? 0) > 0 ? 'grown' : undefined },
    cell(
      countDelta === undefined ? '' : signed(countDelta, (amount) => amount.toLocaleString('en')),
    ),
    cell(bytesDelta === undefined ? '' : signed(bytesDelta, bytes)),
    cell(count.toLocaleString('en')),
    cell(bytes(shallowBytes)),
    element('th', { scope: 'row' }, element('code', {}, name)),
  );
}

function signed(amount: number, text: (amount: number) => string): string {
  if (amount === 0) return '0';
  return `${amount > 0 ? '+' : '−'}${text(Math.abs(amount))}`;
}
