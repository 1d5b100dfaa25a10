import { counted, duration, element } from '../../browser/index.ts';
import type { SignalJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** The receivers of models' signals that a request had called. */
export function signalsPanel({ signals, dropped }: TraceDocument): HTMLElement {
  if (signals.length === 0) {
    return element('p', { class: 'empty' }, 'No receiver of a signal was called.');
  }
  const ms = signals.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return element(
    'div',
    { class: 'signals' },
    element(
      'div',
      { class: 'panel-head' },
      element(
        'p',
        { class: 'summary' },
        element('strong', {}, counted(signals.length, 'call')),
        ` in ${duration(ms)}`,
        dropped.signals > 0 && ` · ${dropped.signals.toLocaleString('en')} more are counted only`,
      ),
    ),
    element(
      'table',
      { class: 'data-table', 'aria-label': 'Receivers of signals' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['Signal', 'Model', 'Receiver'].map((name) => element('th', { scope: 'col' }, name)),
          element('th', { scope: 'col', class: 'cell-time' }, 'Time'),
        ),
      ),
      element('tbody', {}, ...signals.map(signalRow)),
    ),
  );
}

function signalRow({ signal, model, receiver, durationMs, error }: SignalJson): HTMLElement {
  return element(
    'tr',
    { class: error === null ? undefined : 'problem' },
    element('td', {}, signal),
    element('td', {}, model),
    element('td', {}, element('code', {}, receiver), error !== null && `: ${error.message}`),
    element('td', { class: 'cell-time' }, duration(durationMs)),
  );
}
