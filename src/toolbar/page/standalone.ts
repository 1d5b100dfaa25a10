import { openToolPage } from '../../browser/index.ts';
import type { ServedTrace } from '../trace-document.ts';
import { compareView } from './compare-view.ts';
import { filtersOf } from './history-filters.ts';
import { TOOLBAR_STYLES } from './styles.ts';
import { fetchComparison, followTrace, tracePage } from './trace-client.ts';
import { historyView, traceView } from './trace-view.ts';

/** The page of one trace, of two compared, or the history, by the address of the page. */
function start(): void {
  const root = openToolPage(...TOOLBAR_STYLES);
  const id = /\/traces\/([^/]+)$/.exec(location.pathname)?.[1];
  if (/\/compare$/.test(location.pathname)) void showComparison(root);
  else if (id === undefined) showHistory(root, undefined);
  else void showTrace(root, decodeURIComponent(id));
}

function showHistory(root: HTMLElement, problem: string | undefined): void {
  document.title = 'Requests · Uptempo';
  root.replaceChildren(historyView(problem, filtersOf(location.search), openTrace, []));
}

async function showComparison(root: HTMLElement): Promise<void> {
  document.title = 'Two requests · Uptempo';
  const parameters = new URLSearchParams(location.search);
  try {
    const comparison = await fetchComparison(parameters.get('a') ?? '', parameters.get('b') ?? '');
    root.replaceChildren(compareView(comparison));
  } catch (error) {
    showHistory(root, error instanceof Error ? error.message : String(error));
  }
}

async function showTrace(root: HTMLElement, id: string): Promise<void> {
  let tab: string | undefined;
  const show = (trace: ServedTrace) => {
    document.title = `${trace.method} ${trace.url} · Uptempo`;
    const onTab = (name: string) => {
      tab = name;
    };
    root.replaceChildren(traceView(trace, { tab, onTab, openTrace, actions: [] }));
  };
  try {
    await followTrace(id, show, () => true);
  } catch (error) {
    showHistory(root, error instanceof Error ? error.message : String(error));
  }
}

function openTrace(id: string): void {
  location.assign(tracePage(id));
}

start();
