import {
  type Child,
  createTabs,
  duration,
  element,
  icon,
  statusBadge,
  type Tab,
} from '../../browser/index.ts';
import type { PanelDocument } from '../panel.ts';
import type { ServedTrace, TraceDocument } from '../trace-document.ts';
import { cachePanel, hasManyCalls } from './cache-panel.ts';
import { customPanel } from './custom-panel.ts';
import { findingsPanel } from './findings-panel.ts';
import { firstRequestNote } from './first-request.ts';
import type { Filters } from './history-filters.ts';
import { historyPanel } from './history-panel.ts';
import { hasLoggedErrors, logsPanel } from './logs-panel.ts';
import { hooksOf, middlewarePanel } from './middleware-panel.ts';
import { profilerPanel } from './profiler-panel.ts';
import { QueriesPanel } from './queries-panel.ts';
import { requestPanel } from './request-panel.ts';
import { settingsPanel } from './settings-panel.ts';
import { signalsPanel } from './signals-panel.ts';
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
export function traceView(trace: ServedTrace, options: TraceViewOptions): HTMLElement {
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
      middleware: () => middlewarePanel(trace),
      signals: () => signalsPanel(trace),
      logs: () => logsPanel(trace),
      settings: () => settingsPanel(),
      request: () => requestPanel(trace),
      profiler: () => profilerPanel(trace),
      history: () => historyPanel(trace.id, openTrace),
    }),
    tab ?? (trace.findings.length > 0 ? 'findings' : 'sql'),
    onTab,
  );
  return element('div', { class: 'view' }, viewHead(trace, openTrace, actions), tabs.element);
}

/**
 * The history alone, where there is no trace to show; `problem` says why, if that is one.
 *
 * @param filters - what it shows at first.
 */
export function historyView(
  problem: string | undefined,
  filters: Filters,
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
    element('div', { class: 'tab-panel' }, historyPanel(undefined, openTrace, filters)),
  );
}

type TabName =
  | 'findings'
  | 'sql'
  | 'timeline'
  | 'middleware'
  | 'templates'
  | 'cache'
  | 'signals'
  | 'logs'
  | 'request'
  | 'settings'
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
    { name: 'timeline', label: 'Time', build: build.timeline },
    {
      name: 'middleware',
      label: 'Middleware',
      count: hooksOf(trace).length,
      build: build.middleware,
    },
    { name: 'templates', label: 'Templates', count: totals.templateCount, build: build.templates },
    {
      name: 'cache',
      label: 'Cache',
      count: totals.cacheCount,
      isProblem: hasManyCalls(trace),
      build: build.cache,
    },
    { name: 'signals', label: 'Signals', count: trace.signals.length, build: build.signals },
    {
      name: 'logs',
      label: 'Logs',
      count: trace.logs.length,
      isProblem: hasLoggedErrors(trace),
      build: build.logs,
    },
    { name: 'request', label: 'Request', build: build.request },
    { name: 'profiler', label: 'Profiler', build: build.profiler },
    { name: 'settings', label: 'Settings', build: build.settings },
    { name: 'history', label: 'History', build: build.history },
    ...trace.panels.map(customTab),
  ];
}

function customTab(panel: PanelDocument): Tab {
  const { name, title, data, error } = panel;
  return {
    name: `own-${name}`,
    label: title,
    count: typeof data?.count === 'number' ? data.count : undefined,
    isProblem: data?.isProblem === true || error !== null,
    build: () => customPanel(panel),
  };
}

function viewHead(
  trace: ServedTrace,
  openTrace: (id: string) => void,
  actions: readonly Child[],
): HTMLElement {
  return element(
    'header',
    { class: 'view-head' },
    icon('mark'),
    element('h2', {}, element('span', { class: 'method' }, trace.method), ' ', trace.url),
    statusBadge(trace.status),
    element('span', { class: 'total' }, trace.totalMs === null ? '…' : duration(trace.totalMs)),
    ...firstRequestNote(trace, 'first request'),
    redirectNote(trace, openTrace),
    routeLink(trace),
    element('span', { class: 'spring' }),
    ...actions,
  );
}

/** Leads to the figures of all requests of the route, where the application measures itself. */
function routeLink({ method, route, tools }: ServedTrace): HTMLElement | undefined {
  const apm = tools.find(({ name }) => name === 'Performance');
  if (apm === undefined || route === null) return undefined;
  const state = new URLSearchParams({ route: `${method} ${route}` });
  return element('a', { class: 'route-link', href: `${apm.path}#${state}` }, 'route’s figures');
}

/** Leads to the form post, or whatever else sent the browser here. */
function redirectNote(
  { redirectedFrom }: TraceDocument,
  openTrace: (id: string) => void,
): HTMLElement | undefined {
  if (redirectedFrom === null) return undefined;
  const { id, method, url, status } = redirectedFrom;
  return element(
    'button',
    { type: 'button', class: 'link-button redirect', onclick: () => openTrace(id) },
    `after ${method} ${url} (${status})`,
  );
}
