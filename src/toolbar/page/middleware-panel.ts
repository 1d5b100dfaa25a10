import {
  counted,
  disclosure,
  duration,
  element,
  fullSite,
  icon,
  shortSite,
  timeStrip,
} from '../../browser/index.ts';
import type { SpanJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** The hooks of a request in the order they ran: what each cost, and what came of it. */
export function middlewarePanel(trace: TraceDocument): HTMLElement {
  const hooks = hooksOf(trace);
  if (hooks.length === 0) {
    return element('p', { class: 'empty' }, 'No hook ran that was added after the toolbar.');
  }
  const totalMs = trace.totalMs ?? trace.account.wallMs;
  const cost = hooks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const idle = hooks.filter((hook) => isIdle(hook) && hook.attributes.plugin !== 'uptempo').length;
  return element(
    'div',
    { class: 'middleware' },
    element(
      'div',
      { class: 'panel-head' },
      element(
        'p',
        { class: 'summary' },
        element('strong', {}, counted(hooks.length, 'hook')),
        ` in ${duration(cost)}`,
        idle > 0 && ` · ${idle} changed nothing that can be seen`,
      ),
    ),
    element(
      'ol',
      { class: 'rows', 'aria-label': 'Middleware' },
      ...hooks.map((hook) => hookRow(hook, totalMs)),
    ),
  );
}

export function hooksOf({ spans }: TraceDocument): readonly SpanJson[] {
  return spans
    .filter(({ kind }) => kind === 'middleware')
    .toSorted((a, b) => a.offsetMs - b.offsetMs);
}

function isIdle({ attributes, error }: SpanJson): boolean {
  return attributes.changed === '' && error === null;
}

function hookRow(hook: SpanJson, totalMs: number): HTMLElement {
  const { name, attributes, durationMs, error } = hook;
  return disclosure({
    class: error === null ? 'hook' : 'hook problem',
    summaryClass: 'hook-columns',
    summary: [
      element(
        'span',
        { class: 'cell-name' },
        icon('chevron'),
        element('span', {}, name),
        element('span', { class: 'muted' }, String(attributes.plugin)),
      ),
      element('span', { class: 'muted' }, String(attributes.phase)),
      timeStrip([hook], totalMs, 'cell-when kind-middleware'),
      element('span', { class: isIdle(hook) ? 'outcome muted' : 'outcome' }, outcomeOf(hook)),
      element('span', { class: 'cell-time' }, duration(durationMs)),
      element('span', { class: 'cell-line' }, shortSite(hook.site ?? undefined)),
    ],
    detail: () => hookDetail(hook),
  });
}

function outcomeOf(hook: SpanJson): string {
  if (hook.error !== null) return 'failed';
  return isIdle(hook) ? 'nothing seen' : String(hook.attributes.changed);
}

function hookDetail(hook: SpanJson): HTMLElement {
  const { attributes, site, error } = hook;
  return element(
    'div',
    { class: 'detail' },
    element(
      'dl',
      { class: 'facts' },
      element('dt', {}, 'Changed'),
      element('dd', {}, outcomeOf(hook)),
      attributes.plugin !== '' && element('dt', {}, 'Plugin'),
      attributes.plugin !== '' && element('dd', {}, String(attributes.plugin)),
      site !== null && element('dt', {}, 'Added in'),
      site !== null && element('dd', {}, fullSite(site)),
      error !== null && element('dt', {}, 'Error'),
      error !== null && element('dd', { class: 'error' }, error.message),
    ),
  );
}
