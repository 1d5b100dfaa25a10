import { element } from './dom.ts';
import { duration, percent } from './format.ts';

/** Where time went, in milliseconds; the parts add up to `wallMs`. */
export interface TimeParts {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly templateMs: number;
  readonly databaseMs: number;
  readonly poolWaitMs: number;
  readonly cacheMs: number;
  readonly httpMs: number;
  readonly otherIoMs: number;
  readonly loopWaitMs: number;
  readonly gcMs: number;
  readonly unaccountedMs: number;
}

/** Parts by name of their colour, in the order they are read. */
const PARTS: readonly (readonly [name: string, label: string, part: keyof TimeParts])[] = [
  ['cpu', 'Code', 'cpuMs'],
  ['render', 'Templates', 'templateMs'],
  ['database', 'Database', 'databaseMs'],
  ['pool', 'Waiting for a connection', 'poolWaitMs'],
  ['cache', 'Cache', 'cacheMs'],
  ['http', 'Other servers', 'httpMs'],
  ['io', 'Other waiting', 'otherIoMs'],
  ['loop', 'Event loop busy', 'loopWaitMs'],
  ['gc', 'Garbage collection', 'gcMs'],
  ['rest', 'Not known', 'unaccountedMs'],
];

/** Less than this share is not worth a place. */
const MIN_SHARE = 0.001;

/** An account of time as a bar, and its parts in words below. */
export function accountBar(account: TimeParts): HTMLElement {
  const parts = PARTS.filter(([, , part]) => account[part] > account.wallMs * MIN_SHARE);
  const keys = parts.map(([name, label, part]) =>
    accountKey(name, label, account[part], account.wallMs),
  );
  return element('div', { class: 'account' }, accountStrip(account), element('dl', {}, ...keys));
}

/** The bar alone; what it shows has to stand beside it in words. */
export function accountStrip(account: TimeParts): HTMLElement {
  const bars = PARTS.filter(([, , part]) => account[part] > account.wallMs * MIN_SHARE).map(
    ([name, , part]) => element('span', { class: `part-${name}`, '--grow': account[part] }),
  );
  return element('div', { class: 'account-bar', 'aria-hidden': 'true' }, ...bars);
}

function accountKey(name: string, label: string, ms: number, wallMs: number): HTMLElement {
  const share = element('span', { class: 'muted' }, ` ${percent(ms / wallMs)}`);
  return element(
    'div',
    { class: `key-${name}` },
    element('dt', {}, label),
    element('dd', {}, duration(ms), share),
  );
}
