import { duration, element, percent } from '../../browser/index.ts';
import type { CacheReport } from '../../metrics/index.ts';
import { nothing, table } from './figures.ts';

export function cachesPanel(caches: readonly CacheReport[]): HTMLElement {
  if (caches.length === 0) return nothing('No cache was asked in this span of time.');
  return table<CacheReport>(
    'Caches',
    [
      { name: 'Cache', class: 'name', cell: ({ cache }) => cache },
      { name: 'Kind', cell: ({ backend }) => backend },
      {
        name: 'Hit rate',
        isNumeric: true,
        cell: ({ hitRate }) => (hitRate === undefined ? '–' : percent(hitRate)),
      },
      { name: 'Hits', isNumeric: true, cell: ({ hits }) => hits.toLocaleString('en') },
      { name: 'Misses', isNumeric: true, cell: ({ misses }) => misses.toLocaleString('en') },
      { name: 'Stale', isNumeric: true, cell: ({ stale }) => stale.toLocaleString('en') },
      { name: 'Calls', isNumeric: true, cell: ({ calls }) => calls.toLocaleString('en') },
      { name: 'Per call', isNumeric: true, cell: ({ msPerCall }) => duration(msPerCall) },
      {
        name: 'Failed',
        isNumeric: true,
        cell: ({ errors, failures }) =>
          element(
            'span',
            { class: errors + failures > 0 ? 'error' : 'muted' },
            `${errors + failures}`,
          ),
      },
    ],
    caches,
  );
}
