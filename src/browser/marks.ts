import { element } from './dom.ts';

/** A stretch of time from the start of the request, in milliseconds. */
export interface Span {
  readonly offsetMs: number;
  readonly durationMs: number;
}

/** Marks closer together than this share of the width are drawn as one. */
const RESOLUTION = 1 / 300;

/** A strip of the request's time with a mark where each span lies. Decoration: the text says it. */
export function timeStrip(spans: readonly Span[], totalMs: number, name = ''): HTMLElement {
  const marks = mergeSpans(spans, totalMs).map(({ start, end }) =>
    element('span', {
      class: 'mark-bar',
      '--left': `${start * 100}%`,
      '--width': `${(end - start) * 100}%`,
    }),
  );
  return element('span', { class: `strip ${name}`, 'aria-hidden': 'true' }, ...marks);
}

interface Share {
  readonly start: number;
  end: number;
}

function mergeSpans(spans: readonly Span[], totalMs: number): readonly Share[] {
  const merged: Share[] = [];
  const sorted = [...spans].sort((a, b) => a.offsetMs - b.offsetMs);
  for (const { offsetMs, durationMs } of sorted) {
    const start = share(offsetMs, totalMs);
    const end = share(offsetMs + durationMs, totalMs);
    const last = merged.at(-1);
    if (last !== undefined && start - last.end < RESOLUTION) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function share(ms: number, totalMs: number): number {
  return totalMs <= 0 ? 0 : Math.min(1, Math.max(0, ms / totalMs));
}
