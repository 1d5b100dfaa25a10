import {
  accountBar,
  clockTime,
  counted,
  duration,
  element,
  icon,
  statusBadge,
} from '../../browser/index.ts';
import type {
  ComparedFinding,
  ComparedRequest,
  ComparedStatement,
  Comparison,
  Figure,
} from '../../history/index.ts';
import { tracePage } from './trace-client.ts';

/** Statements shown; those that differ most. */
const MAX_STATEMENTS = 200;

/** Two requests side by side. */
export function compareView(comparison: Comparison): HTMLElement {
  const { a, b, statements, findings } = comparison;
  return element(
    'div',
    { class: 'view' },
    element(
      'header',
      { class: 'view-head' },
      icon('mark'),
      element('h2', {}, 'Two requests compared'),
      element('span', { class: 'spring' }),
    ),
    element(
      'div',
      { class: 'comparison' },
      element('div', { class: 'sides' }, side('A', a, comparison), side('B', b, comparison)),
      countsTable(comparison),
      findingSection('Findings gone', findings.gone),
      findingSection('New findings', findings.added),
      findingSection('Findings of both', findings.kept),
      statementsTable(statements),
    ),
  );
}

function side(name: 'A' | 'B', request: ComparedRequest, { account }: Comparison): HTMLElement {
  const { id, method, url, status, startedAt, totalMs } = request;
  const key = name === 'A' ? 'a' : 'b';
  const parts = Object.fromEntries(account.map((figure) => [figure.name, figure[key]]));
  return element(
    'section',
    { class: 'side', 'aria-label': `Request ${name}` },
    element(
      'h3',
      {},
      element('span', { class: 'badge' }, name),
      ' ',
      element('a', { href: tracePage(id) }, `${method} ${url}`),
    ),
    element(
      'p',
      { class: 'muted' },
      statusBadge(status),
      ` ${new Date(startedAt).toLocaleDateString('en-GB')} ${clockTime(startedAt)} · `,
      element('strong', {}, totalMs === null ? '…' : duration(totalMs)),
    ),
    accountBar(parts as unknown as Parameters<typeof accountBar>[0]),
  );
}

/** What the figures of the account and the counts are called. */
const FIGURES: Readonly<Record<string, string>> = {
  wallMs: 'Whole request',
  cpuMs: 'Code',
  templateMs: 'Templates',
  databaseMs: 'Database',
  poolWaitMs: 'Waiting for a connection',
  cacheMs: 'Cache',
  httpMs: 'Other servers',
  otherIoMs: 'Other waiting',
  loopWaitMs: 'Event loop busy',
  gcMs: 'Garbage collection',
  queryCount: 'Queries',
  templateCount: 'Renders',
  cacheCount: 'Cache calls',
  cacheHits: 'Cache hits',
  cacheMisses: 'Cache misses',
};

function countsTable({ account, counts }: Comparison): HTMLElement {
  const sums = counts.filter(({ name }) => !name.endsWith('Ms'));
  const figures = new Map([...account, ...sums].map((figure) => [figure.name, figure]));
  const rows = Object.keys(FIGURES)
    .flatMap((name) => figures.get(name) ?? [])
    .filter(({ a, b }) => a > 0 || b > 0);
  return table('Figures', ['Figure', 'A', 'B', 'Difference'], rows.map(figureRow));
}

function figureRow({ name, a, b }: Figure): readonly (string | HTMLElement)[] {
  const isTime = name.endsWith('Ms');
  const written = (value: number) => (isTime ? duration(value) : value.toLocaleString('en'));
  return [FIGURES[name]!, written(a), written(b), difference(b - a, written)];
}

/** Less is what one wants; more is marked. */
function difference(value: number, written: (value: number) => string): HTMLElement | string {
  if (value === 0) return '';
  const text = `${value > 0 ? '+' : '−'}${written(Math.abs(value))}`;
  return element('span', { class: value > 0 ? 'error' : 'better' }, text);
}

function statementsTable(statements: readonly ComparedStatement[]): HTMLElement {
  if (statements.length === 0) return element('p', { class: 'empty' }, 'Neither made queries.');
  const heads = ['Statement', 'A', 'B', 'Difference'];
  return table('Statements', heads, statements.slice(0, MAX_STATEMENTS).map(statementRow));
}

function statementRow({ sql, a, b }: ComparedStatement): readonly (string | HTMLElement)[] {
  const where = a === null ? 'only B' : 'only A';
  const label = a === null || b === null ? element('span', { class: 'badge' }, where) : '';
  return [
    element('span', { class: 'compared-sql' }, label, element('code', { title: sql }, sql)),
    runsOf(a),
    runsOf(b),
    difference((b?.ms ?? 0) - (a?.ms ?? 0), duration),
  ];
}

function runsOf(runs: ComparedStatement['a']): string {
  return runs === null ? '–' : `${duration(runs.ms)} · ${counted(runs.runs, 'run')}`;
}

function findingSection(
  title: string,
  findings: readonly ComparedFinding[],
): HTMLElement | undefined {
  if (findings.length === 0) return undefined;
  const items = findings.map((finding) =>
    element(
      'li',
      {},
      finding.title,
      element('span', { class: 'muted' }, ` saves ${duration(finding.savedMs)}`),
    ),
  );
  const heading = element(
    'h3',
    {},
    title,
    ' ',
    element('span', { class: 'count' }, `${items.length}`),
  );
  return element('section', { class: 'compared-findings' }, heading, element('ul', {}, ...items));
}

function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (string | HTMLElement)[])[],
): HTMLElement {
  const head = heads.map((text) => element('th', { scope: 'col' }, text));
  const body = rows.map(([name, ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...cells.map((cell) => element('td', {}, cell)),
    ),
  );
  return element(
    'table',
    { class: 'compared' },
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}
