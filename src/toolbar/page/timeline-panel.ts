import {
  accountBar,
  type Child,
  duration,
  element,
  type Span,
  timeStrip,
} from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { indexStatements, inlineSql } from './sql-code.ts';
import {
  groupByStatement,
  numberQueries,
  type StatementGroup,
  spanOf,
} from './statement-groups.ts';

/** Statements drawn; those that took longest. */
const MAX_STATEMENTS = 40;

/** Where the time of a request went, and when. */
export function timelinePanel(trace: TraceDocument): HTMLElement {
  const { account, templates } = trace;
  const totalMs = trace.totalMs ?? account.wallMs;
  return element(
    'div',
    { class: 'timeline' },
    accountBar(account),
    element(
      'div',
      { class: 'lanes' },
      axis(totalMs),
      lane(['Request'], [{ offsetMs: 0, durationMs: totalMs }], totalMs, 'whole'),
      ...templates
        .filter((render) => render.depth === 0)
        .map((render) => lane([render.template], [render], totalMs, 'render')),
      ...statementLanes(trace, totalMs),
    ),
  );
}

/** The statements that took longest, in the order they began. */
function statementLanes(trace: TraceDocument, totalMs: number): HTMLElement[] {
  const statements = indexStatements(trace.statements);
  const problems = new Set(trace.findings.flatMap((finding) => finding.queries));
  return groupByStatement(numberQueries(trace.queries))
    .toSorted((a, b) => b.totalMs - a.totalMs)
    .slice(0, MAX_STATEMENTS)
    .toSorted((a, b) => a.queries[0]!.offsetMs - b.queries[0]!.offsetMs)
    .map((group) => {
      const isProblem = group.queries.some((query) => problems.has(query.position));
      const label = [runsBadge(group, isProblem), inlineSql(group.sql, statements)];
      const spans = group.queries.map(spanOf);
      return lane(label, spans, totalMs, isProblem ? 'problem' : 'database', group.totalMs);
    });
}

function runsBadge({ queries }: StatementGroup, isProblem: boolean): HTMLElement | undefined {
  if (queries.length === 1) return undefined;
  const runs = `×${queries.length.toLocaleString('en')}`;
  return element('span', { class: isProblem ? 'badge problem' : 'badge' }, runs);
}

function lane(
  label: readonly Child[],
  spans: readonly Span[],
  totalMs: number,
  name: string,
  ms = spans[0]!.durationMs,
): HTMLElement {
  return element(
    'div',
    { class: 'lane' },
    element('span', { class: 'lane-label' }, ...label),
    timeStrip(spans, totalMs, name),
    element('span', { class: 'cell-time' }, duration(ms)),
  );
}

/** Four equal steps; round ones would leave the end of the request without a label. */
function axis(totalMs: number): HTMLElement {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    element('span', { '--left': `${share * 100}%` }, duration(totalMs * share)),
  );
  return element(
    'div',
    { class: 'lane axis', 'aria-hidden': 'true' },
    element('span', { class: 'lane-label' }),
    element('span', { class: 'ticks' }, ...ticks),
  );
}
