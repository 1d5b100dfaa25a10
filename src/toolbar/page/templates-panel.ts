import {
  bytes,
  counted,
  disclosure,
  duration,
  element,
  icon,
  timeStrip,
} from '../../browser/index.ts';
import type { TemplateJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** The templates of a request in the order they began, included ones below their page. */
export function templatesPanel(trace: TraceDocument): HTMLElement {
  const { templates, totals, dropped } = trace;
  if (templates.length === 0)
    return element('p', { class: 'empty' }, 'This request rendered no template.');
  const totalMs = trace.totalMs ?? endOf(templates);
  const sorted = templates.toSorted((a, b) => a.offsetMs - b.offsetMs || a.depth - b.depth);
  return element(
    'div',
    { class: 'templates' },
    element(
      'div',
      { class: 'panel-head' },
      element(
        'p',
        { class: 'summary' },
        element('strong', {}, counted(totals.templateCount, 'render')),
        ` in ${duration(totals.templateMs)}, loading of relations in it`,
        dropped.templates > 0 &&
          ` · the last ${dropped.templates.toLocaleString('en')} are counted only`,
      ),
    ),
    element(
      'ol',
      { class: 'rows', 'aria-label': 'Templates' },
      ...sorted.map((render) => templateRow(render, totalMs)),
    ),
  );
}

function endOf(templates: readonly TemplateJson[]): number {
  return Math.max(...templates.map((render) => render.offsetMs + render.durationMs));
}

function templateRow(render: TemplateJson, totalMs: number): HTMLElement {
  return disclosure({
    class: render.error === null ? 'template' : 'template problem',
    summaryClass: 'template-columns',
    summary: [
      element(
        'span',
        { class: 'cell-name', '--depth': String(render.depth) },
        icon('chevron'),
        element('span', {}, render.template),
      ),
      timeStrip([render], totalMs, 'cell-when'),
      element('span', { class: 'cell-rows' }, bytes(render.outputLength)),
      element('span', { class: 'cell-time' }, duration(render.durationMs)),
    ],
    detail: () => templateDetail(render),
  });
}

function templateDetail(render: TemplateJson): HTMLElement {
  return element(
    'div',
    { class: 'detail' },
    element(
      'dl',
      { class: 'facts' },
      element('dt', {}, 'File'),
      element('dd', {}, element('span', { class: 'site' }, render.file ?? 'none')),
      ...contextValues(render),
      render.error !== null && element('dt', {}, 'Error'),
      render.error !== null && element('dd', { class: 'error' }, render.error.message),
    ),
  );
}

/** Values as they were when the request had been answered; names alone where none were kept. */
function contextValues({ contextNames, contextTexts }: TemplateJson): HTMLElement[] {
  const name = (text: string) => element('dt', {}, text);
  if (contextTexts === null) {
    const names = contextNames.join(', ') || 'empty';
    return [name('Context'), element('dd', {}, element('code', {}, names))];
  }
  const values = Object.entries(contextTexts).map(([variable, text]) =>
    element(
      'li',
      {},
      element('code', { class: 'context-name' }, variable),
      ' ',
      element('code', {}, text),
    ),
  );
  return [
    name('Context'),
    element(
      'dd',
      {},
      values.length === 0 ? 'empty' : element('ul', { class: 'context' }, ...values),
    ),
  ];
}
