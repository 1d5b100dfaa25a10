import { notFound } from 'uptempo/http';

/** What a page is cut from: a QuerySet. */
interface Source<Row> {
  count(): Promise<number>;
  slice(start: number, end: number): PromiseLike<readonly Row[]>;
}

/** One page of a list. Pages count from 1. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly number: number;
  /** How many rows and how many pages there are in all; an empty list has one page. */
  readonly count: number;
  readonly pages: number;
  readonly previous: number | null;
  readonly next: number | null;
  /** Numbers to offer as links; null stands for those that are left out. */
  readonly links: readonly (number | null)[];
}

/** Cuts a page from a QuerySet: one query to count, one for the rows. No such page is a 404. */
export async function paginate<Row>(
  source: Source<Row>,
  number: number,
  size: number,
): Promise<Page<Row>> {
  const count = await source.count();
  const pages = Math.max(1, Math.ceil(count / size));
  if (number > pages) throw notFound(`There is no page ${number}; the last one is ${pages}.`);
  const start = (number - 1) * size;
  return {
    rows: await source.slice(start, start + size),
    number,
    count,
    pages,
    previous: number > 1 ? number - 1 : null,
    next: number < pages ? number + 1 : null,
    links: linksAround(number, pages),
  };
}

/** The first page, the last, and two to either side: `1 … 5 6 [7] 8 9 … 128`. */
function linksAround(number: number, pages: number): readonly (number | null)[] {
  const links: (number | null)[] = [];
  for (let page = 1; page <= pages; page++) {
    if (page === 1 || page === pages || Math.abs(page - number) <= 2) links.push(page);
    else if (links.at(-1) !== null) links.push(null);
  }
  return links;
}
