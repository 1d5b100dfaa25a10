import {
  type Child,
  createTabs,
  duration,
  element,
  icon,
  statusBadge,
  type Tab,
} from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { cachePanel, hasManyCalls } from './cache-panel.ts';
import { findingsPanel } from './findings-panel.ts';
import { historyPanel } from './history-panel.ts';
import { profilerPanel } from './profiler-panel.ts';
import { QueriesPanel } from './queries-panel.ts';
import { requestPanel } from './request-panel.ts';
import { templatesPanel } from './templates-panel.ts';
import { timelinePanel } from './timeline-panel.ts';

export interface TraceViewOptions {
  /** Undefined shows the tab that has most to say. */
  readonly tab: string | undefined;
  readonly onTab: (tab: string) => void;
  readonly openTrace: (id: string) => void;
  /** Buttons at the right end of the head. */
  readonly actions: readonly Child[];
}

/** Head and panels of one request. */
export function traceView(trace: TraceDocument, options: TraceViewOptions): HTMLElement {
  const { tab, onTab, openTrace, actions } = options;
  let queries: QueriesPanel | undefined;
  const queriesPanel = () => {
    queries ??= new QueriesPanel(trace);
    return queries;
  };
  const tabs = createTabs(
    tabsOf(trace, {
      findings: () =>
        findingsPanel(trace, (finding) => {
          queriesPanel().showOnly(finding);
          tabs.choose('sql');
        }),
      sql: () => queriesPanel().element,
      templates: () => templatesPanel(trace),
      cache: () => cachePanel(trace),
      timeline: () => timelinePanel(trace),
      request: () => requestPanel(trace),
      profiler: () => profilerPanel(trace),
      history: () => historyPanel(trace.id, openTrace),
    }),
    tab ?? (trace.findings.length > 0 ? 'findings' : 'sql'),
    onTab,
  );
  return element('div', { class: 'view' }, viewHead(trace, actions), tabs.element);
}

/** The history alone, where there is no trace to show; `problem` says why, if that is one. */
export function historyView(
  problem: string | undefined,
  openTrace: (id: string) => void,
  actions: readonly Child[],
): HTMLElement {
  return element(
    'div',
    { class: 'view' },
    element(
      'header',
      { class: 'view-head' },
      icon('mark'),
      element('h2', {}, 'Requests'),
      element('span', { class: 'spring' }),
      ...actions,
    ),
    problem !== undefined && element('p', { class: 'notice', role: 'alert' }, problem),
    element('div', { class: 'tab-panel' }, historyPanel(undefined, openTrace)),
  );
}

type TabName =
  | 'findings'
  | 'sql'
  | 'templates'
  | 'cache'
  | 'timeline'
  | 'request'
  | 'profiler'
  | 'history';

function tabsOf(trace: TraceDocument, build: Record<TabName, Tab['build']>): readonly Tab[] {
  const { findings, totals } = trace;
  return [
    {
      name: 'findings',
      label: 'Findings',
      count: findings.length,
      isProblem: findings.length > 0,
      build: build.findings,
    },
    { name: 'sql', label: 'SQL', count: totals.queryCount, build: build.sql },
    { name: 'templates', label: 'Templates', count: totals.templateCount, build: build.templates },
    {
      name: 'cache',
      label: 'Cache',
      count: totals.cacheCount,
      isProblem: hasManyCalls(trace),
      build: build.cache,
    },
    { name: 'timeline', label: 'Timeline', build: build.timeline },
    { name: 'request', label: 'Request', build: build.request },
    { name: 'profiler', label: 'Profiler', build: build.profiler },
    { name: 'history', label: 'History', build: build.history },
  ];
}

function viewHead(trace: TraceDocument, actions: readonly Child[]): HTMLElement {
  return element(
    'header',
    { class: 'view-head' },
    icon('mark'),
    element('h2', {}, element('span', { class: 'method' }, trace.method), ' ', trace.url),
    statusBadge(trace.status),
    element('span', { class: 'total' }, trace.totalMs === null ? '…' : duration(trace.totalMs)),
    element('span', { class: 'spring' }),
    ...actions,
  );
}
