import {
  chunkedList,
  counted,
  disclosure,
  duration,
  element,
  fullSite,
  icon,
  shortSite,
  siteText,
  timeStrip,
} from '../../browser/index.ts';
import type { QueryJson } from '../../observe/index.ts';
import { type Explain, explainBlock } from './explain-block.ts';
import { inlineSql, type Statements, sqlBlock } from './sql-code.ts';
import { elapsedMs, type NumberedQuery, type StatementGroup, spanOf } from './statement-groups.ts';

/** What a row needs to know of its trace. */
export interface QueryRowScope {
  readonly statements: Statements;
  /** The time that the whole width of a strip stands for. */
  readonly totalMs: number;
  /** Positions of the queries that a finding is about. */
  readonly problems: ReadonlySet<number>;
  readonly explain: Explain;
}

/** A statement in the list: one line, and on demand everything about its runs. */
export function queryRow(group: StatementGroup, scope: QueryRowScope): HTMLElement {
  const isProblem = group.queries.some((query) => scope.problems.has(query.position));
  const isFailed = group.queries.some((query) => query.error !== null);
  return disclosure({
    class: isProblem || isFailed ? 'query problem' : 'query',
    summaryClass: 'query-columns',
    summary: [
      element('span', { class: 'cell-runs' }, icon('chevron'), runsBadge(group)),
      timeStrip(group.queries.map(spanOf), scope.totalMs, 'cell-when'),
      element('span', { class: 'cell-statement' }, inlineSql(group.sql, scope.statements)),
      element(
        'span',
        { class: 'cell-rows' },
        isFailed ? 'failed' : group.rowCount.toLocaleString('en'),
      ),
      element('span', { class: 'cell-time' }, duration(group.totalMs)),
      element('span', { class: 'cell-line' }, shortSite(group.queries[0]!.frames[0])),
    ],
    detail: () => queryDetail(group, scope),
  });
}

/** `×25` for several runs, the position in the request for one. */
function runsBadge({ queries }: StatementGroup): HTMLElement {
  return queries.length === 1
    ? element('span', { class: 'number' }, String(queries[0]!.position + 1))
    : element('span', { class: 'badge' }, `×${queries.length.toLocaleString('en')}`);
}

function queryDetail(group: StatementGroup, scope: QueryRowScope): HTMLElement {
  const slowest = group.queries.toSorted((a, b) => b.durationMs - a.durationMs)[0]!;
  return element(
    'div',
    { class: 'detail' },
    sqlBlock(group.sql, scope.statements),
    isRead(slowest) && explainBlock(slowest.position, scope.explain),
    group.queries.length === 1 ? singleRun(slowest) : runList(group),
  );
}

/** As the server judges it, which has the last word. */
function isRead({ kind, sql }: QueryJson): boolean {
  return (
    /^(?:queryset|relation|prefetch|raw)$/.test(kind) && /^\s*(?:select|with|values)\b/i.test(sql)
  );
}

function singleRun(query: NumberedQuery): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...fact('Parameters', parameterList(query)),
    ...fact('Time', element('span', {}, timeText(query))),
    ...fact('About', element('span', {}, aboutText(query))),
    ...(query.frames.length === 0 ? [] : fact('Called from', frameList(query))),
    ...(query.error === null
      ? []
      : fact('Error', element('span', { class: 'error' }, query.error.message))),
  );
}

function fact(label: string, value: HTMLElement): HTMLElement[] {
  return [element('dt', {}, label), element('dd', {}, value)];
}

function parameterList({ parameters }: QueryJson): HTMLElement {
  if (parameters === null) return element('span', { class: 'muted' }, 'not recorded');
  if (parameters.length === 0) return element('span', { class: 'muted' }, 'none');
  return element(
    'ol',
    { class: 'parameters' },
    ...parameters.map((value) => element('li', {}, element('code', {}, value))),
  );
}

function timeText({ waitMs, durationMs, rowsMs, offsetMs }: NumberedQuery): string {
  const wait = waitMs >= 0.01 ? `, after waiting ${duration(waitMs)}` : '';
  const rows = rowsMs === undefined ? '' : `, ${duration(rowsMs)} to make the rows`;
  return `${duration(durationMs)} in the database${wait}${rows}; began at ${duration(offsetMs)}`;
}

function aboutText(query: QueryJson): string {
  const subject = query.subject === null ? '' : ` of ${query.subject}`;
  return `${query.kind}${subject}, ${counted(query.rowCount, 'row')}, database “${query.database}”`;
}

function frameList({ frames }: QueryJson): HTMLElement {
  return element(
    'ol',
    { class: 'frames' },
    ...frames.map((frame) => element('li', {}, fullSite(frame))),
  );
}

/** The runs of a repeated statement, with what differs between them; each opens for the rest. */
function runList({ queries }: StatementGroup): HTMLElement {
  const runs = chunkedList(queries, runRow, { class: 'runs', 'aria-label': 'Runs' });
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'muted' },
      `${counted(queries.length, 'run')}, from ${lineCount(queries)}:`,
    ),
    runs,
  );
}

function lineCount(queries: readonly QueryJson[]): string {
  const lines = new Set(queries.map(({ frames }) => siteText(frames[0])));
  return counted(lines.size, 'line');
}

function runRow(query: NumberedQuery): HTMLElement {
  return disclosure({
    class: 'run',
    summaryClass: 'run-columns',
    summary: [
      element('span', { class: 'number' }, String(query.position + 1)),
      element('code', { class: 'values' }, (query.parameters ?? []).join(', ') || '–'),
      element('span', { class: 'cell-rows' }, counted(query.rowCount, 'row')),
      element('span', { class: 'cell-time' }, duration(elapsedMs(query))),
      element('span', { class: 'cell-line' }, shortSite(query.frames[0])),
    ],
    detail: () => element('div', { class: 'detail' }, singleRun(query)),
  });
}
