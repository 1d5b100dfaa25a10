import { element, toolPath } from '../../browser/index.ts';

/** Characters of a filter that the history takes. */
const MAX_FILTER = 500;

/** Leads to the slowest of the requests that are kept; undefined where none are. */
export function requestsLink(
  text: string,
  filters: Readonly<Record<string, string>>,
): HTMLElement | undefined {
  const path = toolPath('Requests');
  if (path === undefined) return undefined;
  const cut = Object.entries(filters).map(([name, value]) => [name, value.slice(0, MAX_FILTER)]);
  const query = new URLSearchParams([...cut, ['sort', 'ms']]);
  const key = `requests ${query}`;
  return element('a', { class: 'requests-link', href: `${path}?${query}`, 'data-key': key }, text);
}

/** `GET /movies/:id` as the history looks for it. */
export function routeFilters(key: string): Readonly<Record<string, string>> {
  const space = key.indexOf(' ');
  return { method: key.slice(0, space), route: key.slice(space + 1) };
}
