import { element } from '../../browser/index.ts';
import type { TraceDocument } from '../trace-document.ts';

const MEANING =
  'The first request of this route since the process started: code and templates were compiled, ' +
  'caches were empty. Load the page again for the usual time.';

/** Says of a first request that its time is not the usual one. */
export function firstRequestNote({ isFirst }: TraceDocument, text: string): HTMLElement[] {
  return isFirst ? [element('span', { class: 'muted first-request', title: MEANING }, text)] : [];
}
