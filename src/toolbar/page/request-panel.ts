import { bytes, clockTime, duration, element } from '../../browser/index.ts';
import type { NamedValue } from '../request-details.ts';
import type { TraceDocument } from '../trace-document.ts';

/** Method, route, headers and what went wrong, if anything. Secrets never reach this script. */
export function requestPanel(trace: TraceDocument): HTMLElement {
  const { request } = trace;
  return element(
    'div',
    { class: 'request' },
    trace.error !== null && section('Error', errorValues(trace.error)),
    section('Request', generalValues(trace)),
    section('Route parameters', request?.parameters ?? []),
    section('Query string', request?.query ?? []),
    section('Request headers', request?.requestHeaders ?? []),
    section('Response headers', request?.responseHeaders ?? []),
  );
}

function generalValues(trace: TraceDocument): NamedValue[] {
  const { request } = trace;
  return [
    { name: 'URL', value: `${trace.method} ${trace.url}` },
    { name: 'Route', value: trace.route ?? 'none matched' },
    { name: 'Route name', value: trace.routeName ?? '–' },
    { name: 'Status', value: trace.status === null ? 'still running' : String(trace.status) },
    { name: 'Total', value: trace.totalMs === null ? 'still running' : duration(trace.totalMs) },
    { name: 'Began', value: clockTime(trace.startedAt) },
    { name: 'Content type', value: trace.contentType ?? '–' },
    { name: 'Length', value: trace.contentLength === null ? '–' : bytes(trace.contentLength) },
    { name: 'Client', value: request?.clientAddress ?? '–' },
    { name: 'Trace', value: trace.id },
  ];
}

function errorValues(error: NonNullable<TraceDocument['error']>): NamedValue[] {
  return [
    { name: error.code ?? error.name, value: error.message },
    ...(error.hint === undefined ? [] : [{ name: 'Hint', value: error.hint }]),
  ];
}

function section(title: string, values: readonly NamedValue[]): HTMLElement | undefined {
  if (values.length === 0) return undefined;
  const rows = values.flatMap(({ name, value }) => [
    element('dt', {}, name),
    element('dd', {}, element('code', {}, value)),
  ]);
  return element(
    'section',
    { class: 'value-section' },
    element('h3', {}, title),
    element('dl', { class: 'values' }, ...rows),
  );
}
