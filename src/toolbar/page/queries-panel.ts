import { chunkedList, counted, duration, element, percent, siteText } from '../../browser/index.ts';
import type { Finding } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { type QueryRowScope, queryRow } from './query-row.ts';
import { indexStatements } from './sql-code.ts';
import {
  eachQuery,
  elapsedMs,
  groupByStatement,
  type NumberedQuery,
  numberQueries,
} from './statement-groups.ts';
import { fetchPlan } from './trace-client.ts';

/** The statements of a request, alike ones in one row. */
export class QueriesPanel {
  readonly element: HTMLElement;
  readonly #queries: readonly NumberedQuery[];
  readonly #scope: QueryRowScope;
  readonly #list = element('div', { class: 'query-list' });
  readonly #notice = element('div', { class: 'notice', hidden: true });
  #isGrouped = true;
  #filter = '';
  #only: Finding | undefined;

  constructor(trace: TraceDocument) {
    this.#queries = numberQueries(trace);
    this.#scope = {
      statements: indexStatements(trace.statements),
      totalMs: endOf(trace),
      problems: new Set(trace.findings.flatMap((finding) => finding.queries)),
      explain: (position, analyze) => fetchPlan(trace.id, position, analyze),
    };
    this.element = trace.queries.length === 0 ? noQueries() : this.#build(trace);
    this.#update();
  }

  /** Shows the queries of one finding only, until the reader asks for all again. */
  showOnly(finding: Finding | undefined): void {
    this.#only = finding;
    this.#update();
  }

  #build(trace: TraceDocument): HTMLElement {
    const controls = element(
      'div',
      { class: 'controls' },
      this.#filterInput(),
      this.#groupSwitch(),
    );
    return element(
      'div',
      { class: 'queries' },
      element('div', { class: 'panel-head' }, summary(trace), controls),
      this.#notice,
      columnHeads(),
      this.#list,
    );
  }

  #filterInput(): HTMLInputElement {
    const input = element('input', {
      type: 'search',
      class: 'filter',
      placeholder: 'Filter',
      'aria-label': 'Filter queries by SQL, model or file',
      oninput: () => {
        this.#filter = input.value.toLowerCase();
        this.#update();
      },
    });
    return input;
  }

  #groupSwitch(): HTMLLabelElement {
    const input = element('input', {
      type: 'checkbox',
      checked: this.#isGrouped,
      onchange: () => {
        this.#isGrouped = input.checked;
        this.#update();
      },
    });
    return element('label', { class: 'switch' }, input, 'Group alike');
  }

  #update(): void {
    const shown = this.#queries.filter((query) => this.#isShown(query));
    const groups = this.#isGrouped ? groupByStatement(shown) : eachQuery(shown);
    const attributes = { class: 'rows', 'aria-label': 'Queries' };
    this.#list.replaceChildren(
      groups.length === 0
        ? element('p', { class: 'empty' }, 'No query matches.')
        : chunkedList(groups, (group) => queryRow(group, this.#scope), attributes),
    );
    this.#notice.hidden = this.#only === undefined;
    if (this.#only !== undefined) this.#notice.replaceChildren(...this.#noticeOf(this.#only));
  }

  #isShown(query: NumberedQuery): boolean {
    if (this.#only !== undefined && !this.#only.queries.includes(query.position)) return false;
    const text = `${query.sql} ${query.subject ?? ''} ${siteText(query.frames[0])}`;
    return text.toLowerCase().includes(this.#filter);
  }

  #noticeOf(finding: Finding): HTMLElement[] {
    const onclick = () => this.showOnly(undefined);
    return [
      element('span', {}, `Only the queries of “${finding.title}”.`),
      element('button', { type: 'button', class: 'link-button', onclick }, 'Show all'),
    ];
  }
}

/** The right end of the time strips. */
function endOf(trace: TraceDocument): number {
  const ends = trace.queries.map((query) => query.offsetMs + elapsedMs(query));
  return ends.reduce((latest, end) => Math.max(latest, end), trace.totalMs ?? 0);
}

function noQueries(): HTMLElement {
  return element('p', { class: 'empty' }, 'This request made no queries.');
}

function summary({ totals, queries, dropped, plans }: TraceDocument): HTMLElement {
  const alike = queries.filter((query) => query.similar > 1).length;
  const same = queries.filter((query) => query.duplicates > 1).length;
  return element(
    'p',
    { class: 'summary' },
    element('strong', {}, counted(totals.queryCount, 'query', 'queries')),
    ` in ${duration(totals.queryMs)}`,
    alike > 0 && ` · ${alike.toLocaleString('en')} alike`,
    same > 0 && ` · ${same.toLocaleString('en')} the same`,
    dropped.queries > 0 && ` · the last ${dropped.queries.toLocaleString('en')} are counted only`,
    plans.hits + plans.misses > 0 && shapes(plans),
  );
}

/** How the cache of compiled QuerySets did in this request, and since the process started. */
function shapes({ hits, misses, processHits, processMisses }: TraceDocument['plans']): HTMLElement {
  const all = processHits + processMisses;
  const title =
    'QuerySets whose statement was compiled before. Many that are not, in a process that has run ' +
    'for a while, mean that their shapes are made of user input.';
  return element(
    'span',
    { class: 'shapes', title },
    ` · ${hits} of ${counted(hits + misses, 'QuerySet')} compiled before`,
    ` (${percent(processHits / all)} of ${all.toLocaleString('en')} in this process)`,
  );
}

function columnHeads(): HTMLElement {
  const heads = ['#', 'When', 'Statement', 'Rows', 'Time', 'Line'];
  return element(
    'div',
    { class: 'query-columns heads', 'aria-hidden': 'true' },
    ...heads.map((head) => element('span', { class: `cell-${head.toLowerCase()}` }, head)),
  );
}
