import { disclosure, element } from '../../browser/index.ts';
import type { ErrorStatsJson } from '../../metrics/index.ts';
import { nothing } from './figures.ts';
import { fact, shareList } from './queries-panel.ts';

/** Errors by what they are and where they come from, the most frequent first. */
export function errorsPanel(
  errors: readonly ErrorStatsJson[],
  linkTo: (route: string) => string,
): HTMLElement {
  if (errors.length === 0) return nothing('No server errors in this span of time.');
  const rows = errors.map((error) => errorRow(error, linkTo));
  return element('ol', { class: 'rows', 'aria-label': 'Errors' }, ...rows);
}

function errorRow(error: ErrorStatsJson, linkTo: (route: string) => string): HTMLElement {
  const { name, message, site, count, firstAt, lastAt, routes } = error;
  const row = disclosure({
    class: 'error-group',
    summaryClass: 'error-columns',
    summary: [
      element('span', { class: 'cell-rows' }, count.toLocaleString('en')),
      element('strong', { class: 'cell-line error' }, name),
      element('span', { class: 'cell-line' }, message),
      element('span', { class: 'cell-line' }, site),
    ],
    detail: () =>
      element(
        'div',
        { class: 'detail' },
        element(
          'dl',
          { class: 'facts' },
          ...fact('Message', message),
          ...fact('Line', site === '' ? 'not known' : site),
          ...fact('First', momentOf(firstAt)),
          ...fact('Last', momentOf(lastAt)),
          ...fact('Routes', shareList(routes, linkTo)),
        ),
      ),
  });
  row.querySelector('button')!.setAttribute('data-key', `error ${name} ${message} ${site}`);
  return row;
}

function momentOf(ms: number): string {
  return new Date(ms).toLocaleString('en-GB');
}
