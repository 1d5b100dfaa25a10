/** What is looked at; it stands in the address, so that it can be kept and sent. */
export interface PageState {
  readonly range: string;
  readonly tab: string;
  /** `GET /movies/:id`, or undefined for all routes. */
  readonly route: string | undefined;
}

/** Spans of time to choose from, by how they are written and named. */
export const RANGES: readonly (readonly [range: string, label: string])[] = [
  ['5m', '5 min'],
  ['15m', '15 min'],
  ['1h', '1 h'],
  ['6h', '6 h'],
  ['1d', '1 d'],
  ['7d', '7 d'],
  ['30d', '30 d'],
];

const DEFAULT: PageState = { range: '15m', tab: 'routes', route: undefined };

export function readState(hash = location.hash): PageState {
  const parameters = new URLSearchParams(hash.slice(1));
  const range = parameters.get('range');
  return {
    range: RANGES.some(([known]) => known === range) ? range! : DEFAULT.range,
    tab: parameters.get('tab') ?? DEFAULT.tab,
    route: parameters.get('route') ?? undefined,
  };
}

/** The address of another state, as a link has it. */
export function hashOf({ range, tab, route }: PageState): string {
  const parameters = new URLSearchParams({ range, tab });
  if (route !== undefined) parameters.set('route', route);
  return `#${parameters}`;
}
