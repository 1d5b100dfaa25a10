import type { Trace } from '../observe/index.ts';

/** Where headers of an answer are; a Fastify reply is one. */
export interface HeaderHolder {
  hasHeader(name: string): boolean;
  getHeader(name: string): number | string | string[] | undefined;
  header(name: string, value: string): unknown;
}

/** The id of the trace, for tools that look it up. */
export const TRACE_HEADER = 'x-uptempo-trace';

/**
 * Tells in the response what the request has cost so far and where its trace is. Browsers show
 * Server-Timing in their network panel, for JSON as well.
 */
export function addTimingHeaders(reply: HeaderHolder, trace: Trace, basePath: string): void {
  // An answer that fails while it is sent is answered once more, with the headers it had.
  if (reply.hasHeader(TRACE_HEADER)) return;
  append(reply, 'server-timing', serverTiming(trace));
  append(reply, 'link', `<${basePath}/traces/${trace.id}>; rel="trace"`);
  reply.header(TRACE_HEADER, trace.id);
}

function serverTiming({ id, startedMs, totals }: Trace): string {
  const { queryCount, queryMs, templateCount, templateMs } = totals;
  return [
    `total;dur=${milliseconds(performance.now() - startedMs)}`,
    `db;dur=${milliseconds(queryMs)};desc="${counted(queryCount, 'query', 'queries')}"`,
    `templates;dur=${milliseconds(templateMs)};desc="${counted(templateCount, 'render', 'renders')}"`,
    `trace;desc="${id}"`,
  ].join(', ');
}

function append(reply: HeaderHolder, name: string, value: string): void {
  const present = reply.getHeader(name);
  const values = present === undefined ? [] : Array.isArray(present) ? present : [present];
  reply.header(name, [...values, value].join(', '));
}

function milliseconds(duration: number): string {
  return duration.toFixed(2);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
