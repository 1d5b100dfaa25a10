import { counted, disclosure, duration, element } from '../../browser/index.ts';
import type { QueryReport, ShareJson } from '../../metrics/index.ts';
import { figureList, nothing } from './figures.ts';
import { requestsLink } from './requests-link.ts';

/** Statements by their total time; each opens to what it is, where it comes from, and its figures. */
export function queriesPanel(
  queries: readonly QueryReport[],
  linkTo: (route: string) => string,
): HTMLElement {
  if (queries.length === 0) return nothing('No statements in this span of time.');
  const heads = ['Total', 'Runs', 'p95', 'Statement', 'Line'].map((name) =>
    element('span', {}, name),
  );
  const rows = queries.map((query) => queryRow(query, linkTo));
  return element(
    'div',
    {},
    element('div', { class: 'heads statement-columns', 'aria-hidden': 'true' }, ...heads),
    element('ol', { class: 'rows', 'aria-label': 'Statements' }, ...rows),
  );
}

function queryRow(query: QueryReport, linkTo: (route: string) => string): HTMLElement {
  const row = disclosure({
    class: 'query',
    summaryClass: 'statement-columns',
    summary: [
      element('span', { class: 'cell-time' }, duration(query.totalMs)),
      element('span', { class: 'cell-rows' }, query.count.toLocaleString('en')),
      element('span', { class: 'cell-rows' }, duration(query.p95Ms)),
      element('code', { class: 'sql inline' }, query.fingerprint),
      element('span', { class: 'cell-line' }, query.sites[0]?.key),
    ],
    detail: () => queryDetail(query, linkTo),
  });
  row.querySelector('button')!.setAttribute('data-key', `query ${query.id}`);
  return row;
}

function queryDetail(query: QueryReport, linkTo: (route: string) => string): HTMLElement {
  const { meanMs, p50Ms, p95Ms, p99Ms, maxMs, waitMs, rowsPerRun, errors } = query;
  return element(
    'div',
    { class: 'detail' },
    element('div', { class: 'code-block' }, element('pre', {}, query.fingerprint)),
    figureList([
      ['Mean', duration(meanMs)],
      ['p50', duration(p50Ms)],
      ['p95', duration(p95Ms)],
      ['p99', duration(p99Ms), `max ${duration(maxMs)}`],
      ['Rows', rowsPerRun.toFixed(1)],
      ['Waiting for a connection', duration(waitMs), 'in all'],
      ['Failed', String(errors)],
    ]),
    element(
      'dl',
      { class: 'facts' },
      ...fact('Database', query.database),
      ...fact('About', query.subject === '' ? query.kind : `${query.subject} (${query.kind})`),
      ...fact('Lines', shareList(query.sites, undefined)),
      ...fact('Routes', shareList(query.routes, linkTo)),
      ...requestsFact(query),
    ),
  );
}

function requestsFact({ id, fingerprint }: QueryReport): readonly HTMLElement[] {
  // Those beyond the bound have no text of their own.
  if (id.startsWith('(')) return [];
  const link = requestsLink('the slowest that ran it', { sql: fingerprint });
  return link === undefined ? [] : fact('Requests', link);
}

export function fact(name: string, value: string | HTMLElement): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, value)];
}

/** Routes or lines, with how often each. */
export function shareList(
  shares: readonly ShareJson[],
  linkTo: ((route: string) => string) | undefined,
): HTMLElement {
  if (shares.length === 0) return element('span', { class: 'muted' }, 'not known');
  const items = shares.map(({ key, count }) =>
    element(
      'li',
      {},
      linkTo === undefined || key.startsWith('(')
        ? element('code', {}, key)
        : element('a', { href: linkTo(key) }, key),
      element('span', { class: 'muted' }, ` ${counted(count, 'time')}`),
    ),
  );
  return element('ul', {}, ...items);
}
