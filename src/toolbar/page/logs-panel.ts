import {
  chunkedList,
  counted,
  disclosure,
  duration,
  element,
  fullSite,
  icon,
  shortSite,
} from '../../browser/index.ts';
import type { LogJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

const LOUD: ReadonlySet<string> = new Set(['error', 'fatal']);

/** Whether a request has logged an error. */
export function hasLoggedErrors({ logs }: TraceDocument): boolean {
  return logs.some(({ level }) => LOUD.has(level));
}

/** The lines a request has logged, as they came. */
export function logsPanel({ logs, dropped }: TraceDocument): HTMLElement {
  if (logs.length === 0) {
    return element(
      'p',
      { class: 'empty' },
      'This request logged nothing: neither console nor request.log was used.',
    );
  }
  return element(
    'div',
    { class: 'logs' },
    element(
      'div',
      { class: 'panel-head' },
      element(
        'p',
        { class: 'summary' },
        element('strong', {}, counted(logs.length, 'line')),
        dropped.logs > 0 && ` · ${dropped.logs.toLocaleString('en')} more are counted only`,
      ),
    ),
    chunkedList(logs, logRow, { class: 'rows', 'aria-label': 'Log lines' }),
  );
}

function logRow(line: LogJson): HTMLElement {
  return disclosure({
    class: LOUD.has(line.level) ? 'log problem' : 'log',
    summaryClass: 'log-columns',
    summary: [
      element('span', { class: 'cell-runs muted' }, icon('chevron'), duration(line.offsetMs)),
      element('span', { class: `level level-${line.level}` }, line.level),
      element('code', { class: 'log-message' }, line.message.split('\n', 1)[0]!),
      element('span', { class: 'cell-line' }, shortSite(line.site ?? undefined)),
    ],
    detail: () =>
      element(
        'div',
        { class: 'detail' },
        element('pre', { class: 'log-text', tabindex: 0, 'aria-label': 'Message' }, line.message),
        element(
          'dl',
          { class: 'facts' },
          line.fields !== '' && element('dt', {}, 'Fields'),
          line.fields !== '' && element('dd', {}, element('code', {}, line.fields)),
          element('dt', {}, 'By'),
          element('dd', {}, line.source === 'console' ? 'console' : 'the logger'),
          line.site !== null && element('dt', {}, 'Line'),
          line.site !== null && element('dd', {}, fullSite(line.site)),
        ),
      ),
  });
}
