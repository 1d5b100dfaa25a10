import type { DialectFeatures } from '../../db/index.ts';

/** Up to here a number of rows gets a statement of its own, beyond it is made of powers of two. */
const MAX_EXACT = 32;

/**
 * The numbers of rows that are written by a statement each. Of rows of parameters the number is a part
 * of the statement's text, so large ones are powers of two: a table has some forty statements at
 * most, whatever is written to it, and each is prepared once. Lists have one text for all.
 */
export function* batchSizes(
  total: number,
  max: number,
  form: 'rows' | 'lists',
): Generator<number, void, undefined> {
  let left = total;
  while (left > 0) {
    const room = Math.min(left, max);
    const isExact = form === 'lists' || room <= MAX_EXACT || room === max;
    const size = isExact ? room : 2 ** Math.floor(Math.log2(room));
    yield size;
    left -= size;
  }
}

/** Beyond these a statement with more rows takes no less time for each, or more (bench: `orm-sqlite`). */
const MAX_ROWS = { rows: 64, lists: 10_000 } as const;

/** Most rows of a statement, each of which takes so many values. */
export function maxRows(
  { maxParameters }: DialectFeatures,
  form: 'rows' | 'lists',
  valuesPerRow: number,
  batchSize: number | undefined,
): number {
  const wanted = batchSize ?? MAX_ROWS[form];
  if (form === 'lists') return wanted;
  return Math.max(1, Math.min(wanted, Math.floor(maxParameters / Math.max(1, valuesPerRow))));
}

/** The rows turned round: a list for each column. */
export function columnLists(
  width: number,
  rows: readonly (readonly unknown[])[],
): readonly unknown[][] {
  const lists: unknown[][] = [];
  for (let column = 0; column < width; column++) {
    const list = new Array<unknown>(rows.length);
    for (let row = 0; row < rows.length; row++) list[row] = rows[row]![column];
    lists.push(list);
  }
  return lists;
}
