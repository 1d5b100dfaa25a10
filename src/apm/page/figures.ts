import { type Child, element } from '../../browser/index.ts';

/** A named figure: `p95`, `18.3 ms`, and something smaller below it. */
export type Figure = readonly [name: string, value: string, note?: string | undefined];

/** Figures side by side. */
export function figureList(figures: readonly Figure[]): HTMLElement {
  const items = figures.map(([name, value, note]) =>
    element(
      'div',
      {},
      element('dt', {}, name),
      element('dd', {}, value),
      note !== undefined && element('dd', { class: 'muted note' }, note),
    ),
  );
  return element('dl', { class: 'figures' }, ...items);
}

/** `1,204`, `18.3`, `0.42`: a rate. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return Math.round(perSecond).toLocaleString('en');
  return perSecond >= 10 ? perSecond.toFixed(1) : perSecond.toFixed(2);
}

export interface Column<Row> {
  readonly name: string;
  /** Whether its cells are figures, which stand to the right. */
  readonly isNumeric?: boolean;
  readonly class?: string;
  readonly cell: (row: Row) => Child;
}

/** A table whose first column names the row. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement {
  const head = columns.map(({ name, isNumeric, class: own }) =>
    element('th', { scope: 'col', class: classOf(isNumeric, own) }, name),
  );
  const body = rows.map((row) =>
    element('tr', {}, ...columns.map((column, index) => cellOf(column, row, index === 0))),
  );
  return element(
    'div',
    { class: 'table' },
    element(
      'table',
      {},
      element('caption', { class: 'off-screen' }, caption),
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  );
}

function cellOf<Row>(column: Column<Row>, row: Row, isFirst: boolean): HTMLElement {
  const attributes = { class: classOf(column.isNumeric, column.class) };
  return isFirst
    ? element('th', { ...attributes, scope: 'row' }, column.cell(row))
    : element('td', attributes, column.cell(row));
}

function classOf(isNumeric = false, own = ''): string | undefined {
  const text = `${isNumeric ? 'numeric' : ''} ${own}`.trim();
  return text === '' ? undefined : text;
}

export function nothing(text: string): HTMLElement {
  return element('p', { class: 'empty' }, text);
}
