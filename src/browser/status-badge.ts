import { element } from './dom.ts';

/** The status of a response, loud when the server failed; `…` while there is none. */
export function statusBadge(status: number | null): HTMLElement {
  const isFailed = (status ?? 0) >= 500;
  return element('span', { class: isFailed ? 'status problem' : 'status' }, String(status ?? '…'));
}
