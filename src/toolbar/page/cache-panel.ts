import {
  bytes,
  counted,
  disclosure,
  duration,
  element,
  icon,
  shortSite,
} from '../../browser/index.ts';
import type { CacheCallJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** Calls of a backend in one request from which on asking for many keys at a time pays. */
const MANY_CALLS = 10;

/** Backends that answer in the process, which may be asked as often as one likes. */
const IN_PROCESS: ReadonlySet<string> = new Set(['memory', 'dummy']);

/** Whether a request asks its caches more often than it should have to. */
export function hasManyCalls({ cacheCalls }: TraceDocument): boolean {
  return cacheCalls.filter(({ backend }) => !IN_PROCESS.has(backend)).length > MANY_CALLS;
}

/** The calls of caches in the order they began, with what is to be said about all of them. */
export function cachePanel(trace: TraceDocument): HTMLElement {
  const { cacheCalls, totals, dropped } = trace;
  if (totals.cacheCount === 0)
    return element('p', { class: 'empty' }, 'This request asked no cache.');
  const sorted = cacheCalls.toSorted((a, b) => a.offsetMs - b.offsetMs);
  return element(
    'div',
    { class: 'cache' },
    element(
      'div',
      { class: 'panel-head' },
      element(
        'p',
        { class: 'summary' },
        element('strong', {}, counted(totals.cacheCount, 'call')),
        ` in ${duration(totals.cacheMs)} · ${counted(totals.cacheHits, 'hit')}, `,
        counted(totals.cacheMisses, 'miss', 'misses'),
        dropped.cacheCalls > 0 &&
          ` · the last ${dropped.cacheCalls.toLocaleString('en')} are counted only`,
      ),
    ),
    ...warnings(trace),
    element('ol', { class: 'rows', 'aria-label': 'Cache calls' }, ...sorted.map(callRow)),
  );
}

function warnings(trace: TraceDocument): readonly HTMLElement[] {
  const texts: string[] = [];
  if (hasManyCalls(trace)) {
    texts.push(
      `More than ${MANY_CALLS} calls in one request: ask for many keys at a time with getMany(), or keep larger fragments.`,
    );
  }
  if (trace.keysNeverHit.length > 0) {
    texts.push(`Missed in every request kept, and never found: ${trace.keysNeverHit.join(', ')}.`);
  }
  const reasons = new Set(trace.cacheCalls.flatMap(({ untracked }) => untracked ?? []));
  for (const reason of reasons) {
    texts.push(`Kept for a short time only instead of until it changes: it was made of ${reason}.`);
  }
  return texts.map((text) => element('p', { class: 'notice', role: 'note' }, text));
}

function callRow(call: CacheCallJson): HTMLElement {
  return disclosure({
    class: call.error === null ? 'cache-call' : 'cache-call problem',
    summaryClass: 'cache-columns',
    summary: [
      element('span', { class: 'cell-name' }, icon('chevron'), element('span', {}, call.operation)),
      element('span', { class: 'cell-statement' }, element('code', {}, keysOf(call))),
      element('span', {}, outcomeOf(call)),
      element('span', { class: 'cell-rows' }, call.bytes === 0 ? '' : bytes(call.bytes)),
      element('span', { class: 'cell-time' }, duration(call.durationMs)),
      element('span', { class: 'cell-line' }, shortSite(call.site ?? undefined)),
    ],
    detail: () => callDetail(call),
  });
}

function keysOf({ keys, keyCount }: CacheCallJson): string {
  return keyCount <= 1
    ? (keys[0] ?? 'all')
    : `${keys[0]} and ${(keyCount - 1).toLocaleString('en')} more`;
}

/** What became of the keys of a read; nothing for a write. */
function outcomeOf({ hits, misses, stale, keyCount }: CacheCallJson): string {
  if (hits + misses === 0) return '';
  if (keyCount > 1) return `${hits} of ${keyCount} hit`;
  if (stale > 0) return 'stale';
  return hits > 0 ? 'hit' : 'miss';
}

function callDetail(call: CacheCallJson): HTMLElement {
  const fact = (name: string, value: string) => [
    element('dt', {}, name),
    element('dd', {}, element('code', {}, value)),
  ];
  return element(
    'div',
    { class: 'detail' },
    element(
      'dl',
      { class: 'facts' },
      ...fact('Cache', `${call.cache} (${call.backend})`),
      ...fact(
        call.keyCount > call.keys.length ? 'First keys' : 'Keys',
        call.keys.join('\n') || 'all',
      ),
      ...(call.computeMs > 0 ? fact('Computing', duration(call.computeMs)) : []),
      call.error !== null && element('dt', {}, 'Error'),
      call.error !== null && element('dd', { class: 'error' }, call.error.message),
    ),
  );
}
