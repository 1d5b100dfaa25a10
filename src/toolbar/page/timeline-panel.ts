import { accountBar, element } from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';
import { Waterfall } from './waterfall.ts';

/** Where the time of a request went, and when. */
export function timelinePanel(trace: TraceDocument): HTMLElement {
  const { account } = trace;
  const totalMs = trace.totalMs ?? account.wallMs;
  return element(
    'div',
    { class: 'timeline' },
    accountBar(account),
    new Waterfall(trace, totalMs).element,
  );
}
