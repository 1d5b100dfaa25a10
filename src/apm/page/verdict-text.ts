import { element } from '../../browser/index.ts';
import type { Verdict, VerdictKind } from '../../metrics/index.ts';

const LABELS: Readonly<Record<VerdictKind, string>> = {
  'cpu-bound': 'CPU-bound',
  'database-bound': 'Database-bound',
  'pool-starved': 'Pool-starved',
  'io-bound': 'I/O-bound',
  mixed: 'Mixed',
  unknown: 'Not known',
};

/** `CPU-bound`, with its colour. */
export function verdictBadge({ kind, reason }: Verdict): HTMLElement {
  return element('span', { class: `verdict ${kind}`, title: reason }, LABELS[kind]);
}

/** The verdict with the figures it rests on, and what to do. */
export function verdictText(verdict: Verdict): HTMLElement {
  const { reason, advice, isThin } = verdict;
  const thin = isThin && verdict.kind !== 'unknown' ? ' Few requests, so it may change.' : '';
  return element(
    'div',
    { class: 'verdict-text' },
    verdictBadge(verdict),
    element('p', {}, reason, ' ', element('span', { class: 'muted' }, advice + thin)),
  );
}
